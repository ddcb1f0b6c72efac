// Directives that came already: one that comes again has the same answer and does nothing a second time.
import type { Clock } from '@portico/plugin-api'
import type { AlexaEvent } from '../message/event.ts'

/** Ms for which a directive is known. */
const KNOWN_FOR_MS = 10 * 60_000
const KNOWN_MAX = 512

export class SeenMessages {
  readonly #clock: Pick<Clock, 'mono'>
  readonly #answers = new Map<string, { readonly at: number; readonly answer: Promise<AlexaEvent> }>()

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock
  }

  once(messageId: string, act: () => Promise<AlexaEvent>): Promise<AlexaEvent> {
    const now = this.#clock.mono()
    for (const [id, { at }] of this.#answers) {
      if (now - at < KNOWN_FOR_MS && this.#answers.size < KNOWN_MAX) break
      this.#answers.delete(id)
    }
    const known = this.#answers.get(messageId)
    if (known) return known.answer
    const answer = act()
    this.#answers.set(messageId, { at: now, answer })
    return answer
  }
}
