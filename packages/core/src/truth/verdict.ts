// Where a parcel is, with what speaks for it and what against. *Not known* is an answer, and is never rounded up to one
// of the good ones.
import type { SourceGrade } from '../parcel/status.ts'
import type { WallTime } from '../time.ts'

export const verdicts = [
  'on-the-way',
  'at-door',
  'inside',
  'box',
  'received',
  'neighbour',
  'pickup-point',
  'returned',
  'wrong-house',
  'not-here',
  'taken',
  'doubtful-visit',
  'unknown',
] as const

/**
 * `received`: somebody of the house has it. `not-here`: claimed by the carrier, and a camera that looked saw nothing.
 * `taken`: it lay before the door and went, and nobody of the house said so.
 */
export type VerdictName = (typeof verdicts)[number]

/** `sure`: two independent witnesses. `waits`: more is to come. `disputed`: something stands against it. */
export const confidences = ['sure', 'likely', 'weak', 'disputed', 'waits'] as const

export type Confidence = (typeof confidences)[number]

export const reasonCodes = [
  'said-delivered',
  'said-elsewhere',
  'said-returned',
  'said-attempted',
  'said-under-way',
  'carrier-silent',
  'carrier-photo',
  'position-apart',
  'visit-inside',
  'visit-unproved',
  'visit-empty',
  'visit-refused',
  'carrier-silent-hour',
  'label-again',
  'drop-seen',
  'drop-unsure',
  'drop-gone',
  'drop-gone-by-door',
  'nothing-seen',
  'nothing-seen-yet',
  'nobody-looked',
  'box-offered',
  'box-opened',
  'household-has-it',
  'household-not-my-door',
  'household-not-here',
] as const

export type ReasonCode = (typeof reasonCodes)[number]

export interface Reason {
  readonly why: ReasonCode
  /** When that was; null: it is a thing that is missing. */
  readonly at: WallTime | null
  /** Whose word, by the id of the source; null: the house's own. */
  readonly source: string | null
  readonly grade: SourceGrade | null
  /** Of `position-apart`: how far from home, in coarse steps. */
  readonly metres?: number
}

export interface Verdict {
  readonly is: VerdictName
  readonly confidence: Confidence
  readonly for: readonly Reason[]
  readonly against: readonly Reason[]
}

/** These say that the parcel is where it belongs. */
export const safeVerdicts: ReadonlySet<VerdictName> = new Set(['at-door', 'inside', 'box', 'received'])

/** These call for a person, who may have to ask the carrier for it. */
export const openVerdicts: ReadonlySet<VerdictName> = new Set([
  'wrong-house',
  'not-here',
  'taken',
  'doubtful-visit',
])

const isSame = (a: Reason, b: Reason): boolean => a.why === b.why && a.source === b.source && a.at === b.at

/**
 * What moved it: reasons that the verdict before did not know, those for the new one first. Empty: it says the same as
 * before.
 */
export function movedBy(before: Verdict, after: Verdict): readonly Reason[] {
  if (before.is === after.is && before.confidence === after.confidence) return []
  const known = [...before.for, ...before.against]
  const fresh = [...after.for, ...after.against].filter((reason) => !known.some((old) => isSame(old, reason)))
  return fresh.length > 0 ? fresh : after.for
}
