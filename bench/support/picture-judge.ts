// What the decoding thread makes of one picture, and what it costs.
import { type fingerprintOf as Fingerprint, fingerprintOf, smallPictureOf } from '@portico/media/sight'

export type SmallPicture = ReturnType<typeof smallPictureOf>
export type Plane = Parameters<typeof Fingerprint>[0]

export interface Verdict {
  /** When it was taken, ms. */
  readonly at: number
  readonly key: boolean
  readonly plane: Plane
  readonly samples: Uint8Array | null
  readonly small: SmallPicture
  /** To make it small, ms. */
  readonly costMs: number
}

export function judgePicture(
  plane: Plane,
  { key, at }: { readonly key: boolean; readonly at: number },
): Verdict {
  const from = performance.now()
  const small = smallPictureOf(plane)
  return {
    at,
    key,
    plane,
    small,
    costMs: performance.now() - from,
    samples: key ? fingerprintOf(plane) : null,
  }
}
