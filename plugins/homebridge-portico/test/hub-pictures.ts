// Pictures as the hub's live line sends them: an initialisation segment and fragments of a tenth of a second for each.
import { joinLengthPrefixed } from '@portico/rtp'
import {
  AAC_FRAME,
  SILENT_FRAME,
  recordingFragment,
  recordingInit,
  silence,
} from '../src/camera/mp4-write.ts'

export const sps = Buffer.from('6742c01fda0141', 'hex')
export const pps = Buffer.from('68ce3c80', 'hex')

export const pictureInit = recordingInit(
  {
    kind: 'picture',
    timescale: 90_000,
    width: 640,
    height: 360,
    sps: [sps],
    pps: [pps],
    configuration: Buffer.concat([
      Buffer.from([1, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0, sps.length]),
      sps,
      Buffer.from([1, 0, pps.length]),
      pps,
    ]),
  },
  silence(16_000),
)

/** Pictures from the n-th on, each with its number in it. */
export function pieceOf(from: number, keys: readonly boolean[]): Uint8Array {
  const samples = keys.map((key, i) => ({
    bytes: joinLengthPrefixed([Buffer.from([key ? 0x65 : 0x41, from + i])]),
    key,
    duration: 9_000,
  }))
  const sounds = { decodeTime: 0, samples: [{ bytes: SILENT_FRAME, key: true, duration: AAC_FRAME }] }
  return recordingFragment({ sequence: 1, pictures: { decodeTime: from * 9_000, samples }, sounds })
}
