// When a message is tried again, and what an answer means (Standard Webhooks 1.0, "Deliverability and reliability").
import { hours, minutes, seconds } from '@portico/core'
import type { Chance } from '@portico/ports'
import type { PostAnswer } from './post-webhook.ts'

/** Between two tries, by how many have failed; all together 75 h 35 min 5 s. */
export const RETRIES: readonly number[] = [
  seconds(5),
  minutes(5),
  minutes(30),
  hours(2),
  hours(5),
  hours(10),
  hours(14),
  hours(20),
  hours(24),
]
/** Whoever asks us to wait is heard up to here. */
const WAIT_MAX_MS = hours(24)
/** A failure that lasts this long is told to people. */
export const FAILING_AFTER_MS = hours(24)
/** Part by which a pause is longer at most: not every home comes back in the same second. */
const JITTER = 0.1

const fraction = (chance: Chance): number => {
  const [a = 0, b = 0] = chance.bytes(2)
  return (a * 256 + b) / 65_536
}

/** Ms from a time to the date or the seconds that the header names (RFC 9110 section 10.2.3); null: it names none. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), WAIT_MAX_MS) : null
}

export type Verdict =
  | { readonly type: 'taken' }
  /** Nobody wants to hear of it any more. */
  | { readonly type: 'gone' }
  | { readonly type: 'again'; readonly waitMs: number }
  /** The whole schedule went by. */
  | { readonly type: 'over' }

export interface Tried {
  readonly answer: PostAnswer
  /** Tries of this message that failed, this one included if it did. */
  readonly failures: number
  /** Unix ms. */
  readonly now: number
}

export const isTaken = (answer: PostAnswer): boolean =>
  answer.type === 'answered' && answer.status >= 200 && answer.status < 300

export function verdictOf({ answer, failures, now }: Tried, chance: Chance): Verdict {
  if (isTaken(answer)) return { type: 'taken' }
  if (answer.type === 'answered' && answer.status === 410) return { type: 'gone' }
  const planned = RETRIES[failures - 1]
  if (planned === undefined) return { type: 'over' }
  const asked = answer.type === 'answered' ? retryAfterMs(answer.retryAfter, now) : null
  return {
    type: 'again',
    waitMs: Math.round(Math.max(planned * (1 + JITTER * fraction(chance)), asked ?? 0)),
  }
}

/** What the owner reads of a try. */
export function answerWords(answer: PostAnswer): string {
  if (answer.type === 'failed') return answer.words
  const { status } = answer
  if (isTaken(answer)) return 'taken'
  if (status === 410) return 'it says that it is gone'
  if (status >= 300 && status < 400) return 'it leads elsewhere, and that is not followed'
  if (status === 429) return 'it asks for fewer'
  return `it answered ${status}`
}
