// Names for what the sentences of the household name by id; a door that is known no more keeps its id.
import type { Hub } from '../hub.ts'
import type { SentenceNames } from '../views/sentences.ts'

export const sentenceNames = ({ settings, people, runtime }: Hub): SentenceNames => ({
  door: (id) => settings.doors.find((door) => door.id === id)?.name ?? id,
  person: (id) => people.all.find((person) => person.id === id)?.name ?? null,
  // Its number is on the page beside it, and a title may be somebody's own.
  parcel: (id) =>
    runtime.deliveries.parcels.some((each) => each.id === id) ? 'One parcel' : 'A parcel of the past',
})
