// A picture as the engine keeps it: bytes, times, and whether it tells anything new.
import { createHash } from 'node:crypto'
import type { Instant, TimeGrade } from '@portico/core'
import {
  type ParameterSets,
  type VideoCodec,
  holdsPicture,
  joinLengthPrefixed,
  parameterNals,
} from '@portico/rtp'

export interface Picture {
  readonly nals: readonly Uint8Array[]
  /** Its `codec` tells H.264 from H.265. */
  readonly parameters: ParameterSets
  /** Decodable by itself. */
  readonly key: boolean
  /** Hub time. */
  readonly captured: Instant
  readonly grade: TimeGrade
  /** Ticks of 1/90000 s that rise strictly over the life of a feed, whatever the camera's clock does. */
  readonly mediaTime: number
  /** New bytes, RTP time gone on, and signed where the camera must sign. Content is judged apart. */
  readonly changed: boolean
}

/** The picture as it stands in film: NALs behind their lengths. */
export const sampleOf = (picture: Picture): Uint8Array => joinLengthPrefixed(picture.nals)

export const bytesOf = (nals: readonly Uint8Array[]): number => nals.reduce((sum, nal) => sum + nal.length, 0)

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * A number for the bytes that are seen: slices alone, since a camera that is frozen may still write its clock beside
 * them. 48 bits, enough to find repeats in hours of pictures.
 */
export function sliceHash(codec: VideoCodec, nals: readonly Uint8Array[]): number {
  const hash = createHash('sha1')
  for (const nal of nals) if (holdsPicture(codec, nal)) hash.update(nal)
  return hash.digest().readUIntBE(0, 6)
}

/** The same bytes of parameter sets, though perhaps from another connection. */
export function sameParameters(a: ParameterSets, b: ParameterSets): boolean {
  if (a === b) return true
  const [left, right] = [parameterNals(a), parameterNals(b)]
  return (
    a.codec === b.codec &&
    left.length === right.length &&
    left.every((nal, i) => Buffer.compare(nal, right[i] ?? new Uint8Array(0)) === 0)
  )
}
