// Goal: the memory of a camera keeps what a film's pre-roll needs and never more than its limits. Method: model
// pictures of one byte each, properties over limits and group lengths.
import { instant } from '@portico/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import type { Picture } from '../src/feed/picture.ts'

const parameters = { codec: 'h264', sps: new Uint8Array(4), pps: [] } as const

function picture(at: number, { key = false, bytes = 10 } = {}): Picture {
  const nals = [new Uint8Array(bytes)]
  return { nals, parameters, key, captured: instant(at), grade: 'relative', mediaTime: at, changed: true }
}

/** Pictures each 100 ms, a key picture each `group`. */
function filled(ring: PictureRing, count: number, group = 10): PictureRing {
  for (let i = 0; i < count; i += 1) ring.push(picture(i * 100, { key: i % group === 0 }))
  return ring
}

const times = (pictures: readonly Picture[]): number[] => pictures.map(({ captured }) => captured)

describe('the memory of a camera', () => {
  it('reaches back over its horizon to a key picture, and no further', () => {
    const ring = filled(new PictureRing({ horizonMs: 2_000, bytesMax: 1e6 }), 100)
    // The newest is of 9.9 s; 7.9 s lies in the group that began at 7.0 s.
    expect(times(ring.from(instant(0)))[0]).toBe(7_000)
    expect(times(ring.from(instant(7_900)))[0]).toBe(7_000)
    expect(times(ring.from(instant(8_000)))[0]).toBe(8_000)
    expect(times(ring.from(instant(99_000)))[0]).toBe(9_000)
  })

  it('holds one group only when it may not remember', () => {
    const ring = filled(new PictureRing({ horizonMs: 10_000, bytesMax: 1e6 }), 35)
    ring.setHorizon(0)
    expect(times(ring.from(instant(0)))).toEqual([3_000, 3_100, 3_200, 3_300, 3_400])
  })

  it('gives the group up to a moment, to be decoded', () => {
    const ring = filled(new PictureRing({ horizonMs: 10_000, bytesMax: 1e6 }), 35)
    expect(times(ring.groupUpTo(instant(1_250)))).toEqual([1_000, 1_100, 1_200])
    expect(ring.groupUpTo(instant(-1))).toEqual([])
  })

  it('takes nothing before the first key picture', () => {
    const ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e6 })
    ring.push(picture(0))
    expect(ring.newest).toBeNull()
    expect(ring.bytes).toBe(0)
  })

  it('never holds more bytes than its limit, whatever comes, and always begins with a key picture', () => {
    const any = fc.array(fc.record({ key: fc.boolean(), bytes: fc.integer({ min: 1, max: 400 }) }), {
      maxLength: 80,
    })
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 5_000 }), (pictures, horizonMs) => {
        const ring = new PictureRing({ horizonMs, bytesMax: 1_000 })
        for (const [i, shape] of pictures.entries()) {
          ring.push(picture(i * 100, shape))
          const kept = ring.from(instant(0))
          expect(ring.bytes).toBeLessThanOrEqual(1_000)
          expect(ring.bytes).toBe(kept.reduce((sum, { nals }) => sum + (nals[0]?.length ?? 0), 0))
          expect(kept[0]?.key ?? true).toBe(true)
        }
      }),
    )
  })
})
