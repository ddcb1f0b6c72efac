// Where a film has pictures and where it has none: gaps are found, kept and never bridged.
import { array, assert, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  HOLD_MS,
  gapAt,
  gapsOf,
  spanAfter,
  spanAt,
  spansOf,
  ticksOf,
  wholeOf,
} from '../../src/parcels/film/film-timeline.ts'
import { keyTarget } from '../../src/parcels/film/scrubber-keys.ts'

const every40 = (from: number, count: number): { at: number; lasts: number }[] =>
  Array.from({ length: count }, (_, place) => ({ at: from + place * 40, lasts: 40 }))

const wide = { from: -1_000, to: 90_000 }

describe('the time of a film', () => {
  it('what the journal and the pictures differ by at the ends is no gap', () => {
    expect(spansOf(every40(1_000, 25), { from: 980, to: 2_040 })).toEqual([{ from: 980, to: 2_040 }])
    expect(spansOf(every40(1_000, 25), { from: 900, to: 2_100 })).toEqual([{ from: 1_000, to: 2_000 }])
  })

  it('one run of pictures is one span', () => {
    expect(spansOf(every40(1_000, 25), wide)).toEqual([{ from: 1_000, to: 2_000 }])
  })

  it('a pause of the camera parts it, also where the file says that the last picture stood', () => {
    const paused = [...every40(1_000, 24), { at: 1_960, lasts: 3_040 }, ...every40(5_000, 25)]
    expect(spansOf(paused, wide)).toEqual([
      { from: 1_000, to: 1_960 + HOLD_MS },
      { from: 5_000, to: 6_000 },
    ])
  })

  it('between, before and after the spans are gaps', () => {
    const spans = [
      { from: 1_000, to: 2_000 },
      { from: 5_000, to: 6_000 },
    ]
    const whole = { from: 500, to: 7_000 }
    expect(gapsOf(spans, whole)).toEqual([
      { from: 500, to: 1_000 },
      { from: 2_000, to: 5_000 },
      { from: 6_000, to: 7_000 },
    ])
    expect(gapAt(spans, whole, 3_000)).toEqual({ from: 2_000, to: 5_000 })
    expect(spanAt(spans, 3_000)).toBeNull()
    expect(spanAt(spans, 1_500)).toEqual(spans[0])
    expect(spanAfter(spans, 2_500)).toEqual(spans[1])
    expect(spanAfter(spans, 6_500)).toBeNull()
  })

  it('a film that is missing whole is one gap', () => {
    expect(gapsOf([], { from: 0, to: 10_000 })).toEqual([{ from: 0, to: 10_000 }])
  })

  it('begins with the first piece of any camera and ends with the last', () => {
    expect(wholeOf([])).toBeNull()
    expect(
      wholeOf([
        { from: 5, to: 9 },
        { from: 2, to: 4 },
      ]),
    ).toEqual({ from: 2, to: 9 })
  })

  it('ticks count the pictures that there are, and none where there are none', () => {
    const pictures = [...every40(0, 25), ...every40(3_000, 25)]
    expect(ticksOf(pictures, { from: 0, to: 4_000 }, 4)).toEqual([25, 0, 0, 25])
  })

  it('no moment is in a span without a picture of the last half second', () => {
    const picture = record({
      at: integer({ min: 0, max: 60_000 }),
      lasts: integer({ min: 0, max: 9_000 }),
    })
    assert(
      property(array(picture, { maxLength: 60 }), integer({ min: 0, max: 60_000 }), (pictures, at) => {
        const isShown = spanAt(spansOf(pictures, wide), at) !== null
        const isCovered = pictures.some((each) => each.at <= at && at - each.at <= HOLD_MS + 60)
        expect(isShown && !isCovered).toBe(false)
      }),
    )
  })
})

describe('the keys of the scrubber', () => {
  const facts = {
    at: 4_900,
    whole: { from: 0, to: 10_000 },
    events: [2_000, 4_900, 4_960, 7_000],
    isPlaying: false,
  }

  it('arrows go a second, and stay within the film', () => {
    expect(keyTarget('ArrowRight', facts)).toBe(5_900)
    expect(keyTarget('ArrowLeft', facts)).toBe(3_900)
    expect(keyTarget('ArrowRight', { ...facts, at: 9_800 })).toBe(10_000)
    expect(keyTarget('ArrowLeft', { ...facts, at: 100 })).toBe(0)
  })

  it('Page keys go from event to event, and to the ends', () => {
    expect(keyTarget('PageDown', facts)).toBe(4_960)
    expect(keyTarget('PageUp', { ...facts, at: 4_960 })).toBe(4_900)
    expect(keyTarget('PageUp', { ...facts, at: 5_300, isPlaying: true })).toBe(2_000)
    expect(keyTarget('PageUp', facts)).toBe(2_000)
    expect(keyTarget('PageDown', { ...facts, at: 8_000 })).toBe(10_000)
    expect(keyTarget('PageUp', { ...facts, at: 1_000 })).toBe(0)
    expect(keyTarget('Home', facts)).toBe(0)
    expect(keyTarget('End', facts)).toBe(10_000)
    expect(keyTarget('a', facts)).toBeNull()
  })
})
