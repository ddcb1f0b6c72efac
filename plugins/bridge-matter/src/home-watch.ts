// The home as the hub tells it: a snapshot, and another whenever something happened. Silence of the hub is told at once.
import { ClientError, FaceClient, type LiveConnection } from '@portico/client'
import { type BridgeHost, codeOf } from '@portico/plugin-api'
import type { FaceHome } from '@portico/protocol'
import { pause } from './pause.ts'

/** Proofs decay by themselves and no event tells of it: how often it is looked again, ms. */
const LOOK_EVERY_MS = 20_000
/** Between two tries to reach the hub, ms. */
const TRY_AGAIN_MS = 2_000

export interface WatchListener {
  /** Null: the hub is not heard. Told one after another. */
  onHome(home: FaceHome | null): Promise<void>
  onRing(door: string): void
  /** The hub lets this face in no longer. */
  onRefused(code: string): void
}

export class HomeWatch implements AsyncDisposable {
  readonly #client: FaceClient
  readonly #host: Pick<BridgeHost, 'clock' | 'log' | 'signal'>
  readonly #listener: WatchListener
  readonly #ended = new AbortController()
  readonly #following: Promise<void>
  #live: LiveConnection | null = null
  #isLost = false
  /** Something happened since the last look began. */
  #isStale = true
  #wake: () => void = () => {}

  constructor(host: Pick<BridgeHost, 'url' | 'token' | 'clock' | 'log' | 'signal'>, listener: WatchListener) {
    this.#client = new FaceClient(host.url, host.token)
    this.#host = host
    this.#listener = listener
    this.#following = this.#follow()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    this.#live?.[Symbol.dispose]()
    this.#wake()
    await this.#following
  }

  async #follow(): Promise<void> {
    const { clock } = this.#host
    const signal = AbortSignal.any([this.#host.signal, this.#ended.signal])
    while (!signal.aborted) {
      if (this.#live === null) await this.#connect()
      this.#isStale = false
      const isHeard = await this.#look()
      if (this.#isStale) continue
      const ended = new AbortController()
      await Promise.race([
        pause(clock, isHeard ? LOOK_EVERY_MS : TRY_AGAIN_MS, AbortSignal.any([signal, ended.signal])),
        new Promise<void>((resolve) => (this.#wake = resolve)),
      ])
      ended.abort()
    }
  }

  async #connect(): Promise<void> {
    try {
      this.#live = await this.#client.live({
        onEvent: () => this.#lookAgain(),
        onAlarm: () => this.#lookAgain(),
        onReady: () => this.#lookAgain(),
        onRing: ({ door }) => this.#listener.onRing(door),
        onLost: () => this.#lookAgain(),
        onRefused: ({ code }) => this.#listener.onRefused(code),
      })
      if (this.#ended.signal.aborted) this.#live[Symbol.dispose]()
    } catch (error) {
      if (error instanceof ClientError && error.code !== 'CLIENT_UNREACHABLE')
        this.#listener.onRefused(error.code)
    }
  }

  #lookAgain(): void {
    this.#isStale = true
    this.#wake()
  }

  async #look(): Promise<boolean> {
    const { log } = this.#host
    try {
      const home = await this.#client.home()
      if (this.#isLost) log.info('hub is heard again')
      this.#isLost = false
      await this.#listener.onHome(home)
      return true
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      if (!this.#isLost) log.warn({ code: codeOf(error) ?? error.code }, 'hub is not heard')
      this.#isLost = true
      await this.#listener.onHome(null)
      return false
    }
  }
}
