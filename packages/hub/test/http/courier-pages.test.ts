// The courier's two pages: what they show at each step of a visit, that looking changes nothing, and that they tell
// nothing about the home.
import { type CourierView, courierSentences } from '@portico/protocol'
import { expect, test } from 'vitest'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

const sentences = new Set(Object.values(courierSentences).map((words) => words.replace('{place}', 'porch')))

/** All that a courier was shown: no word of it may name the home. */
class Shown {
  readonly #hub: TestHub
  readonly #pass: string
  readonly texts: string[] = []
  readonly words = new Set<string>()

  constructor(hub: TestHub, pass: string) {
    this.#hub = hub
    this.#pass = pass
  }

  async view(): Promise<CourierView> {
    const { bytes, body } = await this.#hub.street(`GET /c/${this.#pass}`)
    this.texts.push(bytes.toString())
    return body
  }
  async state(): Promise<string> {
    const { state, letter, words } = await this.view()
    if (words !== null) this.words.add(words)
    return letter === null ? state : `${state} ${letter}`
  }
}

test('a visit as the courier sees it, from the link to the thanks, and no word about the home', async () => {
  await using hub = await TestHub.open()
  const owner = await hub.owner('Ada Lovelace')
  await hub.armed()
  const { sid } = hub
  const pass = await hub.begin()
  const shown = new Shown(hub, pass)
  expect(await shown.state()).toBe('welcome')
  const arrived = await hub.arrive(pass)
  shown.texts.push(arrived.bytes.toString())
  expect(arrived.status).toBe(200)
  expect(await shown.state()).toBe('wait C')
  expect((await shown.view()).leftMs).toBe(60_000)
  await hub.pass(2)
  expect((await shown.view()).leftMs).toBe(58_000)
  await hub.approve(owner)
  expect(await shown.state()).toBe('wait C')
  await hub.pass(3)
  expect(await shown.state()).toBe('open')
  hub.door.do({ type: 'open', from: 'outside', wide: true })
  await hub.pass(1)
  expect(await shown.state()).toBe('place')
  hub.door.do({ type: 'drop' })
  await hub.pass(1)
  hub.door.do({ type: 'close' })
  while ((await shown.state()) === 'place') await hub.pass(0.2)
  expect(await shown.state()).toBe('close G')
  await hub.sealed(sid)
  expect(await shown.state()).toBe('thanks')
  expect(shown.words).toEqual(new Set([courierSentences.C, courierSentences.G]))
  const secrets = [
    NUMBER,
    NUMBER.slice(-8),
    sid,
    'front',
    'Front',
    'hall',
    'porch-',
    'Ada',
    'Lovelace',
    'Home',
    'easypost',
    'UPS',
    'u_',
    'p_',
  ]
  const all = shown.texts.join('\n')
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
})

test('the words for a courier name one thing beside the door at most, the porch', () => {
  expect([...sentences].filter((words) => /\{|home|camera|owner|resident/i.test(words))).toEqual([])
})

test('T3: link scanners that come first change nothing: the driver after them gets in', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const pass = await hub.begin()
  const before = hub.seq
  for (let crawler = 0; crawler < 5; crawler++) {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      for (const path of [`/c/${pass}`, `/c/${pass}/arrive`, '/d/front', '/d/front?t=whatever'])
        await hub.street(`${method} ${path}`, { headers: { 'user-agent': 'crawler' } })
  }
  expect(hub.seq).toBe(before)
  expect(hub.runtime.visits.passOf(pass)).toMatchObject({ status: 'minted', phone: null })
  const { status, body } = await hub.arrive(pass)
  expect([status, body.state]).toEqual([200, 'wait'])
})

test('the page behind the code at a door is the same at every door and at every hour', async () => {
  await using hub = await TestHub.open()
  const page = async (door: string): Promise<string> => {
    const { status, bytes } = await hub.street(`GET /d/${door}`)
    expect(status).toBe(200)
    return bytes.toString()
  }
  const idle = await page('front')
  expect(JSON.parse(idle)).toEqual({ words: courierSentences.B, needs: ['code', 'label'] })
  expect(await page('no-such-door')).toBe(idle)
  await hub.armed()
  expect(await page('front')).toBe(idle)
})

test('a pass that nobody made shows nothing but that it has ended, on page, stream and arrival alike', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const { code } = hub.runtime.codes.mint(FRONT)
  for (const [route, body] of [
    [`GET /c/${'A'.repeat(22)}`],
    [`GET /c/${'A'.repeat(22)}/events`],
    [`POST /c/${'A'.repeat(22)}/arrive`, { code }],
    ['GET /c/%00'],
    [`GET /c/${'A'.repeat(128)}`],
  ] as const) {
    const answer = await hub.street(route, { body })
    expect([route, answer.status, answer.body]).toEqual([
      route,
      404,
      { code: 'REFUSED', letter: 'D', message: courierSentences.D },
    ])
  }
  // The code was not spent by it.
  expect(hub.runtime.codes.look(FRONT, code).fault).toBeNull()
})

test('the reference that a courier quotes is of this visit and tells nothing about it', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const references: string[] = []
  for (const pass of [await hub.begin(), await hub.begin()])
    references.push((await hub.street(`GET /c/${pass}`)).body.reference)
  expect(new Set(references).size).toBe(1)
  expect(references[0]).toMatch(/^[A-Z2-7]{8}$/)
})

test('the pass leads to its page by the address that was used', async () => {
  await using hub = await TestHub.open()
  await hub.armed()
  const { code } = hub.runtime.codes.mint(FRONT)
  const { status, body, headers } = await hub.street('POST /d/front', { body: { code, label: NUMBER } })
  expect([status, body]).toEqual([
    201,
    {
      pass: expect.stringMatching(/^[\w-]{22}$/),
      id: expect.stringMatching(/^k_/),
      url: `${hub.streetUrl}/c/${body.pass}`,
    },
  ])
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
})
