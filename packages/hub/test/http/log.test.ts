// Nothing that opens, names or proves somebody is ever logged or written into a line of the journal (threats T19).
// Method: a log of all levels with nothing veiled, every secret there is planted in every place where a request may
// carry one, also where it does not belong, and a search in what was written.
import { MemoryJournal } from '@portico/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EventStream } from '../support/event-stream.ts'
import { LiveScreen } from '../support/live-screen.ts'
import { PlainSocket } from '../support/plain-socket.ts'
import { sendRaw } from '../support/raw-request.ts'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

const HOOK_SECRET = 'whsec-planted-for-this-test'
const EVENT_ID = 'evt_planted_for_this_test'
const journal = new MemoryJournal()

let hub: TestHub
/** By what they are. */
const secrets: Record<string, string> = {
  'the number of a parcel': NUMBER,
  'a label that fits nothing': 'LABEL0PLANTED0HERE',
  'a title': 'A planted lamp',
  'the secret of a source': HOOK_SECRET,
  'a signature': '',
  'a token': '',
  'a cookie': '',
  'a used link': '',
  'an open link': '',
  'a link that is none': 'planted-link-that-nobody-ever-made',
  'a pass': '',
  'a code of the door': '',
  'a code that is none': 'planted-code-of-nobody',
}

beforeAll(async () => {
  hub = await TestHub.open({ journal, hookSecret: HOOK_SECRET })
})
afterAll(() => hub[Symbol.asyncDispose]())

async function signIn(): Promise<{ cookie: string; origin: string }> {
  const { secret } = await hub.hub.people.mintLink(null)
  secrets['a used link'] = secret
  const signed = await hub.ask('POST /api/v1/sign-in', { body: { link: secret } })
  await hub.ask('POST /api/v1/sign-in', { body: { link: secret } })
  await hub.ask('POST /api/v1/sign-in', { body: { link: secrets['a link that is none'] } })
  secrets['a cookie'] = /=([\w-]{32});/.exec(signed.headers['set-cookie']?.[0] ?? '')?.[1] ?? ''
  secrets['an open link'] = (await hub.hub.people.mintLink('Ada')).secret
  return { cookie: `portico=${secrets['a cookie']}`, origin: hub.houseUrl }
}

/** A visit from the hook to the arrival, with the mistakes that people make. */
async function visit(owner: Record<string, string>): Promise<void> {
  const claim = { trackingNumber: NUMBER, title: secrets['a title'] }
  await hub.ask('POST /api/v1/parcels', { headers: owner, body: claim })
  await hub.hook('out-for-delivery', { eventId: EVENT_ID })
  await hub.hook('out-for-delivery', { eventId: EVENT_ID })
  const { headers, body } = hub.signedHook('in-transit')
  secrets['a signature'] = headers['x-hmac-signature'] ?? ''
  await hub.street('POST /hooks/easypost', { headers, body: Buffer.concat([body, Buffer.from(' ')]) })
  await hub.pass(0.1)
  const { code } = hub.runtime.codes.mint(FRONT)
  secrets['a code of the door'] = code
  const knock = (label?: string, which: string | undefined = code): Promise<{ body: { pass: string } }> =>
    hub.street('POST /d/front', { body: { code: which, label } })
  await knock(secrets['a label that fits nothing'])
  await knock(NUMBER, secrets['a code that is none'])
  const { pass } = (await knock(NUMBER)).body
  secrets['a pass'] = pass
  await hub.street(`GET /c/${pass}`)
  await hub.street(`POST /c/${pass}/arrive`, { body: { code: secrets['a code that is none'] } })
  await hub.street(`POST /c/${pass}/arrive`, { body: { code } })
  await hub.street(`POST /c/${pass}/arrive`, { body: { code } })
}

/** Where none of them belongs: in addresses, in headers, in bodies that cannot be read. */
async function misplaced(secret: string): Promise<void> {
  const ask = [hub.ask.bind(hub), hub.street.bind(hub)]
  const text = encodeURIComponent(secret)
  for (const at of ask) {
    for (const path of [`/${text}`, `/c/${text}`, `/d/${text}?t=${text}`, `/api/v1/doors?token=${text}`])
      await at(`GET ${path}`, {
        headers: { 'user-agent': secret, referer: secret, cookie: `portico=${text}` },
      })
    await at(`GET /c/${text}/nothing`, { headers: { authorization: `Bearer ${text}` } })
    await at('POST /hooks/easypost', { headers: { 'x-hmac-signature': text }, body: { number: secret } })
    for (const body of [
      { code: secret, label: secret },
      { [secret]: secret },
      Buffer.from(`{"a":"${secret}`),
    ])
      await at('POST /d/front', { headers: { 'content-type': 'application/json' }, body })
    await at(`GET /healthz`, { headers: { host: 'evil.example', origin: secret } })
  }
  const stream = await EventStream.open(`${hub.streetUrl}/c/${text}/events`)
  stream[Symbol.dispose]()
  await hub.ask('POST /api/v1/sign-in', { body: { link: secret, more: secret } })
  await sendRaw(hub.houseUrl, `${text} ${text} ${text}\r\n\r\n`)
  await PlainSocket.refused(`${hub.houseUrl}/ws/events?token=${text}`, { authorization: `Bearer ${text}` })
  await LiveScreen.refused(hub.houseUrl, { auth: { token: secret } })
}

/** The disk fails under whatever carries a secret. */
async function failing(owner: Record<string, string>): Promise<void> {
  const failed = async (work: () => Promise<unknown>): Promise<void> => {
    journal.failNext('HUB_JOURNAL_WRITE')
    await work()
  }
  await failed(() => hub.hook('in-transit'))
  await failed(() => hub.ask('POST /api/v1/sign-in', { body: { link: secrets['an open link'] } }))
  await failed(() => hub.ask('POST /api/v1/parcels', { headers: owner, body: { trackingNumber: NUMBER } }))
  await failed(() => hub.begin())
  await failed(() => hub.street('POST /hooks/easypost', { body: Buffer.from(NUMBER) }))
}

test('T19: no secret that came in a request is in any line of the log or of the journal', async () => {
  const owner = await signIn()
  const { authorization } = await hub.token('read', 'camera', 'arm')
  secrets['a token'] = authorization.replace('Bearer ', '')
  await visit(owner)
  await hub.approve(owner)
  for (const path of ['me', 'doors', 'sessions', 'parcels', 'events', 'cameras/porch/still'])
    await hub.ask(`GET /api/v1/${path}`, { headers: { authorization } })
  using screen = await LiveScreen.open(hub.houseUrl, { auth: { token: secrets['a token'] } })
  await screen.command('approve', { session: NUMBER, try: 0, picture: secrets['a pass'] })
  using socket = await PlainSocket.open(`${hub.houseUrl}/ws/events`, { authorization })
  socket.send(NUMBER)
  await socket.ended
  hub.cameras.failure = new Error('planted failure')
  await hub.ask('GET /api/v1/cameras/porch/still', { headers: owner })
  for (const secret of Object.values(secrets)) await misplaced(secret)
  await failing(owner)
  await hub.pass(61)

  for (const [name, secret] of Object.entries(secrets))
    expect([name, secret.length > 8]).toEqual([name, true])
  const log = hub.logged.join('')
  const chain = JSON.stringify(hub.lines)
  const found = Object.entries(secrets).filter(([, secret]) => log.includes(secret) || chain.includes(secret))
  expect(found).toEqual([])
  expect(chain).not.toContain(EVENT_ID)
  // It was listened to all the while: each answer by the pattern of its route, and the failure with its cause.
  const told = hub.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
  const routes = new Set(told.map(({ route }) => route))
  expect([...routes]).toEqual(
    expect.arrayContaining(['/c/:pass', '/c/:pass/arrive', '/d/:door', '/hooks/easypost', '/api/v1/sign-in']),
  )
  expect(told).toContainEqual(
    expect.objectContaining({
      msg: 'request failed',
      err: expect.objectContaining({ message: 'planted failure' }),
    }),
  )
  expect(log).not.toMatch(/127\.0\.0\.1|evil\.example|user-agent/i)
})
