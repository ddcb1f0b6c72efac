// One life of the media process as the hub sees it: started, spoken to over a pipe of its own, watched by pings, and
// declared lost when it ends or does not answer.
import { type ChildProcess, spawn } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import type { Duplex } from 'node:stream'
import { instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { FrameReader, encodeFrame } from '@portico/plugin-api'
import { type ToChild, type ToHub, toHub } from './wire.ts'

export interface ChildLinkOptions {
  readonly mainPath: string
  readonly execArgv: readonly string[]
  readonly clock: Clock
  readonly onMessage: (message: ToHub, tail: Uint8Array) => void
  /** Called once. */
  readonly onLost: (why: string) => void
}

const PING_EVERY_MS = 500
/** Without an answer for this long the process counts as lost and is killed, ms. */
const SILENCE_MAX_MS = 2_000
/** A first answer may take as long as the modules need on a small machine, ms. */
const START_MAX_MS = 10_000
/** For a clean end, ms; then it is killed. */
const END_MAX_MS = 4_000
/** Last words kept for the log, characters. */
const LAST_WORDS_MAX = 2_000
/**
 * Heaps of the C library (mallopt(3)). By itself glibc takes up to eight for each core; pictures that one thread takes and
 * another gives back leave holes in all of them. After two minutes of `soak:cameras` it held 123 MB in 20 of them and took
 * more all the time; in two it holds 70 to 80 MB and no more.
 */
const ARENAS_MAX = '2'
/** Bytes to the process that wait; it answers pings and is yet stuck. */
const WAITING_MAX = 4 * 1024 * 1024

export class ChildLink implements AsyncDisposable {
  readonly #options: ChildLinkOptions
  readonly #child: ChildProcess
  readonly #pipe: Duplex
  readonly #reader = new FrameReader()
  readonly #exited = Promise.withResolvers<void>()
  #heard: number
  #answered = false
  #pings = 0
  #wake: Wake | null = null
  #over = false
  #lastWords = ''

  /** Starts the process. */
  constructor(options: ChildLinkOptions) {
    this.#options = options
    const { mainPath, execArgv, clock } = options
    this.#heard = clock.mono()
    // The hub's environment holds other people's secrets; pictures need where compiled code is kept, and nothing else.
    const cache = getCompileCacheDir()
    this.#child = spawn(process.execPath, [...execArgv, mainPath], {
      env: {
        MALLOC_ARENA_MAX: ARENAS_MAX,
        ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    })
    // cast: with `pipe` in place 3 there is a duplex stream.
    this.#pipe = this.#child.stdio[3] as Duplex
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-LAST_WORDS_MAX)
    })
    this.#pipe.on('data', (chunk: Buffer) => {
      this.#take(chunk)
    })
    this.#pipe.on('error', () => undefined)
    this.#child.on('error', (error) => {
      this.#exited.resolve()
      this.#lose(`media process: ${error.message}`)
    })
    this.#child.on('exit', (code, signal) => {
      this.#exited.resolve()
      this.#lose(`media process ended with ${signal ?? String(code)}`)
    })
    this.#ping()
  }

  get pid(): number | null {
    return this.#child.pid ?? null
  }

  /** What it wrote before its end. */
  get lastWords(): string {
    return this.#lastWords
  }

  send(message: ToChild, tail?: Uint8Array): void {
    if (this.#over) return
    this.#pipe.write(encodeFrame(message, tail))
    if (this.#pipe.writableLength > WAITING_MAX) this.#kill('media process takes nothing')
  }

  #take(chunk: Buffer): void {
    if (this.#over) return
    this.#heard = this.#options.clock.mono()
    this.#answered = true
    try {
      for (const { head, tail } of this.#reader.push(chunk)) {
        const message = toHub(head)
        if (message.type !== 'pong') this.#options.onMessage(message, tail)
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      this.#kill(`media process: ${error.message}`)
    }
  }

  #ping(): void {
    const { clock } = this.#options
    const now = clock.mono()
    const limit = this.#answered ? SILENCE_MAX_MS : START_MAX_MS
    if (now - this.#heard >= limit) {
      this.#kill(`media process silent for ${limit} ms`)
      return
    }
    this.#pings += 1
    this.send({ type: 'ping', n: this.#pings })
    if (this.#over) return
    // Looked at again when it is due, even between two pings.
    const next = Math.min(now + PING_EVERY_MS, this.#heard + limit)
    this.#wake = clock.wake(instant(next), () => {
      this.#ping()
    })
  }

  #kill(why: string): void {
    this.#child.kill('SIGKILL')
    this.#lose(why)
  }

  #lose(why: string): void {
    if (this.#over) return
    this.#over = true
    this.#wake?.cancel()
    this.#options.onLost(why)
  }

  /** Ends it cleanly: films are whole on the disk. Not reported as lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true
    this.#wake?.cancel()
    this.#pipe.end()
    const { clock } = this.#options
    const limit = clock.wake(instant(clock.mono() + END_MAX_MS), () => {
      this.#child.kill('SIGKILL')
    })
    await this.#exited.promise
    limit.cancel()
    this.#pipe.destroy()
  }
}
