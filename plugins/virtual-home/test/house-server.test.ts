// Goal: the socket of the house lets in only who knows the secret, keeps one hub, bounds everything, and ends a house
// that was left alone. Method: the real server on a real socket, the house in virtual time.
import { mkdtempSync, rmSync } from 'node:fs'
import { type Socket, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FrameReader, encodeFrame } from '@portico/plugin-api'
import { afterEach, describe, expect, it } from 'vitest'
import { HouseServer, LINGER_MS } from '../src/house/house-server.ts'
import type { FromHouse } from '../src/house/messages.ts'
import { TestHouse } from './test-house.ts'

const SECRET = 'of this start only'

interface Served {
  readonly test: TestHouse
  readonly server: HouseServer
  readonly ends: string[]
  readonly client: () => Client
}

/** One client of the socket, with everything that came back. */
class Client {
  readonly came: FromHouse[] = []
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #reader = new FrameReader()
  readonly #waiting: (() => void)[] = []

  constructor(path: string) {
    this.#socket = connect(path)
    this.#socket.on('error', () => undefined)
    this.#socket.on('data', (chunk: Uint8Array) => {
      // cast: the server under test speaks this protocol
      this.came.push(...this.#reader.push(chunk).map((frame) => frame.head as FromHouse))
      for (const look of this.#waiting) look()
    })
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()))
  }

  say(message: unknown): this {
    this.#socket.write(encodeFrame(message))
    return this
  }

  bytes(chunk: Uint8Array): this {
    this.#socket.write(chunk)
    return this
  }

  hello(role: 'hub' | 'witness', secret = SECRET): this {
    return this.say({ hello: { secret, role } })
  }

  /** The first message that fits, now or later; the test's own time limit bounds the wait. */
  async wait(fits: (message: FromHouse) => boolean): Promise<FromHouse> {
    const found = Promise.withResolvers<FromHouse>()
    const look = (): void => {
      const message = this.came.find(fits)
      if (message) found.resolve(message)
    }
    this.#waiting.push(look)
    look()
    return await found.promise
  }

  end(): void {
    this.#socket.destroy()
  }
}

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function serve(): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), 'house-server-'))
  const path = join(folder, 'h.sock')
  const ends: string[] = []
  const clients: Client[] = []
  const test = new TestHouse()
  const server = await HouseServer.listen({
    path,
    secret: SECRET,
    clock: test.clock,
    house: test.house,
    onEnd: (why) => void ends.push(why),
  })
  opened.push(async () => {
    for (const client of clients) client.end()
    await server[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    test[Symbol.dispose]()
    rmSync(folder, { recursive: true })
  })
  const client = (): Client => {
    const next = new Client(path)
    clients.push(next)
    return next
  }
  return { test, server, ends, client }
}

const isWelcome = (message: FromHouse): boolean => 'welcome' in message
const isError = (message: FromHouse): boolean => 'error' in message
const answers =
  (id: number) =>
  (message: FromHouse): boolean =>
    'id' in message && message.id === id

describe('the socket', () => {
  it('welcomes who knows the secret, and answers', async () => {
    const { client } = await serve()
    const witness = client().hello('witness')
    expect(await witness.wait(isWelcome)).toEqual({ welcome: { pid: process.pid } })
    witness.say({ id: 1, ask: { type: 'truth' } })
    expect(await witness.wait(answers(1))).toMatchObject({ answer: { doors: { front: { bolt: 'thrown' } } } })
  })

  it.each([
    ['a wrong secret', { hello: { secret: 'another', role: 'hub' } }, 'HUB_VIRTUAL_DENIED'],
    ['a request before the secret', { id: 1, ask: { type: 'truth' } }, 'HUB_VIRTUAL_DENIED'],
    ['something else', ['hello'], 'HUB_VIRTUAL_MESSAGE'],
    ['a hello without a secret', { hello: { role: 'hub' } }, 'HUB_VIRTUAL_MESSAGE'],
  ])('refuses %s and hangs up', async (_, message, code) => {
    const { client } = await serve()
    const stranger = client().say(message)
    await stranger.closed
    expect(stranger.came).toMatchObject([{ error: { code } }])
  })

  it('hangs up on bytes that are no frames, and goes on serving', async () => {
    const { client } = await serve()
    const noise = client().bytes(new Uint8Array(64).fill(255))
    await noise.closed
    expect(await client().hello('witness').wait(isWelcome)).toHaveProperty('welcome')
  })

  it('hangs up on who says nothing', async () => {
    const { client, test } = await serve()
    const silent = client()
    const other = client().hello('witness')
    await other.wait(isWelcome)
    await test.pass(2_000)
    await silent.closed
    other.say({ id: 1, ask: { type: 'truth' } })
    expect(await other.wait(answers(1))).toHaveProperty('answer')
  })

  it('answers a request it cannot do with its code', async () => {
    const { client } = await serve()
    const hub = client().hello('hub')
    hub.say({ id: 4, ask: { type: 'query', device: 'nobody', q: 1 } })
    expect(await hub.wait(isError)).toMatchObject({ id: 4, error: { code: 'HUB_VIRTUAL_UNKNOWN_DEVICE' } })
  })

  it('hangs up on requests it does not understand', async () => {
    const { client } = await serve()
    const hub = client().hello('hub')
    hub.say({ id: 5, ask: { type: 'unlock', device: 'lock', op: 'o', notAfter: 'soon' } })
    await hub.closed
    expect(hub.came.at(-1)).toMatchObject({ error: { code: 'HUB_VIRTUAL_MESSAGE' } })
  })

  it('bounds the requests of one client that wait', async () => {
    const { client } = await serve()
    const hub = client().hello('hub')
    for (let id = 1; id <= 65; id++) hub.say({ id, ask: { type: 'lock', device: 'lock', op: `o${id}` } })
    await hub.closed
    expect(hub.came.at(-1)).toMatchObject({ error: { code: 'HUB_VIRTUAL_MESSAGE' } })
  })
})

describe('the hub', () => {
  it('gets the reports of the devices once it follows; a witness does not', async () => {
    const { client, server } = await serve()
    const [hub, witness] = [client().hello('hub'), client().hello('witness')]
    await Promise.all([hub.wait(isWelcome), witness.wait(isWelcome)])
    server.report({ kind: 'bell', device: 'too-early' })
    hub.say({ id: 1, ask: { type: 'follow' } })
    witness.say({ id: 1, ask: { type: 'follow' } })
    await hub.wait(answers(1))
    expect(await witness.wait(answers(1))).toMatchObject({ error: { code: 'HUB_VIRTUAL_DENIED' } })
    server.report({ kind: 'bell', device: 'bell' })
    expect(await hub.wait((message) => 'report' in message)).toEqual({
      report: { kind: 'bell', device: 'bell' },
    })
    witness.say({ id: 2, ask: { type: 'truth' } })
    await witness.wait(answers(2))
    expect(witness.came.some((message) => 'report' in message)).toBe(false)
  })

  it('takes the place of the one before, and edges learn that a hub came and went', async () => {
    const { client, test } = await serve()
    const follow = { id: 1, ask: { type: 'follow' } }
    const first = client().hello('hub').say(follow)
    await first.wait(answers(1))
    const second = client().hello('hub').say(follow)
    await second.wait(answers(1))
    await first.closed
    const alive = (): number => test.said.filter((said) => said.endsWith('edge alive')).length
    expect(alive()).toBe(2)
    await test.pass(3_000)
    expect(alive()).toBe(3)
    second.end()
    await second.closed
    // The server sees the end a moment after we do: another connection comes after it.
    await client().hello('witness').wait(isWelcome)
    await test.pass(9_000)
    expect(alive()).toBe(3)
  })
})

describe('a house that was left alone', () => {
  it('ends after ten minutes, counted from the last connection', async () => {
    const { client, test, ends } = await serve()
    await test.pass(LINGER_MS - 1)
    expect(ends).toEqual([])
    const witness = client().hello('witness')
    await witness.wait(isWelcome)
    await test.pass(2 * LINGER_MS)
    expect(ends).toEqual([])
    const last = client().hello('witness')
    await last.wait(isWelcome)
    witness.end()
    last.say({ id: 1, ask: { type: 'end' } })
    await last.wait(answers(1))
    expect(ends).toEqual(['it was asked to'])
  })

  it('ends when nobody ever came', async () => {
    const { test, ends } = await serve()
    await test.pass(LINGER_MS)
    expect(ends).toEqual(['nobody was there for ten minutes'])
  })
})
