// What this page may say of a door, now: what the hub said, made older by the time since. Without the hub nothing is
// known, and no last word is kept on the screen as if it still held.
import type { DoorView } from '@portico/protocol'

/** An answer older than this is none, ms, and what it proved has decayed: the hub asks each door once a minute. */
export const ANSWER_AGE_MAX = 66_000
/** A view that the hub has not confirmed or changed for this long is not shown any more, ms. */
const VIEW_AGE_MAX = 90_000

/** All that may be known of a door. */
export type SealState = DoorView['state']

/** A view, and when it came (`instant()`). */
export interface Dated<Value> {
  readonly value: Value
  readonly at: number
}

export interface KnownDoor {
  readonly id: string
  readonly name: string
  /** Camera and bell without a lock: nothing can be proved here, and nothing is at stake. */
  readonly isPorch: boolean
  readonly state: SealState
  /** False: the view is of the past; nothing in it may be said of now. */
  readonly isKnown: boolean
  /** Ms since the older of both witnesses spoke; null: one of them never did. */
  readonly ageMs: number | null
  readonly bolt: Witness
  readonly contact: Witness
  readonly view: DoorView
}

export interface Witness {
  readonly word: string
  readonly ageMs: number | null
}

export function knownDoor({ value, at }: Dated<DoorView>, now: number, isLive: boolean): KnownDoor {
  const passed = Math.max(0, now - at)
  const older = (ageMs: number | null): number | null => (ageMs === null ? null : ageMs + passed)
  const bolt = { word: value.bolt.word, ageMs: older(value.bolt.ageMs) }
  const contact = { word: value.contact.word, ageMs: older(value.contact.ageMs) }
  const ageMs = bolt.ageMs === null || contact.ageMs === null ? null : Math.max(bolt.ageMs, contact.ageMs)
  const isKnown = isLive && passed <= VIEW_AGE_MAX
  const nothing = { word: 'unknown', ageMs: null }
  return {
    id: value.id,
    name: value.name,
    isPorch: value.kind === 'porch',
    isKnown,
    state: isKnown ? decayed(value.state, ageMs) : 'unknown',
    ageMs,
    bolt: isKnown ? bolt : { ...nothing, ageMs: bolt.ageMs },
    contact: isKnown ? contact : { ...nothing, ageMs: contact.ageMs },
    view: value,
  }
}

const decayed = (state: SealState, ageMs: number | null): SealState =>
  state === 'locked-proved' && (ageMs === null || ageMs > ANSWER_AGE_MAX) ? 'locked-claimed' : state

/** Doors that can be locked. */
export const lockable = (doors: readonly KnownDoor[]): readonly KnownDoor[] =>
  doors.filter(({ isPorch }) => !isPorch)

/** Worst first. */
const order: readonly SealState[] = [
  'jammed',
  'open',
  'unlocked',
  'unknown',
  'moving',
  'locked-claimed',
  'locked-proved',
]

/** The door to worry about first; null: there is none. A porch is no door to worry about. */
export const worstOf = (doors: readonly KnownDoor[]): KnownDoor | null =>
  lockable(doors).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))[0] ?? null
