// What a search finds a parcel by besides its own fields: whose it is, where it went, and what became of it, in the words
// that the pages use.
import { verdictWords } from '@portico/protocol'
import type { HomeRuntime, ParcelSearch } from '@portico/runtime'
import type { People } from '../people/household.ts'

export interface ToldParts {
  readonly runtime: Pick<HomeRuntime, 'truth'>
  readonly people: Pick<People, 'all'>
}

const verdictTexts = Object.values(verdictWords).map((words) => words.toLowerCase())

export function parcelTold({ runtime, people }: ToldParts): Pick<ParcelSearch, 'toldOf' | 'outcomeOf'> {
  return {
    toldOf: ({ person, status, elsewhere, direction }) => [
      ...[status, elsewhere, people.all.find(({ id }) => id === person)?.name].flatMap(
        (word) => word?.replaceAll('-', ' ') ?? [],
      ),
      ...(direction === 'return' ? ['return'] : []),
    ],
    // A verdict is worked out anew each time: only where there is one that has these words.
    outcomeOf: (parcel, missing) =>
      verdictTexts.some((text) => missing.every((word) => text.includes(word)))
        ? verdictWords[runtime.truth.judge(parcel).is]
        : '',
  }
}
