// Goal: a home that has only a camera and a bell follows its parcels, lets nobody in, and raises no alarm about a
// lock that it does not have.
// Method: the real runtime in virtual time; the devices of a door may say what they like.
import { minutes } from '@portico/core'
import { expect, test } from 'vitest'
import { SimulatedHome } from './simulated-home.ts'

const open = (): Promise<SimulatedHome> => SimulatedHome.open({ kind: 'porch', settings: { bare: true } })

test('a parcel that is out for delivery is known, and no visit is made of it', async () => {
  await using home = await open()
  await home.claim()
  await home.report('out-for-delivery')
  await home.clock.advance(minutes(5))
  expect(home.runtime.deliveries.parcels.map(({ status }) => status)).toEqual(['out-for-delivery'])
  expect(home.runtime.visits.all).toEqual([])
  expect([home.phase, home.types.includes('SessionArmed')]).toEqual(['idle', false])
})

test('no start of the hub and no time raises an alarm', async () => {
  await using home = await open()
  home.crash()
  await home.begin(home.journal.reopen())
  await home.clock.advance(minutes(10))
  expect(home.alarms).toEqual([])
})
