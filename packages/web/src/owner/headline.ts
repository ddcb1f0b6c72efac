// The first sentence of the page: it takes the worst door, and never rounds up.
import { clockTime } from '../live/hub-clock.ts'
import { type KnownDoor, type SealState, lockable, worstOf } from '../live/known-door.ts'

export interface Headline {
  readonly words: string
  /** The worst of all doors. */
  readonly state: SealState
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
const inWords = (count: number): string => numbers[count] ?? String(count)
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
const doorsInWords = (count: number): string => `${inWords(count)} ${count === 1 ? 'door' : 'doors'}`

const ofOne: Readonly<Record<SealState, string>> = {
  'locked-proved': 'is locked',
  'locked-claimed': 'says it is locked',
  unlocked: 'is unlocked',
  open: 'is open',
  moving: 'is moving its bolt',
  unknown: 'is not known',
  jammed: 'is jammed',
}

const ofMany: Readonly<Record<SealState, string>> = {
  'locked-proved': 'proved locked',
  'locked-claimed': 'to check',
  unlocked: 'are unlocked',
  open: 'are open',
  moving: 'are moving their bolts',
  unknown: 'are not known',
  jammed: 'are jammed',
}

/** The house is not heard. `since`: Unix ms when it was heard last; null: nobody knows. */
export interface Away {
  readonly since: number | null
}

/** `doors` null: nothing was loaded yet. `away` null: the house is heard. */
export function headlineOf(doors: readonly KnownDoor[] | null, away: Away | null): Headline {
  if (away) return { words: awayWords(away), state: 'unknown' }
  if (doors === null) return { words: 'Doors not known yet', state: 'unknown' }
  const worst = worstOf(doors)
  if (!worst)
    return { words: doors.length > 0 ? 'No door has a lock here' : 'No door is set up', state: 'unknown' }
  return { words: capital(sentenceOf(lockable(doors), worst)), state: worst.state }
}

const awayWords = ({ since }: Away): string =>
  since === null ? 'Doors not known' : `Doors not known since ${clockTime(since)}`

function sentenceOf(doors: readonly KnownDoor[], { name, state }: KnownDoor): string {
  if (doors.length === 1) return `${name} ${ofOne[state]}`
  const count = doors.filter((door) => door.state === state).length
  const proved = doors.filter((door) => door.state === 'locked-proved').length
  if (proved === doors.length) return `All ${doorsInWords(count)} proved locked`
  if (state === 'locked-claimed')
    return proved === 0
      ? `${doorsInWords(count)} to check`
      : `${doorsInWords(proved)} proved locked, ${inWords(count)} to check`
  return count === 1 ? `${name} ${ofOne[state]}` : `${doorsInWords(count)} ${ofMany[state]}`
}
