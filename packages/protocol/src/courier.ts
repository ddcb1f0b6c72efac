// What a courier's page sends and is told: a state, one of eight sentences, and nothing about the home.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

export const courierStates = [
  'welcome',
  'wait',
  'pin',
  'open',
  'place',
  'leave',
  'close',
  'thanks',
  'refused',
  'ended',
] as const

export type CourierState = (typeof courierStates)[number]

const Letter = words(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])

/** Where a parcel may go instead, as the sentence A names it. */
export const courierPlaces = ['box', 'garage', 'porch', 'neighbour'] as const

export type CourierPlace = (typeof courierPlaces)[number]

export const CourierView = Type.Object(
  {
    state: words(courierStates),
    /** A–H; null when the state says it all. */
    letter: Nullable(Letter),
    words: Nullable(Type.String()),
    /** Which place the words name; null when they name none. */
    place: Nullable(words(courierPlaces)),
    /** To key in at the door, in state `pin` and for the one phone that proved presence; else null. */
    pin: Nullable(Type.String()),
    /** Ms left of what is counted down; null when nothing is. */
    leftMs: Nullable(Type.Number()),
    reference: Type.String({ description: 'of this visit, to quote' }),
    /** At the end: number and first 40 bits of a signed head of the home's journal, for the courier to keep. */
    head: Nullable(Type.String()),
  },
  strict,
)

/** A no to a courier: a generic code and a sentence. Why stands in the journal, for the owner alone. */
export const CourierRefusal = Type.Object(
  { code: Type.Literal('REFUSED'), letter: Letter, message: Type.String() },
  strict,
)

/** What the code beside a door leads to. It is the same at every door and at every hour. */
export const DoorPage = Type.Object(
  {
    words: Type.String(),
    needs: Type.Tuple([Type.Literal('code'), Type.Literal('label')]),
  },
  strict,
)

export const ArriveRequest = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 64, description: 'the code beside the door' }) },
  strict,
)

export const LabelRequest = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 64 }),
    label: Type.String({ minLength: 1, maxLength: 64, description: 'the whole number on the label' }),
  },
  strict,
)

/** A single-use pass; its secret is told here and nowhere else. */
export const PassReply = Type.Object(
  {
    pass: Type.String(),
    /** By which an owner takes it back. */
    id: Type.String(),
    url: Type.String({ description: "the courier's page" }),
  },
  strict,
)

export type CourierView = Static<typeof CourierView>
export type CourierRefusal = Static<typeof CourierRefusal>
export type DoorPage = Static<typeof DoorPage>
export type ArriveRequest = Static<typeof ArriveRequest>
export type LabelRequest = Static<typeof LabelRequest>
export type PassReply = Static<typeof PassReply>
