// The ladder: where a parcel may go when nobody is let in, by the order the household chose. Sabotage must not pay:
// after a suspicious no there is no other way into the house (safety design 1.8; threats G12, T16).
import { type RefusalCode, isSuspicious } from './codes.ts'
import type { Ceiling } from './door/mode.ts'
import type { Place } from './policy/policy.ts'

export const fallbackRungs = ['box', 'garage', 'porch', 'neighbour', 'redirect'] as const

export type FallbackRung = (typeof fallbackRungs)[number]

/** `bell`, `again`: no place is offered; the courier rings, or tries again, or waits. `keep`: the parcel goes back. */
export type Offered = FallbackRung | 'keep' | 'bell' | 'again'

/**
 * Why a rung was passed over. `NOT_THERE`: the settings have no door of this kind. `NOT_FIT`: there is one, and no
 * courier could open it now. `CEILING`: it leads into the house, and what is known of the parcel is good for the porch
 * only. `ENTRY_REFUSED`: it leads into the house, and the no was about coming in at all.
 */
export const rungSkips = ['NOT_THERE', 'NOT_FIT', 'CEILING', 'ENTRY_REFUSED', 'SUSPICIOUS'] as const

export type RungSkip = (typeof rungSkips)[number]

export interface FallbackOffer {
  readonly offered: Offered
  /** What the courier was refused for. */
  readonly code: RefusalCode
  /** In the order in which they were looked at. */
  readonly skipped: readonly { readonly rung: FallbackRung; readonly why: RungSkip }[]
}

/** A door of this kind: none in the settings, one that no courier could open now, or one with a full gate of its own. */
export type DoorThere = 'none' | 'unfit' | 'gated'

export interface LadderFacts {
  /** The household's order; what it does not name is never offered. */
  readonly order: readonly FallbackRung[]
  readonly box: DoorThere
  readonly garage: DoorThere
  readonly ceiling: Ceiling
  readonly code: RefusalCode
  /** More is wrong than the code alone tells: an unlock that was committed and then did not leave. */
  readonly suspicious: boolean
  /** Where the household's own sentences put the parcel; absent: inside. */
  readonly ruled?: Place | undefined
}

/**
 * What a no leaves open. `door`: this door's own hardware is not well, every other rung is as good as before. `entry`:
 * the no is about coming into the house, or about what every door needs. `bell`, `again`: no rung at all.
 */
type Leaves = 'door' | 'entry' | 'bell' | 'again'

/** Complete by its type: a new code does not compile until somebody has thought of it. */
const leaves: Readonly<Record<RefusalCode, Leaves>> = {
  NOT_ARMED: 'again',
  NOT_EXPECTED: 'again',
  DOOR_BUSY: 'again',
  NOT_ASKED: 'again',
  NO_ALARM: 'bell',
  NOT_HOT: 'bell',
  OTHER_SESSION: 'again',
  OTHER_TRY: 'again',
  PICTURE_STALE: 'again',
  CEILING_PORCH: 'entry',
  DAY_LIMIT: 'entry',
  ASK_LIMIT: 'bell',
  PRESENCE_INVALID: 'again',
  PRESENCE_STALE: 'again',
  PRESENCE_OTHER_DOOR: 'again',
  TOKEN_USED: 'again',
  OUTSIDE_WINDOW: 'entry',
  CLOCK_UNTRUSTED: 'entry',
  TOO_MANY_TRIES: 'bell',
  LABEL_UNKNOWN: 'again',
  PASS_UNKNOWN: 'again',
  PASS_USED: 'again',
  PASS_EXPIRED: 'again',
  PASS_REVOKED: 'entry',
  PASS_OTHER_PARCEL: 'again',
  PASS_OTHER_CARRIER: 'again',
  PASS_OTHER_MODE: 'again',
  PASS_OTHER_PHONE: 'again',
  PARCEL_DONE: 'again',
  RULE_ELSEWHERE: 'entry',
  ON_HOLD: 'again',
  ABORTED: 'entry',
  DOOR_IN_USE: 'again',
  FIRE: 'entry',
  NOT_APPROVED: 'again',
  FRAMES_FEW: 'entry',
  FRAME_STALE: 'entry',
  FRAME_FROZEN: 'entry',
  FRAME_COVERED: 'entry',
  FRAME_DOUBTFUL: 'entry',
  LIVENESS_UNPROVED: 'entry',
  THIRD_WITNESS_MISSING: 'entry',
  STORAGE: 'entry',
  DEADMAN_UNARMED: 'door',
  ALARM_PATH_DOWN: 'entry',
  BATTERY_LOW: 'door',
  LOCK_FAULT: 'door',
  TAMPER: 'entry',
  ALARM_STANDING: 'entry',
  START_UNPROVED: 'door',
  WITNESS_PATH: 'door',
  LOCK_UNFIT: 'door',
  LEASE_LOST: 'entry',
  APPROVAL_DENIED: 'entry',
  APPROVAL_TIMEOUT: 'entry',
  CARRIER_CONTRARY: 'entry',
  RULES_TIGHTENED: 'entry',
  RESTART: 'again',
  TOO_LATE: 'door',
  LOCK_UNREACHABLE: 'entry',
  LOCK_REFUSED: 'door',
  RIGHT_MISSING: 'bell',
  ASSURANCE_MISSING: 'bell',
  OPENING_LIMIT: 'bell',
  DOOR_OPEN: 'again',
}

/** Why this rung may not be offered; null when it may. */
function skipOf(rung: FallbackRung, facts: LadderFacts): RungSkip | null {
  const { box, garage, ceiling, code } = facts
  const isGuarded = facts.suspicious || isSuspicious(code)
  const there = rung === 'box' ? box : rung === 'garage' ? garage : 'gated'
  if (there === 'none') return 'NOT_THERE'
  // A box with a gate of its own proves everything anew, and leads nowhere.
  if (isGuarded && rung !== 'box') return 'SUSPICIOUS'
  if (there === 'unfit') return 'NOT_FIT'
  if (rung !== 'garage') return null
  if (ceiling === 'porch') return 'CEILING'
  // Nobody was kept out of the house for a fault: the household itself named the garage.
  const isNamed = code === 'RULE_ELSEWHERE' && facts.ruled === 'garage'
  return leaves[code] === 'door' || isNamed ? null : 'ENTRY_REFUSED'
}

/** What the household said of this parcel comes before its usual order; what it will not have is offered nowhere. */
function orderOf({ code, order, ruled }: LadderFacts): readonly FallbackRung[] {
  if (code !== 'RULE_ELSEWHERE' || ruled === undefined || ruled === 'inside') return order
  return ruled === 'refuse' ? [] : [ruled, ...order.filter((rung) => rung !== ruled)]
}

/** The first rung of the household's order that may be offered after this no, and why those before it were not. */
export function fallbackOffer(facts: LadderFacts): FallbackOffer {
  const { code } = facts
  const left = leaves[code]
  if (left === 'bell' || left === 'again') return { offered: left, code, skipped: [] }
  const looked = orderOf(facts).map((rung) => ({ rung, why: skipOf(rung, facts) }))
  const at = looked.findIndex(({ why }) => why === null)
  const passed = at === -1 ? looked : looked.slice(0, at)
  const skipped = passed.flatMap(({ rung, why }) => (why === null ? [] : [{ rung, why }]))
  return { offered: looked[at]?.rung ?? 'keep', code, skipped }
}
