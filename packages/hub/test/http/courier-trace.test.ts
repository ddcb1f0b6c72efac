// Goal: a courier who comes twice with one phone cannot be told from two couriers by anything that is kept (threats G20,
// T23). Method: one browser that gives back every cookie for its address, two visits, and what record, journal and log hold.
import { describe, expect, test } from 'vitest'
import { accept, cookiesOf, form, look, passIn } from '../support/courier-browser.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

const OTHER_NUMBER = 'JD000000000000000001'
const AGENT = 'Courier-Phone/9.1 (planted)'

interface Came {
  readonly cookie: string[]
  readonly kept: readonly string[]
}

/** Scans, types, and says that it is there, as one phone; what the phone keeps of it. */
async function come(hub: TestHub, label: string, before: string[] = []): Promise<Came> {
  const { code } = hub.runtime.codes.mint(FRONT)
  // A browser gives back what was kept for the address of the door.
  const given = before.filter((each) => each.startsWith('courier-pass=')).join('; ')
  const phone = { 'user-agent': AGENT, accept, ...(given === '' ? {} : { cookie: given }) }
  const knocked = await hub.street('POST /d/front', form(hub, { code, label }, phone))
  const pass = passIn(knocked)
  const cookies = cookiesOf(knocked)
  const page = await look(hub, `/c/${pass}`, { ...phone, ...cookies })
  const all = { cookie: [cookies['cookie'], cookiesOf(page)['cookie']].filter(Boolean).join('; ') }
  const cookie = all.cookie.split('; ')
  await hub.street(`POST /c/${pass}/arrive`, form(hub, { code }, { ...phone, ...all }))
  return { cookie, kept: cookie.map((each) => each.split('=')[1] ?? '') }
}

/** Every text and number of a record that could tell one from another. */
const leaves = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)]

describe('T23: two passes on one phone', () => {
  test('share no value that is stored, and none that the phone keeps', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const first = await come(hub, NUMBER)
    expect(hub.phase).toBe('authorising')
    await hub.ask(`POST /api/v1/sessions/${hub.sid}/deny`, { headers: await hub.owner() })
    await hub.pass(30)
    await hub.claim(OTHER_NUMBER)
    await hub.hook('out-for-delivery', { number: OTHER_NUMBER })
    await hub.pass(0.1)
    const second = await come(hub, OTHER_NUMBER, first.cookie)
    expect(hub.phase).toBe('authorising')
    expect(first.kept.filter((value) => value !== '' && second.kept.includes(value))).toEqual([])
    const records = hub.runtime.records.all('pass').map(({ id, value }) => [id, ...leaves(value)])
    expect(records).toHaveLength(2)
    const [one = [], two = []] = records
    // What is of the home, the day and the kind of thing may be the same; nothing that was drawn by lot or hashed is.
    const shared = one.filter((value) => two.includes(value) && /[A-Za-z0-9_-]{16,}/.test(value))
    expect(shared).toEqual([])
  })

  test('leave neither address nor kind of phone, in log, journal or records', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    await come(hub, NUMBER)
    const kept = JSON.stringify([
      hub.lines,
      ...(['pass', 'visit'] as const).map((kind) => hub.runtime.records.all(kind)),
    ])
    for (const trace of [AGENT, 'Courier-Phone', '127.0.0.1']) {
      expect(kept).not.toContain(trace)
      expect(hub.logged.filter((line) => !line.includes('istening')).join('')).not.toContain(trace)
    }
  })
})
