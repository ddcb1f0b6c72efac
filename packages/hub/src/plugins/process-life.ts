// One life of a child process as the hub sees it: started, spoken to over a pipe of its own, watched by pings, and
// declared lost when it ends, hangs, floods or sends what is none.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { type Duration, type Instant, after, elapsed, milliseconds } from '@portico/core'
import { type Frame, FrameReader, encodeFrame } from '@portico/plugin-api'
import type { Clock, Wake } from '@portico/ports'

/** Why a process counts as lost; of a plugin it stands in the journal. */
export type ProcessLoss = 'flood' | 'died' | 'hung' | 'garbage'

export interface Pong {
  readonly type: 'pong'
  readonly n: number
}

/** What its messages are. */
export interface Wire<Told extends object> {
  /** Null: it is none. */
  read(head: unknown): Told | Pong | null
  /** Bytes may follow this message. */
  mayTail(message: Told): boolean
}

export interface ProcessLifeOptions<Told extends object> {
  readonly wire: Wire<Told>
  /** Its own variables; it inherits none. */
  readonly env?: Readonly<Record<string, string>>
  /** How long it may keep silent, at first and later; what a plugin may unless said. */
  readonly patience?: { readonly first: Duration; readonly later: Duration }
  readonly execArgv: readonly string[]
  readonly mainPath: string
  /** Its own folder. */
  readonly storage: string
  readonly clock: Clock
  /** `tail`: bytes behind the message, where it may have some. */
  readonly onMessage: (message: Told, tail: Uint8Array) => void
  /** Called once, unless the process was asked to end. */
  readonly onLost: (why: ProcessLoss, detail: string) => void
  /** What it writes to its standard error, bounded. */
  readonly onWords: (text: string) => void
}

interface Ping {
  readonly type: 'ping'
  readonly n: number
}

interface Stop {
  readonly type: 'stop'
}

const PING_EVERY = milliseconds(500)
/** Without an answer for this long a plugin is not spoken to about unlocking, and then it is ended. */
export const PONG_AGE_MAX = milliseconds(1_000)
const SILENCE_MAX = milliseconds(3_000)
/** Modules may load slowly on a small machine. */
const FIRST_PONG_MAX = milliseconds(10_000)
/** For a clean end; then it is killed. */
const END_MAX = milliseconds(6_000)
/** Messages of any kind within one second: more would take the hub's time from the people at the door. */
const MESSAGES_MAX = 1_000
/** Messages that fit no form, in one life. */
const GARBAGE_MAX = 10
/** Bytes that wait for the process. */
const WAITING_MAX = 1024 * 1024
/** Characters of its words, in one life. */
const WORDS_MAX = 16_000

const isPong = (message: object): message is Pong => 'type' in message && message.type === 'pong'

export class ProcessLife<Told extends object, Order extends object> implements AsyncDisposable {
  readonly #options: ProcessLifeOptions<Told>
  readonly #child: ChildProcess
  readonly #pipe: Duplex
  readonly #reader = new FrameReader()
  readonly #exited = Promise.withResolvers<void>()
  #heard: Instant
  #pings = 0
  #pongs = 0
  #wake: Wake | null = null
  #due: Instant
  #over = false
  #second: Instant
  #messages = 0
  #garbage = 0
  #words = 0

  /** Starts the process. */
  constructor(options: ProcessLifeOptions<Told>) {
    this.#options = options
    const { execArgv, mainPath, storage, clock, env = {} } = options
    this.#heard = clock.mono()
    this.#second = this.#heard
    this.#due = this.#heard
    // The hub's environment holds other people's secrets. What the process compiles it keeps in its own folder,
    // the only one it may write to: from source it starts in half the time.
    this.#child = spawn(process.execPath, [...execArgv, mainPath], {
      env: { NODE_COMPILE_CACHE: join(storage, 'compile-cache'), ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    // cast: with `pipe` in place 3 there is a duplex stream.
    this.#pipe = this.#child.stdio[3] as Duplex
    this.#pipe.on('data', (chunk: Uint8Array) => {
      this.#take(chunk)
    })
    // What it breaks off with is told by its exit.
    this.#pipe.on('error', () => undefined)
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#hearWords(chunk.toString())
    })
    this.#child.on('error', (error) => {
      this.#exited.resolve()
      this.#lose('died', error.message)
    })
    this.#child.on('exit', (code, signal) => {
      this.#exited.resolve()
      this.#lose('died', `ended with ${signal ?? String(code)}`)
    })
    this.#ping()
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** Nothing waits to be sent, and it answered within the last second. */
  get isPrompt(): boolean {
    const age = elapsed(this.#heard, this.#options.clock.mono())
    return !this.#over && this.#pongs > 0 && this.#pipe.writableLength === 0 && age <= PONG_AGE_MAX
  }

  /** Throws a RangeError when it is over the limit of a frame. */
  send(message: Order | Ping | Stop, tail?: Uint8Array): void {
    if (this.#over) return
    this.#pipe.write(encodeFrame(message, tail))
    if (this.#pipe.writableLength > WAITING_MAX) this.kill('hung', 'takes nothing any more')
  }

  /** Sends in this tick and whole, or not at all: what the pipe did not take at once is never delivered. */
  sendNow(message: Order): boolean {
    if (!this.isPrompt) return false
    this.#pipe.write(encodeFrame(message))
    if (this.#pipe.writableLength === 0) return true
    this.#pipe.destroy()
    this.kill('hung', 'did not take an order at once')
    return false
  }

  /** Counts against it what fits its form and yet makes no sense. */
  count(): void {
    this.#garbage += 1
    if (this.#garbage > GARBAGE_MAX) this.kill('garbage', `${this.#garbage} messages of no sense`)
  }

  /** Ends it; told as lost. */
  kill(why: ProcessLoss, detail: string): void {
    this.#child.kill('SIGKILL')
    this.#lose(why, detail)
  }

  #take(chunk: Uint8Array): void {
    for (const { head, tail } of this.#framesIn(chunk)) {
      if (this.#over) return
      this.#takeOne(head, tail)
    }
  }

  #framesIn(chunk: Uint8Array): readonly Frame[] {
    if (this.#over) return []
    try {
      return this.#reader.push(chunk)
    } catch (error) {
      this.kill('garbage', error instanceof Error ? error.message : 'unreadable frame')
      return []
    }
  }

  #takeOne(head: unknown, tail: Uint8Array): void {
    const now = this.#options.clock.mono()
    if (elapsed(this.#second, now) >= milliseconds(1_000)) {
      this.#second = now
      this.#messages = 0
    }
    this.#messages += 1
    if (this.#messages > MESSAGES_MAX) {
      this.kill('flood', `more than ${MESSAGES_MAX} messages in a second`)
      return
    }
    const { wire } = this.#options
    const message = wire.read(head)
    const mayTail = message !== null && !isPong(message) && wire.mayTail(message)
    if (tail.length > 0 && !mayTail) this.kill('garbage', 'bytes behind a message')
    else if (!message) this.count()
    else if (isPong(message)) {
      if (message.n <= this.#pongs || message.n > this.#pings) return
      this.#pongs = message.n
      this.#heard = now
    } else this.#options.onMessage(message, tail)
  }

  #ping(): void {
    const { clock, patience } = this.#options
    const now = clock.mono()
    const limit = this.#pongs > 0 ? (patience?.later ?? SILENCE_MAX) : (patience?.first ?? FIRST_PONG_MAX)
    // A late look means that the hub itself stood still: its answers may wait unread.
    const punctual = elapsed(this.#due, now) < PING_EVERY
    if (punctual && elapsed(this.#heard, now) >= limit) {
      this.kill('hung', `silent for ${limit} ms`)
      return
    }
    this.#pings += 1
    this.send({ type: 'ping', n: this.#pings })
    if (this.#over) return
    this.#due = after(now, PING_EVERY)
    this.#wake = clock.wake(this.#due, () => {
      this.#ping()
    })
  }

  #hearWords(text: string): void {
    const room = WORDS_MAX - this.#words
    if (room <= 0) return
    this.#words += text.length
    this.#options.onWords(text.slice(0, room))
  }

  #lose(why: ProcessLoss, detail: string): void {
    if (this.#over) return
    this.#over = true
    this.#wake?.cancel()
    this.#options.onLost(why, detail)
  }

  /** Asks it to end; after a while it is ended. Not reported as lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { clock } = this.#options
    if (!this.#over) {
      this.send({ type: 'stop' })
      this.#over = true
    }
    this.#wake?.cancel()
    const limit = clock.wake(after(clock.mono(), END_MAX), () => {
      this.#child.kill('SIGKILL')
    })
    await this.#exited.promise
    limit.cancel()
    this.#pipe.destroy()
  }
}
