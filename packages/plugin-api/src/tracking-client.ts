// The contract of a service that can be asked: which request asks it, and what its answer means. Pure: the hub sends,
// within its own bounds, to the origin that stands here and to no other.
import type { CarrierReading } from './carrier.ts'
import type { VendorRequest } from './vendor-request.ts'

export interface VendorReply {
  /** HTTP's; never one that tells of the key, of too many questions, or of a fault of the vendor's (401, 403, 429, 5xx). */
  readonly status: number
  /** Parsed; undefined where there was none. */
  readonly body: unknown
}

/** What an answer means, in the vendor's own words where HTTP's say less. */
export type VendorVerdict<Found> =
  | { readonly type: 'done'; readonly found: Found }
  /** It does not know this key. */
  | { readonly type: 'key-refused' }
  /** The account has asked enough for now. */
  | { readonly type: 'busy' }
  /** It will not follow this parcel, however often it is asked. */
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'failed'; readonly why: string }

export interface AskedParcel {
  readonly number: string
  /** In the hub's spelling; null: not known. */
  readonly carrier: string | null
}

/** A parcel that the service follows for this account. */
export interface FollowedParcel extends AskedParcel {
  /** Its own id for it; null: it goes by the number. */
  readonly ref: string | null
}

/** What an answer says of one parcel, and the piece of it that says so. */
export interface ToldParcel {
  readonly reading: CarrierReading
  readonly piece: unknown
}

export interface Following {
  readonly ref: string | null
  /** Some tell at once. */
  readonly told: readonly ToldParcel[]
}

export interface VendorHook {
  readonly ref: string
  readonly url: string
}

/** Where the vendor lets an account enter the address of its webhooks by the same way. */
export interface HookClient {
  list(key: string): VendorRequest
  readList(reply: VendorReply): VendorVerdict<readonly VendorHook[]>
  add(hook: { readonly url: string; readonly secret: string }, key: string): VendorRequest
  readAdded(reply: VendorReply): VendorVerdict<string>
  remove(ref: string, key: string): VendorRequest
}

export interface TrackingClient {
  /** Id of the source whose messages say the same. */
  readonly source: string
  readonly origin: string
  /** What to enter as the key and where it stands at the vendor, for a person. */
  readonly keyWords: string
  /** The key also makes the signature under its messages. */
  readonly keySigns?: true
  /** Of one account a day: what a household needs, and no more than a small account has. */
  readonly asksPerDay: number
  readonly followsPerDay: number
  /** null: it needs a carrier by a name that is not known for this one. */
  follow(parcel: AskedParcel, key: string): VendorRequest | null
  readFollow(reply: VendorReply, parcel: AskedParcel): VendorVerdict<Following>
  /** Absent: its news come by webhook alone. */
  readonly ask?: {
    request(parcel: FollowedParcel, key: string): VendorRequest
    read(reply: VendorReply): VendorVerdict<readonly ToldParcel[]>
  }
  /** Ends the following; absent: it ends by itself. */
  leave?(parcel: FollowedParcel, key: string): VendorRequest | null
  /** A question that costs nothing and needs the key. */
  check(key: string): VendorRequest
  readCheck(reply: VendorReply): VendorVerdict<null>
  readonly hooks?: HookClient
}
