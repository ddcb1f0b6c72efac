// What a household wants of its deliveries, as data: sentences of whom and when, and where a parcel then goes.
import type { Mode } from '../door/mode.ts'
import type { DoorId, ParcelId } from '../ids.ts'
import { carrierFamily } from '../parcel/carrier-family.ts'
import type { ParcelValue } from '../parcel/observed.ts'

/** The most careful first: the later a place stands, the further in it is. */
export const places = ['refuse', 'porch', 'box', 'garage', 'inside'] as const

export type Place = (typeof places)[number]

/** Who is at home, as somebody of the household says it. */
export const presences = ['home', 'nobody', 'asleep', 'child-alone'] as const

export type Presence = (typeof presences)[number]

/** Where a parcel goes, and who answers there. Where nothing opens the mode means nothing and is `owner`. */
export interface Ruling {
  readonly place: Place
  readonly mode: Mode
}

/** Whose parcels a sentence is about. What is absent may be anything; with all of it absent it is about the home. */
export interface SentenceScope {
  readonly door?: DoorId | undefined
  /** Opaque id. */
  readonly person?: string | undefined
  /** Its family is meant, however a service spells it. */
  readonly carrier?: string | undefined
  /** Small and capital letters are the same. */
  readonly sender?: string | undefined
  readonly parcel?: ParcelId | undefined
}

/** When it holds; what is absent asks for nothing. */
export interface SentenceConditions {
  /** 1 = Monday … 7 = Sunday. */
  readonly days?: readonly number[] | undefined
  /** Minutes since local midnight, 0–1439. With `to` only; a span may go over midnight. */
  readonly from?: number | undefined
  /** The first minute that is no longer in it, 0–1440. */
  readonly to?: number | undefined
  readonly presence?: Presence | undefined
  readonly perishable?: true | undefined
  /** At or above; what a parcel in another currency is worth is not known. */
  readonly valueFrom?: ParcelValue | undefined
}

export interface Sentence extends SentenceScope, SentenceConditions, Ruling {
  readonly id: string
}

export interface Policy {
  /** Of everything that no sentence is about: inside, in this mode. */
  readonly mode: Mode
  readonly sentences: readonly Sentence[]
}

/** More than a household keeps in its head, and a page can show. */
export const SENTENCES_MAX = 32

/** The whole of a policy that has one mode and no sentences. */
export const plainPolicy = (mode: Mode): Policy => ({ mode, sentences: [] })

const rank = (place: Place): number => places.indexOf(place)

/** Nothing is opened there, so nobody need be asked. */
const isShut = (place: Place): boolean => place === 'refuse' || place === 'porch'

export const normalRuling = ({ place, mode }: Ruling): Ruling => ({
  place,
  mode: isShut(place) ? 'owner' : mode,
})

/** The first lets nobody further in than the second, and opens nothing unasked that the second would ask about. */
export const isWithin = (a: Ruling, b: Ruling): boolean => {
  const [first, second] = [normalRuling(a), normalRuling(b)]
  return rank(first.place) <= rank(second.place) && (first.mode === 'owner' || second.mode !== 'owner')
}

/** What both allow. Of the two unasked modes a PIN is the narrower one: a lock that cannot keep it asks. */
export function bothAllow(a: Ruling, b: Ruling): Ruling {
  const place = rank(a.place) <= rank(b.place) ? a.place : b.place
  const [first, second] = [normalRuling(a).mode, normalRuling(b).mode]
  const mode = first === second ? first : first === 'owner' || second === 'owner' ? 'owner' : 'pin'
  return normalRuling({ place, mode })
}

export const carrierName = (carrier: string): string => carrierFamily(carrier) ?? carrier.toLowerCase()

const scopes = ['door', 'person', 'carrier', 'sender', 'parcel'] as const

/** More conditions than a sentence can have. */
const CONDITIONS_MAX = 8

const conditionsOf = ({ days, from, presence, perishable, valueFrom }: SentenceConditions): number =>
  [days, from, presence, perishable, valueFrom].filter((each) => each !== undefined).length

/**
 * How closely a sentence looks: one about a parcel before one about a sender, then carrier, person, door and home; of
 * two about the same, the one with more conditions.
 */
export function closeness(sentence: SentenceScope & SentenceConditions): number {
  const named = scopes.reduce((sum, name, at) => sum + (sentence[name] === undefined ? 0 : 2 ** at), 0)
  return named * CONDITIONS_MAX + conditionsOf(sentence)
}

/** The order in which they are asked; those that look equally closely keep their order, and all of them decide. */
export const inOrder = (sentences: readonly Sentence[]): readonly Sentence[] =>
  sentences.toSorted((a, b) => closeness(b) - closeness(a))
