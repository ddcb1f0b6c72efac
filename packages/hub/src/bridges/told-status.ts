// What a bridge says of itself, as the owner reads it: its own words while it runs, ours when it starts or was lost.
import { type Duration, type Instant, elapsed, minutes } from '@portico/core'
import type { Clock } from '@portico/ports'
import type { BridgeStatus } from '@portico/protocol'
import type { ProcessLoss } from '../plugins/process-life.ts'

const WORDS_MAX = 300
/** Kept free for what comes behind the words of a loss. */
const AGAIN_MAX = 40

const plainly = (state: BridgeStatus['state'], words: string | null): BridgeStatus => ({
  state,
  words: words && words.slice(0, WORDS_MAX),
  progress: null,
  pairing: null,
})

const endWords: Readonly<Record<ProcessLoss, string>> = {
  died: 'it ended by itself: see the log of the hub',
  hung: 'it did not answer any more and was ended',
  flood: 'it sent too much and was ended',
  garbage: 'it sent what makes no sense and was ended',
}

export class ToldStatus {
  readonly #clock: Clock
  #status: BridgeStatus = plainly('starting', null)
  /** When the bridge told it. */
  #told: Instant

  constructor(clock: Clock) {
    this.#clock = clock
    this.#told = clock.mono()
  }

  /** A pairing grows shorter since it was told, and is over then. */
  get now(): BridgeStatus {
    const { pairing } = this.#status
    if (pairing === null || pairing.goodForMs === null) return this.#status
    const goodForMs = pairing.goodForMs - elapsed(this.#told, this.#clock.mono())
    return { ...this.#status, pairing: goodForMs > 0 ? { ...pairing, goodForMs } : null }
  }

  /** By the bridge itself. */
  tell(status: BridgeStatus): void {
    this.#status = status
    this.#told = this.#clock.mono()
  }

  say(state: BridgeStatus['state'], words: string | null = null): void {
    this.#status = plainly(state, words)
  }

  /** It serves; one that has told more of itself is left its words. */
  started(): void {
    if (this.#status.state === 'starting') this.#status = { ...this.#status, state: 'running' }
  }

  /** What it said before it fell says more than we know. */
  lost(why: ProcessLoss, wait: Duration): void {
    const told = this.#status.state === 'failed' ? this.#status.words : null
    const again = `tried again ${wait < minutes(1) ? `${wait / 1000} s` : `${wait / 60_000} min`} later`
    this.say('failed', `${(told ?? endWords[why]).slice(0, WORDS_MAX - AGAIN_MAX)}; ${again}`)
  }
}
