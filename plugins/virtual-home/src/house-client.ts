// A connection to a running house: for the plugin, and for tests that must see what is physically true while the hub is
// dead.
import { type Socket, connect } from 'node:net'
import {
  type StreamSource,
  type Clock,
  type Frame,
  FrameReader,
  type HubError,
  type VirtualAct,
  encodeFrame,
} from '@portico/plugin-api'
import { knownCode, virtualError } from './errors.ts'
import { type HouseFile, readHouseFile } from './house/house-files.ts'
import type { ActAnswer, HouseTruth } from './house/house-truth.ts'
import type { Ask, DeviceReport, FromClient, FromHouse, Role } from './house/messages.ts'
import { systemClock } from './house/system-clock.ts'
import { within } from './within.ts'

export type { ActAnswer, CameraTruth, DoorTruth, EdgeTruth, HouseTruth } from './house/house-truth.ts'

export interface ConnectOptions {
  /** Default: a witness, who gets no reports and takes nobody's place. */
  readonly role?: Role
  readonly clock?: Clock
  /** What the devices report; only to the hub. */
  readonly onReport?: (report: DeviceReport) => void
}

export interface HouseConnection extends AsyncDisposable {
  readonly pid: number
  readonly cameras: Readonly<Record<string, StreamSource>>
  /** Public key of each edge. */
  readonly edges: Readonly<Record<string, string>>
  /** SHA-256 of the devices the house was started with. */
  readonly settings: string
  /** What is physically true in the house now. */
  truth(): Promise<HouseTruth>
  /** Does something by hand: `act('open', 'front')`. Rejects with `HUB_VIRTUAL_UNKNOWN_ACT` and its like. */
  act(name: string, on: string, options?: VirtualAct['options']): Promise<ActAnswer>
  /** Rejects with the code of the house, with `HUB_VIRTUAL_UNANSWERED` after 10 s, or `HUB_VIRTUAL_CLOSED`. */
  ask(ask: Ask): Promise<unknown>
  /** Resolves when the connection has ended, by whomever. */
  readonly closed: Promise<void>
}

const HELLO_LIMIT_MS = 3_000
/** Longer than any act takes. */
const ASK_LIMIT_MS = 10_000
const ASKS_MAX = 64

/** Rejects with `HUB_VIRTUAL_UNREACHABLE` when no house answers in that folder, `_DENIED` when it is not the one named. */
export async function connectHouse(storage: string, options: ConnectOptions = {}): Promise<HouseConnection> {
  const file = readHouseFile(storage)
  if (!file) throw virtualError('HUB_VIRTUAL_UNREACHABLE', 'no house runs here')
  const socket = connect(file.socket)
  const connection = new Connection(socket, file, options)
  await connection.hello(options.role ?? 'witness')
  return connection
}

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

function frameOf(message: FromClient): Uint8Array {
  try {
    return encodeFrame(message)
  } catch (error) {
    throw virtualError('HUB_VIRTUAL_MESSAGE', 'the request is too long', error)
  }
}

class Connection implements HouseConnection {
  readonly closed: Promise<void>
  readonly #socket: Socket
  readonly #file: HouseFile
  readonly #clock: Clock
  readonly #onReport: (report: DeviceReport) => void
  readonly #reader = new FrameReader()
  readonly #waiting = new Map<number, Waiting>()
  readonly #welcome = Promise.withResolvers<void>()
  #asked = 0

  constructor(socket: Socket, file: HouseFile, options: ConnectOptions) {
    this.#socket = socket
    this.#file = file
    this.#clock = options.clock ?? systemClock(file.boot)
    this.#onReport = options.onReport ?? ((): void => undefined)
    const closed = Promise.withResolvers<void>()
    this.closed = closed.promise
    let cause: unknown
    socket.on('error', (error) => {
      cause = error
    })
    socket.on('data', (chunk: Uint8Array) => {
      this.#read(chunk)
    })
    socket.on('close', () => {
      this.#welcome.reject(virtualError('HUB_VIRTUAL_UNREACHABLE', 'the house does not answer', cause))
      const gone = virtualError('HUB_VIRTUAL_CLOSED', 'the connection to the house ended', cause)
      for (const { reject } of this.#waiting.values()) reject(gone)
      this.#waiting.clear()
      closed.resolve()
    })
    this.#welcome.promise.catch(() => undefined)
  }

  get pid(): number {
    return this.#file.pid
  }

  get cameras(): Readonly<Record<string, StreamSource>> {
    return this.#file.cameras
  }

  get edges(): Readonly<Record<string, string>> {
    return this.#file.edges
  }

  get settings(): string {
    return this.#file.settings
  }

  async hello(role: Role): Promise<void> {
    this.#socket.write(frameOf({ hello: { secret: this.#file.secret, role } }))
    if ((await within(this.#clock, HELLO_LIMIT_MS, this.#welcome.promise)) !== 'late') return
    this.#socket.destroy()
    throw virtualError('HUB_VIRTUAL_UNREACHABLE', `the house said nothing for ${HELLO_LIMIT_MS} ms`)
  }

  async truth(): Promise<HouseTruth> {
    // cast: the house is ours and speaks the same version
    return (await this.ask({ type: 'truth' })) as HouseTruth
  }

  async act(name: string, on: string, options: VirtualAct['options'] = {}): Promise<ActAnswer> {
    // cast: as above
    return (await this.ask({ type: 'act', act: { act: name, on, options } })) as ActAnswer
  }

  async ask(ask: Ask): Promise<unknown> {
    if (this.#socket.destroyed) throw virtualError('HUB_VIRTUAL_CLOSED', 'the connection to the house ended')
    if (this.#waiting.size >= ASKS_MAX)
      throw virtualError('HUB_VIRTUAL_UNANSWERED', `${ASKS_MAX} requests wait for the house`)
    const id = ++this.#asked
    const frame = frameOf({ id, ask })
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#socket.write(frame)
    try {
      const answered = await within(this.#clock, ASK_LIMIT_MS, answer.promise)
      if (answered !== 'late') return answered
    } finally {
      this.#waiting.delete(id)
    }
    throw virtualError('HUB_VIRTUAL_UNANSWERED', `no answer to ${ask.type} in ${ASK_LIMIT_MS} ms`)
  }

  #read(chunk: Uint8Array): void {
    // cast: whoever listens there and took the secret is the house
    for (const { head } of this.#frames(chunk)) this.#take(head as FromHouse)
  }

  #frames(chunk: Uint8Array): readonly Frame[] {
    try {
      return this.#reader.push(chunk)
    } catch (error) {
      this.#socket.destroy(error instanceof Error ? error : undefined)
      return []
    }
  }

  #take(message: FromHouse): void {
    if ('welcome' in message) this.#welcome.resolve()
    else if ('report' in message) this.#onReport(message.report)
    else if ('error' in message) this.#refused(message.id, message.error)
    else this.#waiting.get(message.id)?.resolve(message.answer)
  }

  #refused(id: number, { code, message }: { readonly code: string; readonly message: string }): void {
    const error: HubError = virtualError(knownCode(code), message)
    if (id === 0) this.#welcome.reject(error)
    else this.#waiting.get(id)?.reject(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy()
    await this.closed
  }
}
