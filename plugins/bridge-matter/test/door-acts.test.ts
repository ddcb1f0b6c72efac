// Goal: each command of a controller is answered in time and by its own face, a flood is bounded, and hours are said to be
// hours. Method: a hub's answers from a real HTTP server; time that the test moves.
import { once } from 'node:events'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FaceClient } from '@portico/client'
import { milliseconds } from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HubDoor } from '../src/door-acts.ts'
import { STATUSES } from '../src/matter/lock-words.ts'

interface Asked {
  readonly line: string
  readonly token: string | undefined
  readonly body: unknown
  readonly response: ServerResponse
  /** Whoever asked has hung up. */
  isGone: boolean
}

const hubAsked: Asked[] = []
let reply: { readonly status: number; readonly body: unknown } | null
let server: Server
let door: HubDoor
let clock: TestClock

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk)
  const asked: Asked = {
    line: `${request.method} ${request.url}`,
    token: request.headers.authorization,
    body: text === '' ? null : JSON.parse(text),
    response,
    isGone: false,
  }
  request.socket.once('close', () => (asked.isGone = true))
  hubAsked.push(asked)
  if (reply === null) return
  response.writeHead(reply.status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(reply.body))
}

beforeEach(async () => {
  hubAsked.length = 0
  reply = null
  clock = new TestClock()
  server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // cast: of a server on TCP
  const { port } = server.address() as AddressInfo
  const client = new FaceClient(`http://127.0.0.1:${port}`, 'ptf_one')
  const peer = { index: 1, id: 'one', name: 'One', client }
  door = new HubDoor('front', {
    peers: { at: (fabric) => (fabric === 1 ? peer : null) },
    slots: {
      at: (at, slot) => ({ door: at, slot, pin: `n_${slot}`, peer: 'one' }),
      find: async () => null,
      forget: () => {},
      keep: async () => {},
    },
    clock,
  })
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const asked = (count: number): Promise<void> =>
  expect.poll(() => hubAsked.length, { timeout: 5_000 }).toBe(count)
const plain = { pin: '271828', denied: null, inHours: false } as const

describe('a hub that does not answer', () => {
  it.each([
    ['an opening', 8_000, () => door.open(1, plain)],
    ['a lock', 8_000, () => door.lock(1)],
    ['the right to codes', 3_000, () => door.mayCode(1)],
    ['PINs to be cleared', 5_000, () => door.clearPins(1, [1, 2, 3])],
    ['a PIN to be set', 5_000, () => door.setPin({ fabric: 1, slot: 1, pin: '4711', name: 'Mara' })],
  ])('is given up for %s after %i ms, and hears that nobody waits', async (_what, ms, ask) => {
    let answer: unknown = 'none yet'
    const answered = ask().then((word) => (answer = word))
    await asked(1)
    await clock.advance(milliseconds(ms - 1))
    expect(answer).toBe('none yet')
    await clock.advance(milliseconds(1))
    await answered
    expect(answer).toBe('lost')
    await expect.poll(() => hubAsked[0]?.isGone).toBe(true)
    expect(hubAsked).toHaveLength(1)
    expect(clock.nextWake()).toBeNull()
  })
})

describe('an opening', () => {
  it('goes to the hub with its PIN, as the face of its fabric, and says whether it has hours', async () => {
    reply = { status: 200, body: { ok: true, op: 'h_1' } }
    expect(await door.open(1, plain)).toBeNull()
    expect(await door.open(1, { ...plain, inHours: true })).toBeNull()
    expect(hubAsked.map(({ line, token, body }) => [line, token, body])).toEqual([
      ['POST /api/v1/doors/front/open', 'Bearer ptf_one', { pin: '271828' }],
      ['POST /api/v1/doors/front/open', 'Bearer ptf_one', { pin: '271828', inHours: true }],
    ])
    expect(clock.nextWake()).toBeNull()
  })

  it('of a user who may not open now is asked without the PIN, and never a yes', async () => {
    for (const [status, body, word] of [
      [409, { code: 'ASSURANCE_MISSING', message: 'no' }, 'hours'],
      [200, { ok: true, op: 'h_1' }, 'hours'],
      [403, { code: 'HUB_HTTP_FORBIDDEN', message: 'no' }, 'right'],
    ] as const) {
      reply = { status, body }
      expect(await door.open(1, { pin: '271828', denied: 'hours', inHours: true })).toBe(word)
    }
    expect(hubAsked.map(({ body }) => body)).toEqual([{}, {}, {}])
  })

  it.each([
    [429, 'HUB_HTTP_QUOTA', 'busy', 0x9c],
    [503, 'HUB_HTTP_BUSY', 'busy', 0x9c],
    [409, 'DOOR_BUSY', 'busy', 0x9c],
    [409, 'OPENING_LIMIT', 'busy', 0x9c],
    [409, 'ASSURANCE_MISSING', 'pin', 0x01],
    [403, 'HUB_PIN_CLOSED', 'closed', 0x01],
    [401, 'HUB_HTTP_SIGN_IN', 'right', 0x7e],
    [404, 'HUB_HTTP_NOT_FOUND', 'right', 0x7e],
    [500, 'HUB_INTERNAL', 'refused', 0x01],
  ])('%i %s is told as %s', async (code, name, word, told) => {
    reply = { status: code, body: { code: name, message: 'no' } }
    const answer = await door.open(1, plain)
    expect(answer).toBe(word)
    expect(answer === null ? 0 : STATUSES[answer]).toBe(told)
  })

  it('of a fabric that the hub has not let in is lost', async () => {
    expect(await door.open(2, plain)).toBe('lost')
    expect(STATUSES.lost).toBe(0x94)
    expect(hubAsked).toEqual([])
  })
})

describe('places', () => {
  it('are four a fabric and door, those of locks apart, and free again when given back', () => {
    const taken = Array.from({ length: 4 }, () => door.place(1, 'other'))
    expect(taken.every((place) => place !== null)).toBe(true)
    expect(door.place(1, 'other')).toBeNull()
    expect(door.place(1, 'lock')).not.toBeNull()
    expect(door.place(2, 'other')).not.toBeNull()
    taken[0]?.[Symbol.dispose]()
    expect(door.place(1, 'other')).not.toBeNull()
    expect(door.place(1, 'other')).toBeNull()
  })
})
