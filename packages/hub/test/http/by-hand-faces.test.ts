// Goal: no way of asking opens a door but the owner page with a fresh proof of the person, within its limit; every no
// stands in the journal, every yes is told to the others, and no unlock on the wire is without its grant (threats G2, S35).
// Method: one contract for every face that exists, on a hub with real listeners.
import { scopes } from '@portico/protocol'
import { describe, expect, test } from 'vitest'
import { readDeskAsk } from '../../src/control/desk-messages.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { TestHub } from '../support/test-hub.ts'

const OPEN = 'POST /api/v1/doors/front/open'

interface Asker {
  /** How it asks, and what it is answered; the code of the no. */
  readonly ask: (hub: TestHub) => Promise<string>
  /** Where the no is written. */
  readonly noted: 'Refused' | 'SecurityNotice'
}

const byRoute = async (hub: TestHub, headers: Record<string, string>): Promise<string> =>
  (await hub.ask(OPEN, { headers })).body.code

/** Every face but the owner page, with as much right as it can get. */
const faces: Readonly<Record<string, Asker>> = {
  'an API token with every scope': {
    ask: async (hub) => byRoute(hub, await hub.token(...scopes)),
    noted: 'Refused',
  },
  'a display inside': { ask: async (hub) => byRoute(hub, await hub.display()), noted: 'SecurityNotice' },
  'a display beside the door': {
    ask: async (hub) => byRoute(hub, await hub.display({ place: 'door-side', door: 'front' })),
    noted: 'SecurityNotice',
  },
  'a display in a browser in which an owner is signed in': {
    ask: async (hub) => {
      const owner = await hub.owner()
      const display = await hub.display({ place: 'inside' }, owner)
      return byRoute(hub, { ...display, cookie: `${owner.cookie}; ${display.cookie}` })
    },
    noted: 'SecurityNotice',
  },
}

/** Ops that were granted, in the journal; and ops on the wire. */
const granted = ({ lines }: TestHub): readonly unknown[] =>
  lines.filter(({ type }) => type === 'ManualOpenGranted').map(({ data }) => data['op'])

describe.each(Object.entries(faces))('T4: %s', (_name, { ask, noted }) => {
  test('has no right to open: refused, written down, and nothing on the wire', async () => {
    await using hub = await TestHub.open()
    expect(['RIGHT_MISSING', 'HUB_HTTP_FORBIDDEN']).toContain(await ask(hub))
    await hub.pass(61)
    expect(hub.lines.map(({ type }) => type)).toContain(noted)
    expect([hub.door.unlocks, granted(hub), hub.door.isLocked]).toEqual([[], [], true])
  })
})

describe('T4: the owner page', () => {
  test('with an assurance older than 60 s is refused, with its age, and nothing is on the wire', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.pass(61)
    const { status, body } = await hub.ask(OPEN, { headers })
    expect([status, body.code, body.limit]).toEqual([409, 'ASSURANCE_MISSING', 60_000])
    expect(body.value).toBeGreaterThan(60_000)
    await hub.pass(10)
    expect([hub.door.unlocks, granted(hub)]).toEqual([[], []])
    expect(hub.lines.some(({ type, data }) => type === 'Refused' && data['code'] === body.code)).toBe(true)
  })

  test('with a fresh one opens, three times in ten minutes, and each unlock on the wire has its grant', async () => {
    await using hub = await TestHub.open()
    const codes: unknown[] = []
    for (let n = 0; n < 4; n++) {
      codes.push((await hub.ask(OPEN, { headers: await hub.owner() })).body.code ?? 'opened')
      await hub.pass(60)
    }
    expect(codes).toEqual(['opened', 'opened', 'opened', 'OPENING_LIMIT'])
    expect(hub.door.unlocks).toHaveLength(3)
    expect(granted(hub)).toEqual(hub.door.unlocks)
  })

  test('without the dead-man at the door opens nothing, and who had asked by which face stands in the journal', async () => {
    await using hub = await TestHub.open()
    hub.door.link.edge = false
    const headers = await hub.owner()
    await hub.ask(OPEN, { headers })
    await hub.pass(10)
    expect([hub.door.unlocks, granted(hub)]).toEqual([[], []])
    const { id } = (await hub.ask('GET /api/v1/me', { headers })).body
    expect((await hub.line(({ type }) => type === 'Refused')).data).toEqual({
      ...{ command: 'RequestOpen', code: 'DEADMAN_UNARMED', by: id, face: 'owner-page' },
    })
  })

  test('opens for a resident while a courier waits, and says so: what is refused by it is the courier’s entry', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.arrived()
    const { status, body } = await hub.ask(OPEN, { headers })
    expect([status, body]).toEqual([200, { ok: true, op: expect.stringMatching(/^h_/) }])
    expect((await hub.line(({ type }) => type === 'EntryRefused')).data['code']).toBe('DOOR_IN_USE')
    await hub.pass(1)
    expect(granted(hub)).toEqual([body.op])
  })

  test('is locked by a wish to lock that ends an opening under way, and says so', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    hub.door.link.edge = false
    await hub.ask(OPEN, { headers })
    expect((await hub.ask('POST /api/v1/doors/front/lock', { headers })).status).toBe(200)
    expect((await hub.line(({ type }) => type === 'Refused')).data).toMatchObject({ code: 'ABORTED' })
    expect(hub.lines.map(({ type }) => type)).toContain('LockAsked')
  })

  test('is told at once to every other adult who is there: who it was, and by which face', async () => {
    await using hub = await TestHub.open()
    const anna = await hub.owner()
    const ben = await hub.owner('Ben')
    using screen = await LiveScreen.open(hub.houseUrl, { headers: ben })
    await hub.ask(OPEN, { headers: anna })
    await hub.pass(1)
    const told = await screen.untilEvent('ManualOpenGranted')
    const people: readonly { readonly id: string; readonly name: string }[] = (
      await hub.ask('GET /api/v1/people', { headers: ben })
    ).body
    const me = (await hub.ask('GET /api/v1/me', { headers: anna })).body
    expect(told.data).toMatchObject({ face: 'owner-page', by: me.id })
    expect(people.map(({ id }) => id)).toContain(me.id)
  })

  test('has no such command on its socket: only the route, where assurance is looked at', async () => {
    await using hub = await TestHub.open()
    using screen = await LiveScreen.open(hub.houseUrl, { headers: await hub.owner() })
    for (const name of ['open', 'unlock', 'RequestOpen']) screen.socket.emit(name, { door: 'front' })
    // What is asked after it has been answered: the three were heard and are nothing.
    expect((await screen.command('acknowledge', { alarm: 'front!1.0' })).code).toBe('NO_ALARM')
    await hub.pass(5)
    expect([hub.door.unlocks, granted(hub)]).toEqual([[], []])
  })
})

test('T4: the console has no word for opening a door', () => {
  for (const type of ['open', 'unlock', 'lock', 'approve', 'RequestOpen'])
    expect(readDeskAsk({ type, door: 'front', name: null, scopes: [...scopes] })).toBeNull()
})
