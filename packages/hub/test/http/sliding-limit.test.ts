// A limit slides: whatever the order of asking, within any span no key gets more than its share, and another key none
// of it. Method: any asking in any time, against the plain sentence.
import { type Instant, instant, milliseconds } from '@portico/core'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SlidingLimit } from '../../src/http/sliding-limit.ts'

const within = milliseconds(100)

test('in any span that long, no more than the limit', () => {
  const asking = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), later: fc.nat(60) }), { maxLength: 60 })
  fc.assert(
    fc.property(asking, fc.integer({ min: 1, max: 5 }), (asks, limit) => {
      const limits = new SlidingLimit({ limit, within })
      const taken: { key: string; at: Instant }[] = []
      let now = 0
      for (const { key, later } of asks) {
        now += later
        const at = instant(now)
        const recent = taken.filter((each) => each.key === key && at - each.at < within)
        expect(limits.allows(key, at)).toBe(recent.length < limit)
        const took = limits.take(key, at)
        expect(took).toBe(recent.length < limit)
        if (took) taken.push({ key, at })
      }
    }),
  )
})

test('asking whether it is allowed changes nothing, and what is forgiven was none', () => {
  const limits = new SlidingLimit({ limit: 2, within })
  const now = instant(0)
  for (let n = 0; n < 10; n++) expect(limits.allows('a', now)).toBe(true)
  limits.take('a', now)
  limits.take('a', now)
  expect(limits.allows('a', now)).toBe(false)
  limits.forgive('a')
  limits.forgive('nobody')
  expect([limits.take('a', now), limits.take('a', now)]).toEqual([true, false])
})

test('of more keys than are kept, the one unused for longest is forgotten', () => {
  const limits = new SlidingLimit({ limit: 1, within, keysMax: 3 })
  const now = instant(0)
  for (const key of ['a', 'b', 'c']) limits.take(key, now)
  limits.note('a', now)
  limits.take('d', now)
  expect(['a', 'b', 'c', 'd'].map((key) => limits.allows(key, now))).toEqual([false, true, false, false])
})
