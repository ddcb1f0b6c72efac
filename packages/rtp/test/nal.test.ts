// Goal: NALs survive both ways of putting them in a row, and emulation prevention, whatever their bytes are.
// Method: properties over random bytes, and the recorded stream.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  escapeNal,
  joinAnnexB,
  joinLengthPrefixed,
  splitAnnexB,
  splitLengthPrefixed,
  unescapeNal,
} from '../src/nal.ts'
import { pictures, pps, sps } from './fixture-pictures.ts'

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  // Bytes in which start codes are likely.
  fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 64 }).map((list) => Uint8Array.from(list)),
)
/** A NAL as a camera makes it: a head, no start code inside, a last byte that is not zero. */
const nal = bytes.map((body) => escapeNal(Uint8Array.of(0x65, ...body, 0x80)))

describe('NAL units', () => {
  it('come out of an Annex B stream as they went in', () => {
    fc.assert(
      fc.property(fc.array(nal, { maxLength: 8 }), (nals) => {
        expect(splitAnnexB(joinAnnexB(nals))).toEqual(nals)
      }),
    )
  })

  it('come out of a length-prefixed sample as they went in', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 8 }), (nals) => {
        expect(splitLengthPrefixed(joinLengthPrefixed(nals))).toEqual(nals)
      }),
    )
  })

  it('are refused when a length says more than there is', () => {
    const sample = joinLengthPrefixed([sps, pps])
    const cuts = [...sample.keys()].filter((cut) => cut !== 0 && cut !== 4 + sps.length)
    for (const cut of cuts) expect(() => splitLengthPrefixed(sample.subarray(0, cut))).toThrow(RangeError)
  })

  it('never show a start code once escaped, and lose nothing by it', () => {
    fc.assert(
      fc.property(bytes, (raw) => {
        const escaped = escapeNal(raw)
        expect(unescapeNal(escaped)).toEqual(raw)
        expect(
          Buffer.from(escaped)
            .toString('hex')
            .match(/^(?:..)*?00000[0-2]/),
        ).toBeNull()
      }),
    )
  })

  it('of the recorded stream are thirty pictures with a key picture each ten', () => {
    expect(pictures.map(({ key }) => key)).toEqual(Array.from({ length: 30 }, (_, i) => i % 10 === 0))
  })
})
