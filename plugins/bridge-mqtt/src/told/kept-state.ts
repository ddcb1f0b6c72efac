// Everything that the broker is to keep of the home: a function of what the hub shows.
import { type Offer, discovery } from './discovery.ts'
import { type Door, NONE, alarmWord, contactWord, hasLock, lockWord, onOff, stepWord } from './words.ts'

export interface Telling extends Offer {
  /** The hub answers. If not, nothing is known of any door. */
  readonly isReached: boolean
  readonly lastAnswer: string
}

const timeWord = (wall: number | undefined): string =>
  wall === undefined ? NONE : new Date(wall).toISOString()

function doorState(door: Door, isReached: boolean): readonly (readonly [string, string])[] {
  const known = (word: string): string => (isReached ? word : NONE)
  return [
    ['available', isReached ? 'online' : 'offline'],
    ['problem', known(onOff(door.alarms.length > 0))],
    ['tamper', known(onOff(door.alarms.some(({ kind }) => kind === 'TAMPER')))],
    ['alarm', known(alarmWord(door))],
    ...(hasLock(door)
      ? ([
          ['lock', known(lockWord(door))],
          ['contact', known(contactWord(door))],
          ['battery', known(door.battery === null ? NONE : String(door.battery))],
          ['step', known(stepWord(door))],
        ] as const)
      : []),
  ]
}

/** By topic; `status` is not among them, because it is told when all these stand. */
export function keptState(telling: Telling): ReadonlyMap<string, string> {
  const { home, topics, isReached, lastAnswer } = telling
  const known = (word: string): string => (isReached ? word : NONE)
  const kept = new Map(discovery(telling))
  kept.set(topics.home('parcels_today'), known(String(home.parcelsToday)))
  kept.set(topics.home('window_start'), known(timeWord(home.nextWindow?.from)))
  kept.set(topics.home('window_end'), known(timeWord(home.nextWindow?.to)))
  kept.set(topics.home('last_answer'), lastAnswer)
  for (const door of home.doors)
    for (const [what, word] of doorState(door, isReached)) kept.set(topics.door(door.id, what), word)
  return kept
}
