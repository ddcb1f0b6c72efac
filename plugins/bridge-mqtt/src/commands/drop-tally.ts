// Whoever floods the command topics does not flood the log: of each kind of dropped message one line a minute, with how
// many there were.
import type { Clock } from '@portico/plugin-api'
import type { Dropped } from './command-gate.ts'

export interface DropTallyParts {
  readonly clock: Pick<Clock, 'mono'>
  readonly log: { warn(facts: object, words: string): void }
}

const EVERY_MS = 60_000

export class DropTally {
  readonly #parts: DropTallyParts
  readonly #kinds = new Map<Dropped, { readonly told: number; readonly since: number }>()

  constructor(parts: DropTallyParts) {
    this.#parts = parts
  }

  note(topic: string, why: Dropped): void {
    const { clock, log } = this.#parts
    const now = clock.mono()
    const kind = this.#kinds.get(why)
    if (kind && now - kind.told < EVERY_MS) {
      this.#kinds.set(why, { ...kind, since: kind.since + 1 })
      return
    }
    this.#kinds.set(why, { told: now, since: 0 })
    log.warn({ topic, why, before: kind?.since ?? 0 }, 'a command was dropped')
  }
}
