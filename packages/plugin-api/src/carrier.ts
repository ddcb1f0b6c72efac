// The contract of a carrier or tracking service: bytes in, reading out, no I/O.
import type { VendorRequest } from './vendor-request.ts'
import type { Elsewhere, ParcelStatus, SourceGrade, WallTime } from '@portico/core'

export interface HookRequest {
  /** Lower-case names; a header sent twice is an array. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body exactly as it came. */
  readonly body: Uint8Array
  /** `?token=` of the address; null or absent: none. It never stands in a log. */
  readonly token?: string | null
}

/** What a message is held against. */
export interface HookTrust {
  /** Of this source, as `portico hooks` shows it: one secret a line, so that two are good while one is changed. */
  readonly secret: string
  readonly now: WallTime
  /** What this source had us remember the last time; null: nothing yet. */
  readonly memory: string | null
}

export type HookVerdict =
  | {
      readonly accepted: true
      /** Where this message proved itself less than the source can. */
      readonly grade?: SourceGrade
      /** The sender's own id of the message, where it stands in a signed header. */
      readonly eventId?: string
      /** To be remembered from now on. */
      readonly memory?: string
    }
  | {
      readonly accepted: false
      readonly why: 'no-secret' | 'header-missing' | 'header-twice' | 'mismatch' | 'too-old'
    }

/** A picture inside a message: evidence, never a reason to do anything. */
export interface CarrierPhoto {
  readonly mime: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
}

/** The sender asks whether this address is ours before it sends anything of parcels. */
export interface CarrierHandshake {
  /** What has to be done, in words. */
  readonly action: string
  /** Where the secret goes; null: to none of the sender's own addresses. */
  readonly url: string | null
  readonly secret: string
}

/** What one message says, in the common vocabulary. Absent fields were not told. */
export interface CarrierReading {
  readonly carrier: string
  /** null: a message that says nothing about a parcel's state, or a word we do not know. */
  readonly status: ParcelStatus | null
  readonly trackingNumbers: readonly string[]
  /** ISO 8601 as the carrier gave it; with no zone where the carrier names none. */
  readonly occurredAt: string | null
  /** The sender's own id of the message, for de-duplication; null when it has none. */
  readonly eventId: string | null
  readonly orderId?: string
  /** A real window with times of day, ISO 8601. A bare date or midnight is no window. */
  readonly window?: { readonly from: string; readonly to: string }
  readonly elsewhere?: Elsewhere
  readonly signedBy?: string
  /** Where it says that this happened: of the courier or the scan, never the address of the label. WGS 84. */
  readonly position?: { readonly lat: number; readonly lon: number }
  readonly photo?: CarrierPhoto
  /** Where a picture lies, https. It is kept; nobody fetches it. */
  readonly photoUrl?: string
  readonly handshake?: CarrierHandshake
}

/** `readings`: one for each parcel of the message, at least one. */
export type CarrierParse =
  | { readonly understood: true; readonly readings: readonly CarrierReading[] }
  | { readonly understood: false; readonly why: string }

export interface CarrierSample {
  readonly trackingNumber: string
  readonly status: ParcelStatus
  /** Of the event; where the sender signs a time, that of the message too. */
  readonly occurredAt: WallTime
  readonly eventId: string
}

export interface SignedSample {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A token that the sender asked us for, OAuth 2.0 client credentials (RFC 6749 §4.4). */
export type TokenVerdict =
  | {
      readonly issued: true
      readonly accessToken: string
      /** Seconds for which it is good. */
      readonly expiresIn: number
      readonly memory: string
    }
  | { readonly issued: false; readonly why: Extract<HookVerdict, { accepted: false }>['why'] }

export interface Carrier {
  /** Id of the source: the last part of `/hooks/<source>`. */
  readonly id: string
  readonly name: string
  /** What the way of its messages can vouch for at best. */
  readonly grade: SourceGrade
  /** Largest body that is read, bytes. */
  readonly bodyBytesMax: number
  /** Its proof stands in headers alone: they are looked at before the body is read, and the body is not looked at. */
  readonly provesByHeader?: true
  /** What it is checked with is the sender's public keys: none can be made here. */
  readonly publicKeys?: true
  /** Where the sender publishes them, as a JSON Web Key Set (RFC 7517 §5). */
  readonly keySet?: { readonly origin: string; readonly path: string }
  /** How a handshake is answered, with a key of the account; the request is null where it is not the sender's own. */
  readonly confirms?: {
    readonly origin: string
    readonly keyWords: string
    request(handshake: CarrierHandshake, key: string): VendorRequest | null
  }
  /** What to enter at the sender besides address and secret, in a few words. */
  readonly setUp?: string
  /** The secret is made by the sender, and typed here; absent: we make it. */
  readonly secretBy?: 'sender'
  /** How a secret that we make is written down, from 24 random bytes; base64url where the sender does not care. */
  writeSecret?(random: Uint8Array): string
  /** The token of the address, where the sender knows no better way to prove itself. */
  urlToken?(secret: string): string
  /** Never throws. */
  verify(request: HookRequest, trust: HookTrust): HookVerdict
  /** Where the sender asks us for a token first, at `/hooks/<source>/token`; `random`: 24 bytes. Never throws. */
  issueToken?(request: HookRequest, trust: HookTrust, random: Uint8Array): TokenVerdict
  /** Takes the parsed JSON body; never throws. */
  parse(body: unknown): CarrierParse
  /** A message as this source would send it, with its authentication, for tests and the tour. */
  sample(sample: CarrierSample, secret: string): SignedSample
}
