// Goal: what lies before a door is followed from *expected* to *claimed* or *taken*, each told once, and nothing that the
// household or a courier took is called stolen. Method: a story of commands at minutes, one below, at and above each limit.
import {
  ANSWER_WITHIN,
  DROP_RULES,
  type DropCommand,
  type DropEvent,
  type DropWatch,
  NO_DROPS,
  decideDrop,
  dropOf,
  evolveDrops,
  nextDropLook,
  parcelId,
  wallTime,
} from '@portico/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at } from './witnesses.ts'

const PARCEL = parcelId('p_1')
const OTHER = parcelId('p_2')

type Timed = readonly [minute: number, command: DropCommand]

class Porch {
  watch: DropWatch = NO_DROPS
  readonly events: DropEvent[] = []

  tell(minute: number, command: DropCommand): readonly string[] {
    const events = decideDrop(this.watch, command, { now: at(minute), rules: DROP_RULES })
    this.watch = events.reduce(evolveDrops, this.watch)
    this.events.push(...events)
    return events.map(({ type }) => type)
  }
  static after(...told: readonly Timed[]): Porch {
    const porch = new Porch()
    for (const [minute, command] of told) porch.tell(minute, command)
    return porch
  }
}

const expecting: Timed = [-100, { type: 'Expect', parcel: PARCEL }]
const appear = (minute: number): Timed => [
  minute,
  { type: 'Appear', camera: 'porch', confidence: 0.9, at: at(minute) },
]
const vanish = (minute: number, isVisit = false): Timed => [
  minute,
  { type: 'Vanish', camera: 'porch', isVisit, at: at(minute) },
]
const passTo = (minute: number): Timed => [minute, { type: 'PassTime' }]
const door = (minute: number): Timed => [minute, { type: 'UseDoor', at: at(minute) }]
const takeIn = (minute: number): Timed => [minute, { type: 'TakeIn', parcel: PARCEL, at: at(minute) }]
const delivered = (minute: number): Timed => [minute, { type: 'CarrierSays', parcel: PARCEL, at: at(minute) }]
const GRACE = ANSWER_WITHIN / 60_000

describe('a porch', () => {
  test('expected, seen, photographed, taken in', () => {
    const porch = Porch.after(expecting)
    expect(porch.tell(...appear(0))).toEqual(['DropSeen'])
    const [{ id } = { id: '' }] = porch.watch.drops
    expect(porch.tell(0.1, { type: 'Photograph', drop: id, sha256: 'ab' })).toEqual(['DropPhotographed'])
    expect(porch.tell(0.2, { type: 'Photograph', drop: id, sha256: 'cd' })).toEqual([])
    expect(dropOf(porch.watch, PARCEL)).toMatchObject({ state: 'photographed', photo: 'ab' })
    expect(porch.tell(...takeIn(5))).toEqual(['DropClaimed'])
    expect(dropOf(porch.watch, PARCEL)).toMatchObject({ state: 'claimed', ended: { by: 'household' } })
    expect(porch.tell(...vanish(6))).toEqual([])
    expect(porch.tell(...passTo(600))).toEqual([])
  })

  test.each([
    [GRACE - 0.1, []],
    [GRACE, ['DropTaken']],
    [GRACE + 0.1, ['DropTaken']],
  ])('gone, and %d min later nobody has said so: %j', (minute, told) => {
    const porch = Porch.after(expecting, appear(0), vanish(10))
    expect(porch.tell(...passTo(10 + minute))).toEqual(told)
    expect(porch.tell(...passTo(10 + minute))).toEqual([])
  })

  test('taken, and somebody of the house says late that it was him', () => {
    const porch = Porch.after(expecting, appear(0), vanish(10), passTo(20))
    expect(dropOf(porch.watch, PARCEL)?.state).toBe('taken')
    expect(porch.tell(...takeIn(60))).toEqual(['DropClaimed'])
    expect(dropOf(porch.watch, PARCEL)?.state).toBe('claimed')
  })

  test.each([
    [8, 'claimed'],
    [7.9, 'taken'],
  ])('the door was opened at minute %d, and it went at 10: %s', (opened, state) => {
    const porch = Porch.after(expecting, appear(0), door(opened), vanish(10), passTo(20))
    expect(dropOf(porch.watch, PARCEL)?.state).toBe(state)
  })

  test('it went, and the door was opened a minute after: somebody came home with it', () => {
    const porch = Porch.after(expecting, appear(0), vanish(10), door(11), passTo(20))
    expect(dropOf(porch.watch, PARCEL)?.ended).toEqual({ at: at(10), by: 'door' })
  })

  test('a courier puts it down, is let in and takes it with him', () => {
    const porch = Porch.after(expecting, appear(0), vanish(1, true), passTo(20))
    expect(dropOf(porch.watch, PARCEL)?.ended).toEqual({ at: at(1), by: 'visit' })
  })

  test.each([
    [29.9, []],
    [30, ['DropStillOutside']],
  ])('still there after %d min: %j', (minute, told) => {
    const porch = Porch.after(expecting, appear(0))
    expect(porch.tell(...passTo(minute))).toEqual(told)
    expect(porch.tell(...passTo(minute + 100))).toEqual(told.length > 0 ? [] : ['DropStillOutside'])
  })

  test('of what nobody waits for nobody is told that it lies there', () => {
    expect(Porch.after(appear(0)).tell(...passTo(100))).toEqual([])
  })

  test.each([
    [89.9, true],
    [90, true],
    [90.1, false],
    [-90, true],
    [-90.1, false],
  ])('the carrier says delivered at %d min, and it was seen at 0: it is this one: %s', (minute, isSame) => {
    const porch = Porch.after(appear(0), delivered(minute))
    expect(dropOf(porch.watch, PARCEL) !== null).toBe(isSame)
  })

  test.each([
    [90, true],
    [90.1, false],
  ])('the carrier says delivered at 0, and %d min later it is seen: it is this one: %s', (when, isSame) => {
    const porch = Porch.after(delivered(0), appear(when))
    expect(dropOf(porch.watch, PARCEL) !== null).toBe(isSame)
  })

  test.each([
    [15, true],
    [15.1, false],
  ])('another parcel is said %d min after the first: it lay there too: %s', (minute, isSame) => {
    const porch = Porch.after(appear(0), delivered(0), [
      minute,
      { type: 'CarrierSays', parcel: OTHER, at: at(minute) },
    ])
    expect(dropOf(porch.watch, OTHER) !== null).toBe(isSame)
  })

  test.each([
    [15, true],
    [15.1, false],
  ])(
    'it was taken in at 10, and another parcel is said at %d min: it lay there too: %s',
    (minute, isSame) => {
      const porch = Porch.after(expecting, appear(0), takeIn(10), [
        minute,
        { type: 'CarrierSays', parcel: OTHER, at: at(minute) },
      ])
      expect(dropOf(porch.watch, OTHER) !== null).toBe(isSame)
    },
  )

  test('two things within five minutes are one delivery, of both parcels', () => {
    const porch = Porch.after(expecting, [-90, { type: 'Expect', parcel: OTHER }], appear(0), appear(4))
    expect(porch.watch.drops.map(({ parcels }) => parcels)).toEqual([[PARCEL, OTHER]])
  })

  test('what was settled elsewhere is not expected any more', () => {
    const porch = Porch.after(expecting, [-50, { type: 'Settle', parcel: PARCEL }], appear(0))
    expect(dropOf(porch.watch, PARCEL)).toBeNull()
  })

  test('an eye is told once when it opens and once when it shuts', () => {
    const porch = new Porch()
    const eye = (minute: number, sees: boolean): readonly string[] =>
      porch.tell(minute, { type: 'Eye', camera: 'porch', sees, at: at(minute) })
    expect([eye(0, true), eye(1, true), eye(2, false), eye(3, false)]).toEqual([
      ['DropEyeOpened'],
      [],
      ['DropEyeShut'],
      [],
    ])
    expect(porch.watch.eyes).toEqual({})
  })

  test('it says when time alone will change something', () => {
    expect(nextDropLook(NO_DROPS, DROP_RULES)).toBeNull()
    expect(nextDropLook(Porch.after(expecting, appear(0)).watch, DROP_RULES)).toBe(at(30))
    expect(nextDropLook(Porch.after(expecting, appear(0), vanish(5)).watch, DROP_RULES)).toBe(at(5 + GRACE))
  })
})

const minute = fc.integer({ min: 0, max: 500 })
const step = fc.oneof(
  minute.map(appear),
  fc.tuple(minute, fc.boolean()).map(([when, isVisit]) => vanish(when, isVisit)),
  minute.map(door),
  minute.map(delivered),
  minute.map(takeIn),
  minute.map(passTo),
)

test('in any order of anything every drop ends once, is told once, and the list is bounded', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const porch = Porch.after(...steps.toSorted(([a], [b]) => a - b))
      expect(porch.watch.drops.length).toBeLessThanOrEqual(20)
      for (const { id } of porch.watch.drops) {
        const of = (type: string): number =>
          porch.events.filter((event) => event.type === type && 'drop' in event && event.drop === id).length
        expect([of('DropSeen'), of('DropStillOutside') <= 1, of('DropTaken') <= 1]).toEqual([1, true, true])
      }
    }),
  )
})

test('whatever happens, a taken drop had left the picture, and nobody of the house was there', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ordered = steps.toSorted(([a], [b]) => a - b)
      const { events } = Porch.after(...ordered)
      for (const event of events)
        if (event.type === 'DropTaken') {
          expect(ordered.some(([, told]) => told.type === 'Vanish' && told.at === event.at)).toBe(true)
          const doors = ordered.filter(([, told]) => told.type === 'UseDoor').map(([when]) => when)
          const last = doors.filter((when) => when * 60_000 <= event.at - at(0)).at(-1)
          if (last !== undefined) expect(wallTime(event.at - at(last)) > 2 * 60_000).toBe(true)
        }
    }),
  )
})
