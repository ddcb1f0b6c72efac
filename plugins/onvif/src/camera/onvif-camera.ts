// One ONVIF device for as long as the plugin lives: asked what it is, listened to, and found again when it was away. A
// wrong password is told once and tried seldom, because devices lock an account after a few tries.
import { type CameraSource, type Clock, type PluginHost, codeOf, instant } from '@portico/plugin-api'
import { PullPoint } from '../events/pull-point.ts'
import type { OnvifMessage } from '../events/read-messages.ts'
import type { SubscriptionNote } from '../events/subscription-note.ts'
import type { Credentials } from '../soap/envelope.ts'
import { SoapClient } from '../soap/soap-client.ts'
import type { AddressBook } from './address-book.ts'
import { type DescribedCamera, askClock, describeCamera } from './described-camera.ts'
import type { ProfileChoice } from './profiles.ts'

export interface OnvifCameraOptions {
  readonly id: string
  readonly addresses: AddressBook
  readonly credentials: Credentials | null
  readonly choice: ProfileChoice
  readonly transport: 'tcp' | 'udp'
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: PluginHost['log']
  readonly note: SubscriptionNote
  readonly onSource: (source: CameraSource) => void
  readonly onMessage: (message: OnvifMessage) => void
  readonly onReachable: (reachable: boolean) => void
}

/** Waits before the next try, ms; the last one repeats. */
const BACKOFF_MS = [1_000, 2_000, 5_000, 15_000, 30_000] as const
/** After a wrong password, and after a device that has nothing for us: a person has to do something. */
const HOPELESS_BACKOFF_MS = 300_000
/** A device without events is asked this often whether it is still there, ms. */
const LOOK_EVERY_MS = 30_000
/** Between two pulls without news, of a device that does not wait for any, ms. */
const EMPTY_REST_MS = 500
/** A clock that is further off is told, ms. */
const CLOCK_OFF_MS = 60_000

const hopeless: ReadonlySet<string | null> = new Set(['HUB_ONVIF_DENIED', 'HUB_ONVIF_NO_STREAM'])

export class OnvifCamera implements AsyncDisposable {
  readonly #options: OnvifCameraOptions
  readonly #ended = new AbortController()
  readonly #client: SoapClient
  readonly #run: Promise<void>
  /** What was told of it last; null: that it is there. */
  #told: string | null | undefined = undefined
  #source = ''
  #tries = 0

  /** Begins at once, and never fails: what is wrong is told, and tried again. */
  constructor(options: OnvifCameraOptions) {
    this.#options = options
    const { credentials, clock, signal } = options
    signal.addEventListener('abort', () => {
      this.#ended.abort()
    })
    this.#client = new SoapClient({ credentials, clock, signal: this.#ended.signal })
    this.#run = this.#live()
  }

  async #live(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      try {
        await this.#visit()
      } catch (error) {
        if (this.#ended.signal.aborted) return
        // One that served a moment ago and denies us now has perhaps set its clock: it is asked again before a person is.
        const code = this.#told === null ? 'HUB_ONVIF_UNREACHABLE' : codeOf(error)
        this.#away(error, code)
        await this.#wait(this.#backoff(code))
      }
    }
  }

  /** From asking what it is until it is lost. */
  async #visit(): Promise<void> {
    const { clock, addresses, note } = this.#options
    const described = await this.#describe()
    const { events } = described
    if (!events) return await this.#watch(described)
    await using point = await PullPoint.open({
      client: this.#client,
      clock,
      events,
      reachable: (named) => addresses.http(named),
      note,
    })
    this.#found(described)
    while (!this.#ended.signal.aborted) {
      const began = clock.mono()
      const messages = await point.pull()
      for (const message of messages) this.#options.onMessage(message)
      // Some devices answer at once that there is nothing, however long they were to wait.
      if (messages.length === 0 && clock.mono() - began < EMPTY_REST_MS) await this.#wait(EMPTY_REST_MS)
    }
  }

  /** Without events nothing else tells whether it is there. */
  async #watch(described: DescribedCamera): Promise<void> {
    const { clock, addresses } = this.#options
    this.#found(described)
    while (!this.#ended.signal.aborted) {
      await this.#wait(LOOK_EVERY_MS)
      this.#client.clockOffsetMs = await askClock({ client: this.#client, clock, addresses })
    }
  }

  /** Its pictures need no events: where they are is told at once. */
  async #describe(): Promise<DescribedCamera> {
    const { clock, addresses, choice, credentials, transport, onSource } = this.#options
    const described = await describeCamera({ client: this.#client, clock, addresses }, choice)
    const { rtsp, second, snapshot, backchannel } = described
    const { username, password } = credentials ?? { username: null, password: null }
    const liveness = { method: 'none' } as const
    const source = { rtsp, username, password, transport, second, snapshot, backchannel, liveness }
    const text = JSON.stringify(source)
    // A source that is told again would begin the feed anew.
    if (text !== this.#source) onSource(source)
    this.#source = text
    return described
  }

  #found({ clockOffsetMs, second, backchannel }: DescribedCamera): void {
    const { id, log, onReachable } = this.#options
    this.#tries = 0
    if (this.#told === null) return
    this.#told = null
    onReachable(true)
    log.info({ camera: id, backchannel, second: second !== null }, 'onvif device answers')
    if (Math.abs(clockOffsetMs) > CLOCK_OFF_MS)
      log.warn(
        { camera: id, offBySeconds: Math.round(clockOffsetMs / 1_000) },
        'the clock of the device is wrong: set its time server',
      )
  }

  /** Told once while it is away, and once more when a person has to do something. */
  #away(error: unknown, code: string | null): void {
    const { id, log, onReachable } = this.#options
    const told = hopeless.has(code) ? code : 'away'
    if (this.#told === told) return
    if (this.#told === null || this.#told === undefined) onReachable(false)
    this.#told = told
    const why = error instanceof Error ? error.message : String(error)
    const words = told === 'HUB_ONVIF_DENIED' ? 'wrong password' : 'onvif device does not serve'
    log.warn({ camera: id, code: codeOf(error), why }, words)
  }

  #backoff(code: string | null): number {
    if (hopeless.has(code)) return HOPELESS_BACKOFF_MS
    const wait = BACKOFF_MS[Math.min(this.#tries, BACKOFF_MS.length - 1)] ?? LOOK_EVERY_MS
    this.#tries += 1
    return wait
  }

  async #wait(ms: number): Promise<void> {
    const { clock } = this.#options
    const { signal } = this.#ended
    const done = Promise.withResolvers<void>()
    const end = (): void => {
      done.resolve()
    }
    const wake = clock.wake(instant(clock.mono() + ms), end)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    await done.promise
    signal.removeEventListener('abort', end)
    wake.cancel()
  }

  /** Ends its subscription first. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#run
  }
}
