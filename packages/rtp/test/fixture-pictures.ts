// The recorded pictures of fixtures/porch.h264, cut at parameter sets and slices.
import { readFileSync } from 'node:fs'
import { NAL_IDR, NAL_PPS, NAL_SPS, nalType, splitAnnexB } from '../src/nal.ts'

export interface FixturePicture {
  readonly nals: readonly Uint8Array[]
  readonly key: boolean
}

const nals = splitAnnexB(new Uint8Array(readFileSync(new URL('fixtures/porch.h264', import.meta.url))))

const only = (type: number): Uint8Array => {
  const found = nals.find((nal) => nalType(nal) === type)
  if (!found) throw new Error(`no NAL of type ${type} in the fixture`)
  return found
}

export const sps = only(NAL_SPS)
export const pps = only(NAL_PPS)
/** One slice each. */
export const pictures: readonly FixturePicture[] = nals
  .filter((nal) => nalType(nal) !== NAL_SPS && nalType(nal) !== NAL_PPS)
  .map((nal) => ({ nals: [nal], key: nalType(nal) === NAL_IDR }))
