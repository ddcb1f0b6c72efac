// What a display beside the door knows: a fresh code over its live line, and whether the bell was heard. Nothing else
// reaches it: no door, no picture, no name (threats G3, G7).
import { ClientError, type DisplayClient } from '@portico/client'
import type { DoorCodeMessage, LiveReady, ProofCodeMessage, SaidMessage } from '@portico/protocol'
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { HomeLine } from '../live/home-line.ts'
import { instant } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'

export interface DoorCode {
  readonly url: string
  /** `instant()` at which it came, and at which it is good no more. */
  readonly at: number
  readonly until: number
}

/** `rung`: the house has heard it; `failed`: nobody has. */
export type Bell = 'ready' | 'ringing' | 'rung' | 'failed'

/** The hub sends a new code this often, ms. */
export const CODE_EVERY_MS = 30_000
/** An older code is taken down, whatever the hub said of it, ms. */
const CODE_AGE_MAX = 60_000
const BELL_SHOWN_MS = 5_000
/** Long enough to be read twice, ms. */
const SAID_SHOWN_MS = 15_000

export class DoorSideStore implements Disposable {
  readonly line: HomeLine
  readonly bell = signal<Bell>('ready')
  /** The code that a courier may scan now; null: none. */
  readonly code: ReadonlySignal<DoorCode | null>
  /** What the house has just said at this door; null: nothing. */
  readonly said: ReadonlySignal<string | null>
  readonly #said = signal<{ readonly words: string; readonly until: number } | null>(null)
  /** What a camera has to see on this display now; null: nothing. */
  readonly proof: ReadonlySignal<string | null>
  readonly #client: DisplayClient
  readonly #newest = signal<DoorCode | null>(null)
  readonly #proof = signal<{ readonly code: string; readonly until: number } | null>(null)
  #isSimulated = false
  #again: ReturnType<typeof setTimeout> | undefined

  /** `onRefused`: this display is in no longer. */
  constructor(client: DisplayClient, onRefused: () => void) {
    this.#client = client
    const listener = {
      onDoorCode: (code: DoorCodeMessage) => this.#fresh(code),
      onSaid: ({ words }: SaidMessage) =>
        void (this.#said.value = { words, until: instant() + SAID_SHOWN_MS }),
      onProofCode: (code: ProofCodeMessage) => this.#prove(code),
      onReady: ({ simulated }: LiveReady) => {
        this.#isSimulated = simulated
      },
      onRefused,
    }
    this.line = new HomeLine(listener, client.requests.face)
    this.code = computed(() => {
      const newest = this.#newest.value
      const isLive = this.line.state.value === 'live'
      return newest && isLive && tick.value < newest.until ? newest : null
    })
    this.said = computed(() => {
      const { value: said } = this.#said
      return said && tick.value < said.until ? said.words : null
    })
    this.proof = computed(() => {
      const shown = this.#proof.value
      return shown && this.line.state.value === 'live' && tick.value < shown.until ? shown.code : null
    })
  }

  async ring(): Promise<void> {
    if (this.bell.value === 'ringing' || this.bell.value === 'rung') return
    clearTimeout(this.#again)
    this.bell.value = 'ringing'
    try {
      await this.line.connection.bell()
      this.bell.value = 'rung'
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      // Pressed a moment ago, here or beside it: the house has heard that one.
      this.bell.value = error.code === 'HUB_HTTP_QUOTA' ? 'rung' : 'failed'
    }
    this.#again = setTimeout(() => {
      this.bell.value = 'ready'
    }, BELL_SHOWN_MS)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#again)
    this.line[Symbol.dispose]()
  }

  #prove({ code, forMs }: ProofCodeMessage): void {
    this.#proof.value = { code, until: instant() + Math.min(forMs, CODE_AGE_MAX) }
    void this.#showInSimulation(code)
  }

  /** The camera of a simulated house has no eyes for this glass: it is told what stands on it. */
  async #showInSimulation(code: string | null): Promise<void> {
    if (!this.#isSimulated) return
    try {
      const { display } = await this.#client.me()
      if (display?.door) await this.#client.requests.post('/virtual/show', { door: display.door, code })
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
    }
  }

  /** A code for couriers ends what a camera had to see. */
  #fresh({ url, goodForMs }: DoorCodeMessage): void {
    const at = instant()
    if (this.#proof.value !== null) void this.#showInSimulation(null)
    this.#proof.value = null
    this.#newest.value = { url, at, until: at + Math.min(goodForMs, CODE_AGE_MAX) }
  }
}
