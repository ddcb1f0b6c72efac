// A sentence while it is being written: what stands in the fields, and what of it is sent. The hub decides whether it is
// whole, and reads it aloud.
import type { SentenceFile } from '@portico/protocol'

type Place = SentenceFile['place']
type Presence = NonNullable<SentenceFile['presence']>
type Day = NonNullable<SentenceFile['days']>[number]
type Mode = NonNullable<SentenceFile['mode']>

/** As it stands in the fields; an empty field asks for nothing. */
export interface SentenceFields {
  readonly id: string
  readonly carrier: string
  readonly sender: string
  readonly person: string
  readonly door: string
  readonly parcel: string
  readonly days: readonly Day[]
  readonly from: string
  readonly to: string
  readonly presence: Presence | ''
  readonly perishable: boolean
  /** In whole units, as typed. */
  readonly value: string
  readonly currency: string
  readonly place: Place
  readonly mode: Mode
}

export const dayLabels: readonly (readonly [Day, string])[] = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
]

export const placeLabels: readonly (readonly [Place, string])[] = [
  ['inside', 'inside'],
  ['garage', 'in the garage'],
  ['box', 'in the parcel box'],
  ['porch', 'outside the door'],
  ['refuse', 'nowhere: the courier keeps it'],
]

export const presenceLabels: readonly (readonly [Presence, string])[] = [
  ['home', 'An adult is at home'],
  ['nobody', 'Nobody is at home'],
  ['asleep', 'Somebody is asleep'],
  ['child-alone', 'A child is alone'],
]

export const modeLabels: readonly (readonly [Mode, string])[] = [
  ['owner', 'ask me'],
  ['auto', 'without asking'],
  ['pin', 'by a PIN, without asking'],
]

/** Asks, and is about everything: nothing is given away before something is chosen. */
export const emptyFields = (taken: readonly string[]): SentenceFields => ({
  id: freeId(taken),
  carrier: '',
  sender: '',
  person: '',
  door: '',
  parcel: '',
  days: [],
  from: '',
  to: '',
  presence: '',
  perishable: false,
  value: '',
  currency: 'EUR',
  place: 'porch',
  mode: 'owner',
})

export function freeId(taken: readonly string[]): string {
  let at = taken.length + 1
  while (taken.includes(`rule-${at}`)) at += 1
  return `rule-${at}`
}

export function fieldsOf(sentence: SentenceFile): SentenceFields {
  const { valueFrom, presence, perishable, mode, ...rest } = sentence
  return {
    ...emptyFields([]),
    ...rest,
    presence: presence ?? '',
    perishable: perishable ?? false,
    mode: mode ?? 'owner',
    ...(valueFrom && { value: String(valueFrom.minor / 100), currency: valueFrom.currency }),
  }
}

/** Nothing is opened there, so nobody need be asked. */
export const isShut = (place: Place): boolean => place === 'porch' || place === 'refuse'

const filled = <Name extends string>(name: Name, text: string): Partial<Record<Name, string>> => {
  const value = text.trim()
  // cast: one property of this name, or none
  return value === '' ? {} : ({ [name]: value } as Partial<Record<Name, string>>)
}

/** Cents of what was typed; null: no number. A comma is a point. */
export function centsOf(typed: string): number | null {
  const text = typed.trim().replace(',', '.')
  return /^\d{1,7}(?:\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : null
}

export function sentenceOf(fields: SentenceFields): SentenceFile {
  const { id, days, presence, perishable, value, currency, place, mode } = fields
  const minor = centsOf(value)
  return {
    id,
    ...filled('carrier', fields.carrier),
    ...filled('sender', fields.sender),
    ...filled('person', fields.person),
    ...filled('door', fields.door),
    ...filled('parcel', fields.parcel),
    ...filled('from', fields.from),
    ...filled('to', fields.to),
    ...(days.length > 0 && { days: [...days] }),
    ...(presence !== '' && { presence }),
    ...(perishable && { perishable: true as const }),
    ...(minor !== null && { valueFrom: { minor, currency: currency.trim().toUpperCase() } }),
    place,
    ...(!isShut(place) && { mode }),
  }
}

/** Why it cannot be sent yet, in a sentence; null: it can. */
export function missingIn({ from, to, value, currency }: SentenceFields): string | null {
  if ((from === '') !== (to === '')) return 'Say from when and until when.'
  if (value.trim() !== '' && centsOf(value) === null) return 'The value is no amount of money.'
  if (value.trim() !== '' && !/^[A-Za-z]{3}$/.test(currency.trim()))
    return 'Name the currency by three letters.'
  return null
}

/** In the place of the one with the same id, or behind all others. */
export function withSentence(all: readonly SentenceFile[], one: SentenceFile): SentenceFile[] {
  const at = all.findIndex(({ id }) => id === one.id)
  return at === -1 ? [...all, one] : all.map((each, place) => (place === at ? one : each))
}
