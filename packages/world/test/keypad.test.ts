// Goal: T10 at the lock. A PIN opens once, until an end that the lock watches itself; nothing else that is typed opens.
import { type Instant, after, instant, op, seconds } from '@portico/core'
import { describe, expect, test } from 'vitest'
import {
  type Deed,
  type Step,
  type World,
  act,
  advance,
  initialWorld,
  lockReport,
  truthOf,
} from '../src/index.ts'

const START = instant(1000)
const OP = op('s_1#0')
const store: Deed = {
  type: 'store-pin',
  op: OP,
  pin: '480213',
  notAfter: after(START, seconds(2)),
  endsAt: after(START, seconds(30)),
}
const typed = (pin: string): Deed => ({ type: 'key-in', pin })

/** Deeds at their seconds after the start. */
function play(...deeds: readonly (readonly [number, Deed])[]): { world: World; types: string[] } {
  let step: Step = { world: initialWorld({ at: START }), happened: [] }
  const types: string[] = []
  for (const [at, deed] of deeds) {
    step = act(step.world, deed, after(START, seconds(at)))
    types.push(...step.happened.map(({ type }) => type))
  }
  return { world: step.world, types }
}
const boltAfter = (world: World, at: number): string => {
  const then: Instant = after(START, seconds(at))
  return truthOf(advance(world, then).world, then).bolt
}

test('the PIN opens once', () => {
  const { world, types } = play([0, store], [5, typed('480213')])
  expect(types).toEqual(['PinStored', 'PinUsed', 'BoltStarted'])
  expect(boltAfter(world, 7)).toBe('withdrawn')
  const again = play(
    [0, store],
    [5, typed('480213')],
    [8, { type: 'turn', to: 'lock' }],
    [9, typed('480213')],
  )
  expect(again.types.at(-1)).toBe('Refused')
  expect(boltAfter(again.world, 12)).toBe('thrown')
})

test('what the lock says of it names the op, and never the PIN', () => {
  const { world, types } = play([0, store], [5, typed('480213')])
  expect(
    lockReport(advance(world, after(START, seconds(7))).world, { lie: 'honest', q: null }),
  ).toMatchObject({
    bolt: 'unlocked',
    source: 'manual',
    credential: OP,
  })
  expect(JSON.stringify(types)).not.toContain('480213')
})

describe('nothing opens', () => {
  test.each([
    ['another PIN', [5, typed('480214')]],
    ['the beginning of it', [5, typed('48021')]],
    ['at its end', [30, typed('480213')]],
    ['after its end', [31, typed('480213')]],
  ] as const)('%s', (_name, tried) => {
    const { world, types } = play([0, store], tried)
    expect(types.at(-1)).toBe('Refused')
    expect(boltAfter(world, 60)).toBe('thrown')
  })
  test('and nothing is kept of a PIN that came after its last moment', () => {
    const { world, types } = play([3, store], [4, typed('480213')])
    expect(types).toEqual(['PinVoid', 'Refused'])
    expect(world.keypad.pin).toBeNull()
  })
  test('once it was told to forget', () => {
    const { types } = play([0, store], [1, { type: 'forget-pin', op: OP }], [2, typed('480213')])
    expect(types).toEqual(['PinStored', 'PinGone', 'Refused'])
  })
  test('without power', () => {
    const { types } = play([0, store], [1, { type: 'power', on: false }], [2, typed('480213')])
    expect(types.at(-1)).toBe('Refused')
  })
})

describe('the lock forgets by itself', () => {
  test.each([
    ['with nobody there', []],
    ['without power', [[1, { type: 'power', on: false }]]],
    ['with an empty battery', [[1, { type: 'battery', percent: 0 }]]],
  ] as const)('%s', (_name, deeds) => {
    const { world } = play([0, store], ...deeds)
    const before = advance(world, after(START, seconds(29.999)))
    expect(before.world.keypad.pin).not.toBeNull()
    const step = advance(before.world, after(START, seconds(30)))
    expect([step.world.keypad.pin, step.happened.map(({ type }) => type)]).toEqual([null, ['PinGone']])
  })
  test('the one before, when a new one comes', () => {
    const other: Deed = { ...store, op: op('s_2#0'), pin: '111111' }
    expect(play([0, store], [1, other], [2, typed('480213')]).types).toEqual([
      'PinStored',
      'PinGone',
      'PinStored',
      'Refused',
    ])
  })
})

test('told to forget another op it keeps its own, and says that the other is gone', () => {
  const { types, world } = play([0, store], [1, { type: 'forget-pin', op: op('other') }])
  expect([types, world.keypad.pin?.op]).toEqual([['PinStored', 'PinGone'], OP])
})
