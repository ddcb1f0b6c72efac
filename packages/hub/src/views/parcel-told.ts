// What a search finds a parcel by besides its own fields: whose it is, where it went, and what became of it, in the words
// that the pages use.
import type { Parcel } from '@portico/core'
import { verdictWords } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import type { People } from '../hub.ts'

export interface ToldParts {
  readonly runtime: Pick<HomeRuntime, 'truth'>
  readonly people: Pick<People, 'all'>
}

const verdictTexts = Object.values(verdictWords).map((words) => words.toLowerCase())

/** A verdict is worked out anew each time: only where a word that is looked for could be one of it. */
const mayBeVerdict = (text: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.length > 2 && verdictTexts.some((words) => words.includes(word)))

/** For a search for this text. */
export function parcelTold(text: string, parts: ToldParts): (parcel: Parcel) => readonly string[] {
  const judges = mayBeVerdict(text)
  return (parcel) => told(parcel, judges, parts)
}

function told(parcel: Parcel, judges: boolean, { runtime, people }: ToldParts): readonly string[] {
  const person = people.all.find(({ id }) => id === parcel.person)?.name
  return [
    ...(judges ? [verdictWords[runtime.truth.judge(parcel).is]] : []),
    ...[parcel.status, parcel.elsewhere, person].flatMap((word) => word?.replaceAll('-', ' ') ?? []),
    ...(parcel.direction === 'return' ? ['return'] : []),
  ]
}
