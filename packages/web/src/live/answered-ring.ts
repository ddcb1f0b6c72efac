// Which answers were given here: a page that has just answered is not told that somebody else did.
import type { AnsweredMessage } from '@portico/protocol'
import { instant } from './hub-clock.ts'

/** Somebody speaks with whoever rang, or an answer is played; `at` is the `instant()` at which the page heard of it. */
export interface AnsweredRing extends AnsweredMessage {
  readonly at: number
}

/** The hub tells at once; a slow line takes this long, ms. */
const TOLD_WITHIN_MS = 15_000

let lastHere = Number.NEGATIVE_INFINITY

/** Somebody answers on this page now. */
export const answerHere = (): void => void (lastHere = instant())

/** Null: nobody, or somebody on this page. */
export function answeredElsewhere(
  ring: { readonly door: string; readonly at: number },
  answered: AnsweredRing | null,
): AnsweredRing | null {
  if (!answered || answered.door !== ring.door || answered.at < ring.at) return null
  return answered.at - lastHere < TOLD_WITHIN_MS ? null : answered
}
