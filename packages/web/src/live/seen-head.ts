// The newest signed head of the house's journal that this browser has seen, kept here where the hub cannot reach it. A
// house that later tells another story of the same line, or a shorter one, is found out (threats T20).
import type { ChainView, LiveEvent } from '@portico/protocol'
import { signal } from '@preact/signals'

export type Head = NonNullable<ChainView['head']>

export interface SeenHead {
  readonly head: Head
  /** What the house said later, if it does not fit. */
  readonly against: Head | null
}

const PLACE = 'portico.head'

export const seenHead = signal<SeenHead | null>(kept())

function kept(): SeenHead | null {
  try {
    // cast: written by `keep` alone
    return JSON.parse(localStorage.getItem(PLACE) ?? 'null') as SeenHead | null
  } catch {
    return null
  }
}

function keep(seen: SeenHead): void {
  seenHead.value = seen
  try {
    localStorage.setItem(PLACE, JSON.stringify(seen))
  } catch {
    // A browser without room keeps it for as long as the page is open.
  }
}

/** Another line of the same number; or one that was signed later and stands earlier: the journal was cut. */
export const contradicts = (seen: Head, head: Head): boolean =>
  head.upTo === seen.upTo ? head.hash !== seen.hash : head.upTo < seen.upTo && head.wall > seen.wall

/** What the house tells, in whatever order it arrives. */
export function noteHead(head: Head): void {
  const { value: seen } = seenHead
  // What was kept is the proof: it is never replaced by what contradicts it.
  if (seen && contradicts(seen.head, head)) keep({ head: seen.head, against: head })
  else if (!seen || (seen.against === null && head.upTo > seen.head.upTo)) keep({ head, against: null })
}

/** The person looked at it and goes on from what the house says now: after a restored backup, for instance. */
export function beginAnew(head: Head): void {
  keep({ head, against: null })
}

/** An event that tells of a checkpoint. */
export function noteEvent({ type, data, wall }: LiveEvent): void {
  if (type !== 'Checkpoint') return
  const { upTo, hash, key, sig } = data
  if (typeof upTo === 'number' && [hash, key, sig].every((each) => typeof each === 'string'))
    noteHead({ upTo, hash: String(hash), wall, key: String(key), sig: String(sig) })
}

/** As a person notes it, and as whoever verifies takes it. */
export const referenceOf = ({ upTo, hash }: Head): string => `${upTo}-${hash.slice(0, 10)}`
