// What the street says of an act is what really happened. That the house knows every act is shown in the browser.
import { expect, test } from 'vitest'
import type { Mounted, TrueDoor } from '../../src/street/simulated-house.ts'
import { actGroups, sentenceOf } from '../../src/street/street-acts.ts'

const mounted: Mounted = {
  id: 'front',
  name: 'Front door',
  lock: 'front-lock',
  contact: 'front-contact',
  edge: 'front-edge',
  bell: 'front-bell',
  cameras: [{ id: 'porch', view: 'outside' }],
}

const truth: TrueDoor = {
  bolt: 'thrown',
  boltPosition: 1,
  boltMoves: false,
  leaf: 'closed',
  leafPosition: 0,
  leafHeld: false,
  people: [],
  parcels: { outside: 0, inside: 0, taken: 0 },
  battery: 90,
  lockDead: false,
  jam: null,
  siren: false,
}

const labels = (more: Partial<TrueDoor> = {}): readonly string[] =>
  actGroups(mounted, { ...truth, ...more }).flatMap(({ acts }) => acts.map(({ label }) => label))

test('every act says what was done, and never that something moved when nothing did', () => {
  for (const act of actGroups(mounted, truth).flatMap(({ acts }) => acts)) {
    expect(sentenceOf(act, { moved: true, why: null })).toBe(act.done)
    expect(sentenceOf(act, { moved: false, why: 'bolt' })).toBe(
      `${act.label}: nothing moved, the bolt holds it.`,
    )
    expect(sentenceOf(act, { moved: false, why: 'something-new' })).toContain('nothing moved, something-new')
    expect(sentenceOf(act, { moved: false, why: null })).toContain('nothing moved')
  }
})

test('no two buttons read alike, and a button undoes what is', () => {
  expect(new Set(labels()).size).toBe(labels().length)
  expect(labels()).toContain('Hold the door')
  expect(labels({ leafHeld: true })).toContain('Let go of the door')
  expect(labels({ leafHeld: true })).not.toContain('Hold the door')
  expect(labels({ jam: 0.5 })).toContain('Free the bolt')
  expect(labels({ lockDead: true })).toContain('Power the lock')
})

test('a door without an edge has no radio of one', () => {
  const acts = actGroups({ ...mounted, edge: null }, truth).flatMap((group) => group.acts)
  expect(acts.some(({ label }) => label.includes('edge'))).toBe(false)
})
