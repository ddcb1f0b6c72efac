// Goal: reports are the truth seen through a lie, and links lose, double and delay by the numbers they are given.
// Method: one row per lie and state of the door; drawn numbers are given by hand.
import { instant, milliseconds } from '@portico/core'
import { arrivals, clearLink, contactReport, lockReport } from '@portico/world'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hub, openOutside, story } from './story.ts'

const unlocked = story().do(0, hub('unlock')).wait(5_000).world
const locked =
  unlocked === undefined ? unlocked : story().do(0, hub('unlock')).do(5_000, hub('lock')).wait(9_000).world
const moving = story().do(0, hub('unlock')).wait(100).world
const fresh = story().world
const dead = story({ battery: 0 }).world
const byHand = story().do(0, { type: 'turn', to: 'unlock' }).wait(1_000).world

describe('a lock', () => {
  it.each([
    ['honest', unlocked, 'unlocked'],
    ['honest', locked, 'locked'],
    ['honest', moving, 'moving'],
    ['honest', dead, undefined],
    ['always-locked', unlocked, 'locked'],
    ['always-locked', moving, 'locked'],
    ['always-locked', dead, undefined],
    ['echo', moving, 'unlocked'],
    ['echo', locked, 'locked'],
    ['echo', fresh, 'locked'],
    ['echo', byHand, 'unlocked'],
    ['silent-after-unlock', unlocked, undefined],
    ['silent-after-unlock', locked, 'locked'],
    ['silent-after-unlock', fresh, 'locked'],
  ] as const)('that is %s says of its bolt (row %#)', (lie, world, bolt) => {
    expect(lockReport(world, { lie, q: 7 })?.bolt).toBe(bolt)
  })

  it('that echoes says what it was told, not what a hand did since', () => {
    const hand = story().do(0, hub('lock')).do(1, { type: 'turn', to: 'unlock' }).wait(2_000)
    expect(hand.truth.bolt).toBe('withdrawn')
    expect(lockReport(hand.world, { lie: 'echo', q: null })?.bolt).toBe('locked')
  })

  it('answers with the number of the query, or of the one before', () => {
    expect(lockReport(locked, { lie: 'honest', q: 7 })).toMatchObject({ q: 7, source: 'query' })
    expect(lockReport(locked, { lie: 'stale-answers', q: 7 })?.q).toBe(6)
  })

  it('names who moved the bolt when it speaks by itself', () => {
    expect(lockReport(unlocked, { lie: 'honest', q: null })?.source).toBe('remote')
    expect(lockReport(byHand, { lie: 'honest', q: null })?.source).toBe('manual')
    const edge = story({ bolt: 0 }).do(0, { type: 'command', to: 'lock', by: 'edge', notAfter: null })
    expect(lockReport(edge.world, { lie: 'honest', q: null })?.source).toBe('deadman')
    const timer = story({ relockAfter: milliseconds(5_000) })
      .do(0, hub('unlock'))
      .wait(9_000)
    expect(lockReport(timer.world, { lie: 'honest', q: null })?.source).toBe('auto')
  })
})

describe('a contact', () => {
  const open = story({ bolt: 0 }).do(0, openOutside).wait(100).world
  it.each([
    ['honest', open, 1, 'open'],
    ['honest', fresh, 1, 'closed'],
    ['stuck-closed', open, 1, 'closed'],
    ['stuck-open', fresh, 1, 'open'],
    ['push-only', open, 1, undefined],
    ['push-only', open, null, 'open'],
  ] as const)('that is %s says of its leaf (row %#)', (lie, world, q, contact) => {
    expect(contactReport(world, { lie, q })?.contact).toBe(contact)
  })
})

describe('a link', () => {
  const draw = (...numbers: number[]) => {
    let next = 0
    return (): number => numbers[next++] ?? 0
  }
  const lag = clearLink(milliseconds(150))

  it('that is clear delivers once, after its delay', () => {
    expect(arrivals(lag, instant(1_000), Math.random)).toEqual([1_150])
  })

  it('that is down delivers nothing', () => {
    expect(arrivals({ ...lag, up: false }, instant(0), draw(0.9, 0.9, 0.9, 0.9))).toEqual([])
  })

  it('loses, doubles and holds back by the numbers drawn', () => {
    const bad = { ...lag, delayMax: milliseconds(250), lost: 0.3, twice: 0.3, overtaken: 0.3 }
    expect(arrivals(bad, instant(0), draw(0.29, 0.9, 0.9, 0.5))).toEqual([])
    expect(arrivals(bad, instant(0), draw(0.3, 0.9, 0.9, 0.5))).toEqual([200])
    expect(arrivals(bad, instant(0), draw(0.3, 0.9, 0.29, 0.5))).toEqual([1_200])
    expect(arrivals(bad, instant(0), draw(0.3, 0.29, 0.9, 0.5))).toEqual([200, 1_200])
  })

  it('never delivers before the message was sent, nor more than twice', () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(
        share,
        share,
        share,
        fc.array(share, { minLength: 4 }),
        (lost, twice, overtaken, numbers) => {
          const link = { ...lag, delayMax: milliseconds(9_000), lost, twice, overtaken }
          const times = arrivals(link, instant(500), draw(...numbers))
          expect(times.length).toBeLessThanOrEqual(2)
          for (const time of times) expect(time).toBeGreaterThanOrEqual(650)
        },
      ),
    )
  })
})
