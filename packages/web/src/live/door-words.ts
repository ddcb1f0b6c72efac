// What bolt, contact and cameras of a door say, in the words of the page.
import type { DoorView } from '@portico/protocol'
import { clockSeconds, clockTime, spanWords } from './hub-clock.ts'
import { ANSWER_AGE_MAX, type KnownDoor, type SealState, type Witness } from './known-door.ts'
import type { CameraView } from './visit-cameras.ts'

const bolts: Readonly<Record<string, string>> = {
  locked: 'Thrown',
  unlocked: 'Drawn back',
  moving: 'Moving',
  jammed: 'Stuck half way',
}
const contacts: Readonly<Record<string, string>> = { closed: 'Shut', open: 'Open' }

export const boltWords = (word: string): string => bolts[word] ?? 'Not known'
export const contactWords = (word: string): string => contacts[word] ?? 'Not known'

/** "4 s ago" */
export const agoWords = (ageMs: number | null): string =>
  ageMs === null ? 'never heard' : `${spanWords(ageMs)} ago`

const afterName: Readonly<Record<SealState, string>> = {
  'locked-proved': 'locked',
  'locked-claimed': 'says it is locked',
  unlocked: 'unlocked',
  open: 'open',
  moving: 'bolt moves',
  unknown: 'not known',
  jammed: 'jammed',
}

/** "Front door: locked"; a porch is never locked or open. */
export const doorTitle = ({ name, state, isPorch }: Pick<KnownDoor, 'name' | 'state' | 'isPorch'>): string =>
  isPorch ? name : `${name}: ${afterName[state]}`

function silent(name: string, { ageMs }: Witness): string | null {
  if (ageMs === null) return `${name} was never heard`
  return ageMs > ANSWER_AGE_MAX ? `${name} silent ${spanWords(ageMs)}: not proved` : null
}

/** The small line under the name: what is proved, or why it is not. `lostAt`: Unix ms of the cut; null: none. */
export function witnessLine({ state, bolt, contact, isPorch }: KnownDoor): string {
  if (isPorch) return 'Camera and bell, no lock'
  switch (state) {
    case 'locked-proved':
      return 'Bolt and contact agree'
    case 'locked-claimed':
      return silent('Contact', contact) ?? silent('Bolt', bolt) ?? 'Not proved by both witnesses'
    case 'unlocked':
      return contact.word === 'closed' ? 'Bolt drawn back, door shut' : 'Bolt drawn back'
    case 'open':
      return bolt.word === 'locked' ? 'Contact says open, bolt says thrown' : 'Bolt drawn back, door open'
    case 'moving':
      return 'Not locked until both witnesses say so'
    case 'unknown':
      return silent('Bolt', bolt) ?? silent('Contact', contact) ?? 'Nothing certain is heard'
    case 'jammed':
      return 'The bolt stopped half way'
  }
}

const past: Readonly<Record<SealState, string>> = {
  'locked-proved': 'Was proved locked',
  'locked-claimed': 'Said it was locked',
  unlocked: 'Was unlocked',
  open: 'Was open',
  moving: 'Was moving its bolt',
  unknown: 'Was not known',
  jammed: 'Was jammed',
}

/** What was heard last, as something of the past. `now`: Unix ms. */
export function lastHeardLine({ view, ageMs, isPorch }: KnownDoor, now: number): string {
  if (isPorch) return 'Camera and bell, no lock'
  return ageMs === null ? past[view.state] : `${past[view.state]} at ${clockSeconds(now - ageMs)}`
}

/** "Not known since 14:02" */
export const notKnownSince = (lostAt: number | null): string =>
  lostAt === null ? 'Not known' : `Not known since ${clockTime(lostAt)}`

const feeds: Readonly<Record<string, string>> = {
  live: 'Sends live pictures',
  connecting: 'Being connected',
  silent: 'Sends nothing',
  frozen: 'Pictures repeat; possible tampering',
  black: 'Sees nothing: covered or dark',
  covered: 'Something covers it',
  moved: 'Looks elsewhere than it was set up to',
  unsharp: 'Out of focus',
  'wrong-clock': 'Its clock is wrong',
  late: 'Pictures come late',
  stills: 'Gives single pictures; when they were taken is not known',
}

/** `isVisit`: cameras inside may show now. */
export function feedWords({ feed, view, ageMs }: CameraView, isVisit = false): string {
  const age =
    feed === 'live' || feed === 'stills' || ageMs === null ? '' : `, newest picture ${spanWords(ageMs)} old`
  if (view === 'inside' && feed === 'live' && !isVisit) return 'Ready, shown during visits'
  return `${feeds[feed] ?? feed}${age}`
}

const sounds: Readonly<Record<CameraView['sound'], string>> = {
  off: 'Not listened to, records no sound',
  live: 'Can be listened to, records no sound',
  film: 'Can be listened to, its films keep the sound',
}

/** What becomes of what a camera hears. */
export const soundWords = ({ sound }: Pick<CameraView, 'sound'>): string => sounds[sound]

const proofs: Readonly<Record<CameraView['proof'], string>> = {
  signed: 'Proves by its signature that it is live',
  display: 'Proves by the display in its view that it is live',
  none: 'Cannot prove that it is live: you are asked each time',
}

/** How a witness proves that its picture is of now. */
export const proofWords = ({ proof }: Pick<CameraView, 'proof'>): string => proofs[proof]

/** `front-hall` → "Front hall" */
export const cameraName = (id: string): string => {
  const words = id.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Who looks out is at the door; a camera inside has the name of its place. */
export const placeOf = (door: Pick<DoorView, 'name'>, { id, view }: CameraView): string =>
  view === 'outside' ? door.name : cameraName(id)

const unfits: Readonly<Record<string, string>> = {
  LOCK_UNFIT: 'this lock cannot prove its bolt, or is not ready.',
  WITNESS_PATH: 'lock and contact report on one path that others may write to.',
  DEADMAN_UNARMED: 'nothing at the door would close it if the hub failed.',
}

/** Why nobody can be let in here at all. */
export const unfitWords = (code: string): string =>
  unfits[code] ?? `its devices are not fit for it (${code}).`
