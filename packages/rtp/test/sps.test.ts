// Goal: profile and picture size of a SPS are read rightly, cropping included, and garbage is no reason to throw.
// Method: a recorded SPS, one of a High profile encoder, and random bytes.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decoderConfiguration, codecString } from '../src/parameter-sets.ts'
import { parseSps } from '../src/sps.ts'
import { pps, sps } from './fixture-pictures.ts'

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
/** 1920 × 1080 High, level 4, as x264 writes it, with video usability information behind. */
const high = fromHex(
  '67 64 00 28 ac d9 40 78 02 27 e5 c0 5a 80 80 80 a0 00 00 03 00 20 00 00 07 81 e3 06 32 c0',
)

describe('a sequence parameter set', () => {
  it('of the recorded stream tells the shown and the coded size', () => {
    expect(parseSps(sps)).toMatchObject({
      profile: 66,
      width: 160,
      height: 90,
      codedWidth: 160,
      codedHeight: 96,
    })
  })

  it('of a High profile stream is read past its chroma format and cropped to 1080 lines', () => {
    expect(parseSps(high)).toMatchObject({
      profile: 100,
      level: 40,
      width: 1920,
      height: 1080,
      codedHeight: 1088,
    })
  })

  it('names its codec as RFC 6381 does', () => {
    expect(codecString({ codec: 'h264', sps: high, pps: [pps] })).toBe('avc1.640028')
    expect(codecString({ codec: 'h264', sps, pps: [pps] })).toMatch(/^avc1\.4200[0-9A-F]{2}$/)
  })

  it('is null for whatever is cut short', () => {
    for (let length = 0; length < 9; length += 1) expect(parseSps(high.subarray(0, length))).toBeNull()
  })

  it('never makes the reader throw, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (body) => {
        const read = parseSps(Uint8Array.of(0x67, ...body))
        expect(read === null || Math.min(read.width, read.height) > 0).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('stands in the decoder configuration with its length', () => {
    const configuration = decoderConfiguration({ codec: 'h264', sps, pps: [pps] })
    expect([...configuration.subarray(0, 8)]).toEqual([1, ...sps.subarray(1, 4), 0xff, 0xe1, 0, sps.length])
    expect(configuration.subarray(8, 8 + sps.length)).toEqual(sps)
    expect(configuration.subarray(-pps.length)).toEqual(pps)
  })
})
