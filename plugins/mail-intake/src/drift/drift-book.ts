// How many of a sender's notices were understood this week: when they are not any more, its format has changed, and
// parcels would be missed without a word.
import type { DayCount } from '../mailbox/mailbox-place.ts'
import { packs } from '../packs/packs.ts'

const DAY_MS = 86_400_000
const WEEK = 7
/** Fewer than this say nothing. */
const SEEN_MIN = 3
/** Understood, as a share: below it the format changed for a part of them at least. */
const SHARE_MIN = 0.25

export interface SenderWeek {
  readonly sender: string
  readonly name: string
  readonly seen: number
  readonly understood: number
  readonly drifted: boolean
}

export interface Counted {
  readonly sender: string
  readonly understood: boolean
  /** ms since 1970. */
  readonly now: number
}

/** With one more; days that are over are forgotten. */
export function counted(
  counts: readonly DayCount[],
  { sender, understood, now }: Counted,
): readonly DayCount[] {
  const day = Math.floor(now / DAY_MS)
  const inWeek = counts.filter((each) => each.day > day - WEEK)
  const today = inWeek.find((each) => each.day === day && each.sender === sender)
  const more: DayCount = {
    day,
    sender,
    seen: (today?.seen ?? 0) + 1,
    understood: (today?.understood ?? 0) + (understood ? 1 : 0),
  }
  return [...inWeek.filter((each) => each !== today), more]
}

export function weekOf(counts: readonly DayCount[], now: number): readonly SenderWeek[] {
  const day = Math.floor(now / DAY_MS)
  const inWeek = counts.filter((each) => each.day > day - WEEK && each.day <= day)
  return packs.flatMap(({ id, name }) => {
    const own = inWeek.filter(({ sender }) => sender === id)
    const seen = own.reduce((sum, each) => sum + each.seen, 0)
    const understood = own.reduce((sum, each) => sum + each.understood, 0)
    const drifted = seen >= SEEN_MIN && understood < seen * SHARE_MIN
    return seen === 0 ? [] : [{ sender: id, name, seen, understood, drifted }]
  })
}
