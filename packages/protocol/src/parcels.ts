// Parcels: what the API shows of one to whoever looks, and what people of the house do with it.
import { parcelStatuses, sourceGrades } from '@portico/core'
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'
import { VerdictView } from './truth.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const TITLE_MAX = 120

/** At least six letters and digits: less names no parcel. */
export const TrackingNumber = Type.String({
  maxLength: 64,
  pattern: '^(?:[^A-Za-z0-9]*[A-Za-z0-9]){6,}[^A-Za-z0-9]*$',
})

export const ParcelValue = Type.Object(
  {
    minor: Type.Integer({ minimum: 0, maximum: 1e12, description: 'in cents, pence and the like' }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  strict,
)

const Direction = words(['inbound', 'return'])

/** What one source says of it by now. */
export const AccountView = Type.Object(
  { source: Type.String(), status: Nullable(words(parcelStatuses)), grade: words(sourceGrades), heard: Wall },
  strict,
)

export const ParcelView = Type.Object(
  {
    id: Type.String(),
    trackingNumber: Type.String({ description: 'the last four alone of a parcel that is private' }),
    /** Its own first, then those of the parcels that were merged into it. */
    numbers: Type.Array(Type.String()),
    carrier: Nullable(Type.String()),
    title: Nullable(Type.String()),
    sender: Nullable(Type.String()),
    /** Numbers of the orders that it belongs to. */
    orders: Type.Array(Type.String()),
    /** `return`: it leaves this house. */
    direction: Direction,
    /** Whose it is, as the id of a person; null: everybody's. */
    person: Nullable(Type.String()),
    /** Title, sender and orders are for `person` alone. */
    confidential: Type.Boolean(),
    /** It is confidential, and not for whoever looks: what would tell what it is has been left out. */
    hidden: Type.Boolean(),
    perishable: Type.Boolean(),
    value: Nullable(ParcelValue),
    claim: Type.Union([Type.Literal('household'), Type.Literal('none')]),
    status: Nullable(words(parcelStatuses)),
    statusAt: Nullable(Wall),
    source: Nullable(Type.String()),
    window: Nullable(Type.Object({ from: Wall, to: Wall }, strict)),
    elsewhere: Nullable(Type.String()),
    accounts: Type.Array(AccountView),
    /** Parcels of other carriers with the same number. */
    conflicts: Type.Array(Type.String()),
    /** Since when the household says that it is not theirs. */
    disowned: Nullable(Wall),
    /** What an undo would undo. */
    undo: Nullable(words(['merge', 'split', 'disown'])),
    /** What became of it, and how sure that is. */
    verdict: VerdictView,
    firstSeen: Wall,
    lastSeen: Wall,
    session: Nullable(Type.String()),
  },
  strict,
)

/** What the household tells of a parcel; what is absent stays. */
const told = {
  person: Type.Optional(Nullable(Type.String({ maxLength: 64, description: 'id of a person' }))),
  confidential: Type.Optional(Type.Boolean()),
  perishable: Type.Optional(Type.Boolean()),
  value: Type.Optional(Nullable(ParcelValue)),
  direction: Type.Optional(Direction),
}

export const ClaimRequest = Type.Object(
  {
    trackingNumber: TrackingNumber,
    carrier: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: TITLE_MAX })),
    ...told,
  },
  strict,
)

export const DescribeRequest = Type.Object(
  { title: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: TITLE_MAX }))), ...told },
  { ...strict, minProperties: 1 },
)

export const MergeRequest = Type.Object(
  { with: Type.String({ maxLength: 64, description: 'id of the parcel that is the same' }) },
  strict,
)

export const SplitRequest = Type.Object(
  {
    sources: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
      minItems: 1,
      maxItems: 16,
      description: 'what these said is about another parcel',
    }),
  },
  strict,
)

export type AccountView = Static<typeof AccountView>
export type ParcelView = Static<typeof ParcelView>
export type ClaimRequest = Static<typeof ClaimRequest>
export type DescribeRequest = Static<typeof DescribeRequest>
export type MergeRequest = Static<typeof MergeRequest>
export type SplitRequest = Static<typeof SplitRequest>
