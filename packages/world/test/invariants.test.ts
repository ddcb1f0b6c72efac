// Goal: whatever is done at a door, in whatever order, physics holds. Method: random deeds at random instants; the
// world is looked at after every one of its own changes.
import { type Instant, instant, milliseconds } from '@portico/core'
import {
  type Deed,
  type World,
  act,
  advance,
  boltAt,
  initialWorld,
  leafAt,
  nextChange,
  placeOf,
  leafIsShut,
} from '@portico/world'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const who = fc.constantFrom('courier' as const, 'resident' as const, 'second' as const)
const aim = fc.constantFrom('lock' as const, 'unlock' as const)
const wait = fc.integer({ min: 0, max: 20_000 }).map(milliseconds)
const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null })

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    type: fc.constant('command' as const),
    to: aim,
    by: fc.constantFrom('hub' as const, 'edge' as const),
    notAfter: maybe(fc.integer({ min: 0, max: 60_000 }).map(instant)),
  }),
  fc.record({ type: fc.constant('turn' as const), to: aim }),
  fc.record({
    type: fc.constant('open' as const),
    from: fc.constantFrom('outside' as const, 'inside' as const),
    wide: fc.boolean(),
  }),
  fc.constantFrom<Deed>({ type: 'close' }, { type: 'close' }, { type: 'drop' }, { type: 'take' }),
  fc.record({ type: fc.constantFrom('come' as const, 'enter' as const, 'leave' as const), who }),
  fc.record({ type: fc.constant('jam' as const), at: maybe(fc.double({ min: 0, max: 1, noNaN: true })) }),
  fc.record({ type: fc.constant('relock' as const), after: maybe(wait), sensesLeaf: fc.boolean() }),
  fc.record({ type: fc.constant('battery' as const), percent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({
    type: fc.constantFrom(
      'power' as const,
      'fault' as const,
      'tamper' as const,
      'fire' as const,
      'hold' as const,
    ),
    on: fc.boolean(),
  }),
  fc.record({ type: fc.constant('ghost' as const), after: maybe(wait) }),
)

const deeds = fc.array(fc.record({ deed, pause: fc.integer({ min: 0, max: 3_000 }) }), { maxLength: 40 })
const options = fc.record({
  outsideHandle: fc.constantFrom('lever' as const, 'knob' as const),
  relockAfter: maybe(wait),
  relockSensesLeaf: fc.boolean(),
})

/** Every world from one instant to another, one after each change. */
function* changes(world: World, to: Instant): Generator<World> {
  let now = world
  for (let at = nextChange(now); at !== null && at <= to; at = nextChange(now)) {
    now = advance(now, at).world
    yield now
  }
  yield advance(now, to).world
}

/** What is physically impossible between one world and the next; empty when all is well. */
function impossible(before: World, now: World): string[] {
  const [boltWas, boltIs] = [boltAt(before, before.at), boltAt(now, now.at)]
  const [leafWas, leafIs] = [leafAt(before, before.at), leafAt(now, now.at)]
  const { outside, inside, taken } = now.parcels
  const faults: [boolean, string][] = [
    [boltIs < 0 || boltIs > 1, 'the bolt left its case'],
    [leafWas === 0 && leafIs > 0 && boltWas > 0.05, 'the leaf opened through the bolt'],
    [leafWas > 0 && leafIs === 0 && boltIs > 0.05, 'the leaf shut over the bolt'],
    [
      leafIs === 0 && now.people.some((person) => placeOf(person, now.at) === 'doorway'),
      'somebody stands in a shut doorway',
    ],
    [Math.min(outside, inside, taken) < 0, 'a parcel was taken that was not there'],
    [leafIsShut(exitBy(now), instant(now.at + 801)), 'the inside handle did not open'],
  ]
  return faults.flatMap(([wrong, what]) => (wrong ? [what] : []))
}

/** A late command or the lock's own timer may throw the bolt at once, but the leaf is out of its frame. */
const exitBy = (world: World): World =>
  advance(act(world, { type: 'open', from: 'inside', wide: true }, world.at).world, instant(world.at + 801))
    .world

describe('a door', () => {
  it('never opens through a bolt, never shuts over one, and always lets people out', () => {
    fc.assert(
      fc.property(options, deeds, (door, list) => {
        let world = initialWorld({ at: instant(0), ...door })
        for (const { deed: next, pause } of list) {
          for (const now of changes(world, instant(world.at + pause))) {
            expect(impossible(world, now)).toEqual([])
            world = now
          }
          const done = act(world, next, world.at).world
          expect(impossible(world, done)).toEqual([])
          world = done
        }
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same for the same, in one stride or in many', () => {
    fc.assert(
      fc.property(options, deeds, (door, list) => {
        let strides = initialWorld({ at: instant(0), ...door })
        let steps = strides
        for (const { deed: next, pause } of list) {
          const at = instant(strides.at + pause)
          for (const now of changes(steps, at)) steps = now
          strides = act(strides, next, at).world
          steps = act(steps, next, at).world
          expect(steps).toEqual(strides)
        }
      }),
    )
  })

  it('comes to rest: what moves by itself ends within a bounded number of changes', () => {
    fc.assert(
      fc.property(options, deeds, (door, list) => {
        let world = initialWorld({ at: instant(0), ...door })
        for (const { deed: next, pause } of list) world = act(world, next, instant(world.at + pause)).world
        let count = 0
        for (let at = nextChange(world); at !== null && count < 100; at = nextChange(world), count++)
          world = advance(world, at).world
        expect(count).toBeLessThan(100)
      }),
    )
  })

  it('does not run backwards', () => {
    expect(() => advance(initialWorld({ at: instant(10) }), instant(9))).toThrow('time runs forward')
  })
})
