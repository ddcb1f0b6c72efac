// What the wall says of doors and visits, in words for whoever stands three metres away. Nothing here rounds up.
import type { DoorView, WallVisit } from '@portico/protocol'
import { clockTime, dateWords, spanWords } from '../live/hub-clock.ts'
import { type KnownDoor, type SealState, lockable, worstOf } from '../live/known-door.ts'
import type { CameraView } from '../live/visit-cameras.ts'
import { wordOf } from '../parts/seal.tsx'

/** Under the word of the seal: how sure it is, and how old. `lostAt`: Unix ms of the cut; null: the line holds. */
export function sureness({ state, ageMs, contact, bolt }: KnownDoor, lostAt: number | null): string {
  switch (state) {
    case 'locked-proved':
      return `proved ${ago(ageMs)}`
    case 'locked-claimed':
      return ageMs === null ? 'not proved' : `not proved for ${spanWords(ageMs)}`
    case 'open':
      return `said ${ago(contact.ageMs)}`
    case 'unlocked':
      return `bolt back, said ${ago(bolt.ageMs)}`
    case 'moving':
      return 'the bolt moves'
    case 'jammed':
      return 'check by hand'
    case 'unknown':
      return lostAt === null ? 'no answer from the door' : `since ${clockTime(lostAt)}`
  }
}

/** "4 s ago" */
export const ago = (ageMs: number | null): string =>
  ageMs === null ? 'once' : ageMs < 1_000 ? 'just now' : `${spanWords(ageMs)} ago`

/** What needs a look first comes first. */
export function byWorst(doors: readonly KnownDoor[]): readonly KnownDoor[] {
  const worst = worstOf(doors)
  return worst ? [worst, ...byWorst(doors.filter((door) => door !== worst))] : []
}

/** The home in one sentence, read aloud: the worst door, or that all are proved locked. */
export function homeSentence(doors: readonly KnownDoor[]): string {
  const worst = worstOf(doors)
  if (!worst) return doors.length > 0 ? 'No door has a lock here' : 'No doors are known yet'
  if (worst.state === 'locked-proved')
    return lockable(doors).length === 1 ? `${worst.name} proved locked` : 'All doors proved locked'
  return `${worst.name}: ${wordOf(worst.state)}`
}

/** "14:10 to 14:50"; with the day when it is not today. */
export function windowWords(
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
): string {
  const times = `${clockTime(from)} to ${clockTime(to)}`
  if (from <= now || dateWords(from) === dateWords(now)) return times
  return `${dateWords(from).split(' ')[0] ?? ''} ${times}`
}

/** Phase of the visit → what is going on. */
const headlines: Readonly<Record<string, string>> = {
  authorising: 'Courier at the door',
  proving: 'Checking the picture',
  unlocking: 'Unlocking',
  unlocked: 'Unlocked, not yet open',
  inside: 'Courier is inside',
  relocking: 'Locking',
  unproved: 'Not proved locked',
}
const ends: Readonly<Record<string, string>> = {
  // Nobody but this house says so yet (threats G1).
  delivered: 'Left inside',
  undelivered: 'Nothing was left',
  cancelled: 'Not let in',
  refused: 'Not let in',
  expired: 'Not let in',
  'taken-over': 'Taken over by hand',
  unsealed: 'The visit has ended',
}

/**
 * What is going on at the door, or how it ended. What the door's own seal does not prove is never said. `seal` null:
 * of this door nothing is known.
 */
export function visitHeadline({ phase, outcome, closed }: WallVisit, seal: SealState | null): string {
  if (seal === null) return 'Not known'
  const isLocked = seal === 'locked-proved'
  if (closed !== null) {
    const end = ends[outcome ?? ''] ?? 'The visit has ended'
    return isLocked ? `${end}. Locked.` : `${end}.`
  }
  if (phase === 'sealing') return isLocked ? 'Shut and locked' : 'The visit ends'
  return headlines[phase] ?? 'A visit is under way'
}

const boltWords: Readonly<Record<string, string>> = {
  locked: 'Thrown',
  unlocked: 'Back',
  moving: 'Moving',
  jammed: 'Jammed',
}
const contactWords: Readonly<Record<string, string>> = { closed: 'Shut', open: 'Open' }

export const boltWord = (word: string): string => boltWords[word] ?? 'Not known'
export const contactWord = (word: string): string => contactWords[word] ?? 'Not known'

/** Where a camera looks, as people say it. */
export const placeOf = ({ name }: Pick<DoorView, 'name'>, { view }: CameraView): string =>
  view === 'inside' ? 'Inside' : name

const feedWords: Readonly<Record<string, string>> = {
  live: 'Live',
  late: 'Late',
  stills: 'Single pictures',
  frozen: 'Stands still',
  black: 'Dark',
}

/** What the hub makes of a camera's pictures. */
export const pictureWord = (camera: CameraView | null): string => feedWords[camera?.feed ?? ''] ?? 'Lost'
