// The rule of the house as a sentence, and what changing it means.
import type { AtHomeView, RulesView } from '@portico/protocol'
import { clockTime } from '../live/hub-clock.ts'

export type Mode = RulesView['mode']

/** What stands in the place of the dots in "Couriers may come in when …". */
export const modeWords: Readonly<Record<Mode, string>> = {
  owner: 'I allow it live',
  auto: 'everything is proved',
  pin: 'everything is proved, by a PIN',
}

/** The same where one is chosen, and nothing may be overlooked. */
export const choiceWords: Readonly<Record<Mode, string>> = {
  owner: 'I allow it live',
  auto: 'everything is proved, without asking me',
  pin: 'everything is proved, by a PIN for half a minute, without asking me',
}

/** What the choice means, said before it is made. */
export const modeMeaning: Readonly<Record<Mode, string>> = {
  owner: 'You see a live picture and say yes or no each time. Nobody answers: nobody comes in.',
  auto: 'Anyone at your door who knows this parcel’s number can come in once, on film.',
  pin: 'Anyone at your door who knows this parcel’s number gets a PIN on the phone and can come in once, on film. The lock ends the PIN itself. A lock that cannot: you are asked.',
}

/** More may happen without a person. */
export const isLoosening = (from: Mode, to: Mode): boolean => from === 'owner' && to !== 'owner'

/** Ms before a loosening takes effect. */
export const LOOSENING_MS = 15 * 60_000

/** "In 12 min, at 14:45": when a loosening takes effect. `now`: Unix ms of the hub. */
export function pendingWhen(at: number, now: number): string {
  const minutes = Math.ceil((at - now) / 60_000)
  return minutes <= 0 ? 'Now' : `In ${minutes} min, at ${clockTime(at)}`
}

const atHome: Readonly<Record<AtHomeView['state'], string>> = {
  home: 'An adult is at home',
  nobody: 'Nobody is at home',
  asleep: 'Somebody is asleep',
  'child-alone': 'A child is alone',
  unsaid: 'Nobody has said. Rules that ask for it count as the more careful.',
  unknown: 'Too long ago to know',
}

/** "Nobody is at home, said by Anna at 14:02; known until 02:02." `who`: a name, or "you". */
export function atHomeWords({ state, said, holds }: AtHomeView, who: string | null): string {
  if (said === null || holds === null) return atHome[state]
  const by = who === null ? '' : ` by ${who}`
  if (state === 'unknown')
    return `${atHome.unknown}: last said${by} at ${clockTime(said)}. Nobody comes in without asking.`
  return `${atHome[state]}, said${by} at ${clockTime(said)}; known until ${clockTime(holds)}.`
}

const CODE_LENGTH = 8

/** As the console prints it: capitals, no blanks; small letters and gaps are as good. Null: it is not whole yet. */
export function codeIn(typed: string): string | null {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '')
  return code.length < CODE_LENGTH ? null : code
}
