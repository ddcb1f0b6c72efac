// Goal: pictures and sound come out of MP4 as they went in, and bytes that somebody damaged cost nothing but themselves.
// Method: what is written is read again, whole, cut anywhere and with bytes changed by chance.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBox, readBoxes } from '../src/camera/mp4-box.ts'
import { type PictureTrack, readFragment, readTrack } from '../src/camera/mp4-read.ts'
import {
  AAC_FRAME,
  SILENT_FRAME,
  recordingFragment,
  recordingInit,
  silence,
} from '../src/camera/mp4-write.ts'

const sps = Buffer.from('6742c01fda0141', 'hex')
const pps = Buffer.from('68ce3c80', 'hex')
const track: PictureTrack = {
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
}
const init = recordingInit(track, silence(16_000))
const pictures = {
  decodeTime: 2 ** 33 + 5,
  samples: [
    { bytes: Buffer.from('key picture'), key: true, duration: 6_000 },
    { bytes: Buffer.from('next'), key: false, duration: 3_000 },
  ],
}
const sounds = { decodeTime: 1_024, samples: [{ bytes: SILENT_FRAME, key: true, duration: AAC_FRAME }] }
const fragment = recordingFragment({ sequence: 1, pictures, sounds })

describe('a recording', () => {
  it('has both tracks and says what they were coded with', () => {
    expect(readTrack(init)).toEqual({ ...track, sps: [sps], pps: [pps] })
    const moov = findBox(init, 'moov') ?? new Uint8Array(0)
    expect(readBoxes(moov).map(({ type }) => type)).toEqual(['mvhd', 'trak', 'trak', 'mvex'])
  })

  it('gives each sample back with its time', () => {
    expect(readFragment(fragment)).toEqual(pictures)
    expect(
      Buffer.from(fragment).includes(Buffer.concat([Buffer.from('key picturenext'), SILENT_FRAME])),
    ).toBe(true)
  })

  it('without sound has a track of pictures alone', () => {
    const mute = recordingFragment({ sequence: 1, pictures, sounds: { decodeTime: 0, samples: [] } })
    const moof = findBox(mute, 'moof') ?? new Uint8Array(0)
    expect(readBoxes(moof).map(({ type }) => type)).toEqual(['mfhd', 'traf'])
  })
})

describe('damaged bytes', () => {
  it('cut anywhere are no fragment and no track', () => {
    for (let end = 0; end < fragment.length - SILENT_FRAME.length; end += 1)
      expect(readFragment(fragment.subarray(0, end))).toBeNull()
    for (let end = 0; end < init.length; end += 1) expect(readTrack(init.subarray(0, end))).toBeNull()
  })

  it('changed by chance never throw and never show bytes from elsewhere', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(fc.constantFrom(init, fragment), change, (good, changes) => {
        const bad = Buffer.from(good)
        for (const [at, value] of changes) bad[at % bad.length] = value
        const found = readTrack(bad)
        if (found?.kind === 'picture') expect(found.sps.length).toBeGreaterThan(0)
        for (const { bytes } of readFragment(bad)?.samples ?? []) {
          expect(bytes.byteOffset).toBeGreaterThanOrEqual(bad.byteOffset)
          expect(bytes.byteOffset + bytes.length).toBeLessThanOrEqual(bad.byteOffset + bad.length)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
