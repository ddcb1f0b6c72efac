// Pictures of a courier who waits, shown over the broker while the household is asked: a fresh one every two seconds, and
// which of them was shown last.
import { type Clock, type Instant, codeOf, milliseconds } from '@portico/plugin-api'
import type { Still } from '@portico/client'
import type { Visit } from '../told/words.ts'

export interface ShownStillsParts {
  readonly client: { still(camera: string): Promise<Still> }
  /** Resolves when the broker has it; false: it has not. */
  readonly show: (door: string, jpeg: Uint8Array) => Promise<boolean>
  readonly clock: Clock
  readonly log: { warn(facts: object, words: string): void }
}

interface Shown {
  readonly session: string
  readonly try: number
  readonly sha256: string
  readonly at: Instant
}

/** The hub takes approvals of pictures that are at most 3 s old. */
const EVERY_MS = 2_000
/** What was shown longer ago is nothing that anybody looks at now, ms. */
export const SHOWN_MAX_MS = 10_000

const isAsked = (visit: Visit): boolean => visit.ask !== null && visit.closed === null

export class ShownStills {
  readonly #parts: ShownStillsParts
  /** By door: one ask at a time. */
  readonly #shown = new Map<string, Shown>()
  #asked: readonly Visit[] = []
  readonly #running = new Set<string>()

  constructor(parts: ShownStillsParts) {
    this.#parts = parts
  }

  /** Which visits wait for an answer now; none: no picture is shown. */
  follow(visits: readonly Visit[]): void {
    this.#asked = visits.filter(isAsked)
    for (const { door } of this.#asked) void this.#run(door)
  }

  /** SHA-256 of the picture that was shown last of this try; null: none within the last ten seconds. */
  newestOf(session: string, attempt: number): string | null {
    const shown = [...this.#shown.values()].find((each) => each.session === session && each.try === attempt)
    if (!shown || this.#parts.clock.mono() - shown.at > SHOWN_MAX_MS) return null
    return shown.sha256
  }

  async #run(door: string): Promise<void> {
    if (this.#running.has(door)) return
    this.#running.add(door)
    try {
      for (let visit = this.#at(door); visit?.ask; visit = this.#at(door)) {
        await this.#once(visit, visit.ask)
        await this.#later()
      }
    } finally {
      this.#running.delete(door)
      this.#shown.delete(door)
    }
  }

  #at(door: string): Visit | undefined {
    return this.#asked.find((visit) => visit.door === door)
  }

  async #once({ id, door }: Visit, ask: NonNullable<Visit['ask']>): Promise<void> {
    const { client, show, clock, log } = this.#parts
    try {
      const still = await client.still(ask.camera)
      if (!(await show(door, still.jpeg))) return
      this.#shown.set(door, { session: id, try: ask.try, sha256: still.sha256, at: clock.mono() })
    } catch (error) {
      log.warn({ door, code: codeOf(error) }, 'no picture of who waits')
    }
  }

  #later(): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      // cast: an instant is a number of ms of this clock
      clock.wake((clock.mono() + milliseconds(EVERY_MS)) as Instant, resolve)
    })
  }
}
