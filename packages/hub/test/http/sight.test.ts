// Goal: what is seen in a picture reaches the door it is of, as a word that grants nothing, and a parcel that is seen stands
// in the journal and on the timeline of what the visit brings. Method: the real runtime in virtual time, told by hand.
import { expect, test } from 'vitest'
import { TestHub } from '../support/test-hub.ts'
import { until } from '../support/until.ts'

test('only the camera that was set up to see the leaf is a witness of it', async () => {
  await using hub = await TestHub.open()
  const events = hub.runtime.cameraEvents()
  events.sight({ type: 'leaf', camera: 'porch', says: 'open' })
  events.sight({ type: 'leaf', camera: 'hall', says: 'open' })
  const noted = await hub.line(({ type }) => type === 'WitnessNoted')
  expect([noted.door, noted.data]).toEqual(['front', { source: 'leaf-picture', says: 'open' }])
  events.sight({ type: 'leaf', camera: 'hall', says: 'unknown' })
  await hub.line(({ type, data }) => type === 'WitnessNoted' && data['says'] === 'unknown')
  expect(hub.lines.filter(({ type }) => type === 'WitnessNoted')).toHaveLength(2)
  await until('the word to be forgotten', () => hub.runtime.doors[0]?.gate.thirds.length === 0)
})

test('a parcel that is seen without a visit stands in the journal alone', async () => {
  await using hub = await TestHub.open()
  const seen = { type: 'parcel', camera: 'porch', what: 'appeared', ageMs: 3_000, confidence: 0.8 } as const
  hub.runtime.cameraEvents().sight(seen)
  const { door, data } = await hub.line(({ type }) => type === 'ParcelSeen')
  expect([door, data]).toEqual([
    null,
    { door: 'front', session: null, camera: 'porch', what: 'appeared', ageMs: 3_000, confidence: 0.8 },
  ])
  // A camera that stands at no door is nobody's.
  hub.runtime.cameraEvents().sight({ ...seen, camera: 'attic' })
  await hub.pass(1)
  expect(hub.lines.filter(({ type }) => type === 'ParcelSeen')).toHaveLength(1)
})
