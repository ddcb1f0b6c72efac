// Sentences between the form in which files and pages write them, the form in which they are decided, and the words in
// which they are read.
import { type DoorId, type Policy, type Sentence, doorId, inOrder, parcelId } from '@portico/core'
import {
  type SentenceFile,
  type SentenceView,
  modeWords,
  placeWords,
  presenceWords,
  weekdays,
} from '@portico/protocol'

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** What is absent stays absent. */
const known = <Value, Made>(value: Value | undefined, make: (value: Value) => Made): Made | undefined =>
  value === undefined ? undefined : make(value)

export function sentenceIn({ mode = 'owner', ...file }: SentenceFile): Sentence {
  const { door, parcel, days, from, to, sender } = file
  return {
    ...file,
    mode,
    sender: known(sender, (name) => name.trim()),
    door: known(door, doorId),
    parcel: known(parcel, parcelId),
    days: known(days, (names) => names.map((name) => weekdays.indexOf(name) + 1).toSorted((a, b) => a - b)),
    from: known(from, minutesOf),
    to: known(to, minutesOf),
  }
}

/** Without what is absent, as it would be written in a file. */
export function sentenceFile(sentence: Sentence): SentenceFile {
  const { days, from, to } = sentence
  const written = {
    ...sentence,
    days: known(days, (numbers) => numbers.flatMap((day) => weekdays[day - 1] ?? [])),
    from: known(from, clockOf),
    to: known(to, clockOf),
  }
  // cast: only what is absent is left out
  return Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== undefined),
  ) as SentenceFile
}

/** Names for the ids in a sentence. */
export interface SentenceNames {
  readonly door: (id: DoorId) => string
  /** Null: nobody of this home, or not any more. */
  readonly person: (id: string) => string | null
  readonly parcel: (id: string) => string
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function daysWords(days: readonly number[]): string {
  if (days.length === 7) return 'every day'
  if (days.join() === '1,2,3,4,5') return 'on weekdays'
  if (days.join() === '6,7') return 'at the weekend'
  return `on ${listed(days.flatMap((day) => dayNames[day - 1] ?? []))}`
}

function aboutWords(sentence: Sentence, names: SentenceNames): string {
  const { parcel, perishable, carrier, sender, person, door, valueFrom } = sentence
  const start = parcel === undefined ? 'Parcels' : names.parcel(parcel)
  const parts = [
    ...(perishable ? ['that spoil'] : []),
    ...(carrier === undefined ? [] : [`by ${carrier}`]),
    ...(sender === undefined ? [] : [`from ${sender}`]),
    ...(person === undefined
      ? []
      : [`for ${names.person(person) ?? 'somebody who is of this home no more'}`]),
    ...(valueFrom ? [`worth ${(valueFrom.minor / 100).toFixed(2)} ${valueFrom.currency} or more`] : []),
    ...(door === undefined ? [] : [`at ${names.door(door)}`]),
  ]
  return [start, ...parts].join(' ')
}

/** "Parcels by ups, on weekdays, from 09:00 to 17:00, when nobody is at home: inside, ask me." */
export function sentenceWords(sentence: Sentence, names: SentenceNames): string {
  const { days, from, to, presence, place, mode } = sentence
  const when = [
    ...(days ? [daysWords(days)] : []),
    ...(from === undefined || to === undefined ? [] : [`from ${clockOf(from)} to ${clockOf(to)}`]),
    ...(presence ? [`when ${presenceWords[presence]}`] : []),
  ]
  const isShut = place === 'porch' || place === 'refuse'
  const answer = isShut ? placeWords[place] : `${placeWords[place]}, ${modeWords[mode]}`
  return `${[aboutWords(sentence, names), ...when].join(', ')}: ${answer}.`
}

export const restWords = ({ mode }: Policy): string =>
  `Everything else: ${placeWords.inside}, ${modeWords[mode]}.`

/** In the order in which they are asked. */
export const sentenceViews = ({ sentences }: Policy, names: SentenceNames): SentenceView[] =>
  inOrder(sentences).map((sentence) => ({
    sentence: sentenceFile(sentence),
    words: sentenceWords(sentence, names),
    isOrphaned: sentence.person !== undefined && names.person(sentence.person) === null,
  }))
