// What the household says of a camera's view: what in it matters, what nobody may see, and how it proves that it lives.

/** Corners of an area: each a share of width and height of the picture, 0–1, from its upper left corner. */
export type Area = readonly (readonly [x: number, y: number])[]

export interface ViewSetup {
  /** `display`: the display beside the door stands in this view and shows a number that nobody could foresee. */
  readonly proof: 'display' | null
  /** The leaf of the door while it is shut; null: not said, and leaf and people are not judged. */
  readonly leaf: Area | null
  /** Where parcels are set down; null: none is looked for. */
  readonly drop: Area | null
  /** Black in every picture that leaves the engine. */
  readonly masks: readonly Area[]
}

export const PLAIN_VIEW: ViewSetup = { proof: null, leaf: null, drop: null, masks: [] }

/**
 * How a camera proves that it lives. `signed`: it signs a number that nobody could foresee. `display`: such a number is
 * read from its own picture, as the display beside the door shows it.
 */
export type CameraProof = 'signed' | 'display' | 'none'

/** What is seen in a picture; it may make the core doubt, and grants nothing. `confidence`: 0–1. */
export type SightReport =
  | { readonly type: 'leaf'; readonly camera: string; readonly says: 'open' | 'closed' | 'unknown' }
  | {
      readonly type: 'people'
      readonly camera: string
      /** Since the film began. */
      readonly in: number
      readonly out: number
      readonly confidence: number
    }
  | {
      readonly type: 'parcel'
      readonly camera: string
      readonly what: 'appeared' | 'removed'
      /** How long ago the picture was taken in which it was first so, ms. */
      readonly ageMs: number
      readonly confidence: number
    }

/** Digits of a nonce that a display shows: 48 bits of it, so that the code stays as coarse as a code can be. */
const SHOWN_HEX = 12
const DIGITS = 15

/** What the display beside the door shows to the camera for this nonce (32 hex digits): fifteen digits. */
export const proofCode = (nonce: string): string =>
  BigInt(`0x${nonce.slice(0, SHOWN_HEX)}`)
    .toString()
    .padStart(DIGITS, '0')
