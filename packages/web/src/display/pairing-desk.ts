// Being let in: this display shows a code of six digits and asks until an owner has typed it.
import { ClientError, type DisplayClient } from '@portico/client'
import { signal } from '@preact/signals'
import { instant } from '../live/hub-clock.ts'

export type Pairing =
  | { readonly state: 'asking' }
  /** `until`: the `instant()` at which the code ends and a new one comes. */
  | { readonly state: 'code'; readonly code: string; readonly until: number; readonly whole: number }
  /** The hub has no code to give just now; it is tried again by itself. */
  | { readonly state: 'waits'; readonly why: 'not-connected' | 'busy' }

const LOOK_EVERY_MS = 2_000
const AGAIN_AFTER_MS = 5_000
/** Others begin pairings as well, or this page began too many. */
const busy: ReadonlySet<string> = new Set(['HUB_HTTP_BUSY', 'HUB_HTTP_QUOTA'])

export class PairingDesk implements Disposable {
  readonly shown = signal<Pairing>({ state: 'asking' })
  readonly #client: DisplayClient
  readonly #onPaired: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  /** `onPaired`: this browser has the display's cookie now. */
  constructor(client: DisplayClient, onPaired: () => void) {
    this.#client = client
    this.#onPaired = onPaired
    void this.#begin()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  async #begin(): Promise<void> {
    await this.#attempt(async () => {
      const { code, poll, goodForMs } = await this.#client.beginPairing()
      this.shown.value = { state: 'code', code, until: instant() + goodForMs, whole: goodForMs }
      this.#later(LOOK_EVERY_MS, () => this.#look(poll))
    })
  }

  async #look(poll: string): Promise<void> {
    await this.#attempt(async () => {
      const answer = await this.#client.claimPairing(poll)
      if (this.#isOver) return
      if (!('state' in answer)) return this.#onPaired()
      const { value } = this.shown
      if (value.state === 'code') this.shown.value = { ...value, until: instant() + answer.goodForMs }
      this.#later(LOOK_EVERY_MS, () => this.#look(poll))
    })
  }

  /** A code that ended is followed by the next one; a hub that is not there is asked again. */
  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      if (error.code === 'HUB_PAIRING_ENDED') return this.#later(0, () => this.#begin())
      this.shown.value = { state: 'waits', why: busy.has(error.code) ? 'busy' : 'not-connected' }
      this.#later(AGAIN_AFTER_MS, () => this.#begin())
    }
  }

  #later(ms: number, step: () => Promise<void>): void {
    if (!this.#isOver) this.#timer = setTimeout(() => void step(), ms)
  }
}
