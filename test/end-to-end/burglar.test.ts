// The burglar's own parcel (threats G1): he posted it himself, knows its number, and comes before the carrier does. The
// home lets in unasked what it may; he is asked about, or there is nothing for him at all. Through a push, and through
// asking. Real processes; what counts is the simulated door itself.
import { carriers } from '@portico/plugin-carriers'
import { wallTime } from '@portico/plugin-api'
import { SimulatedVendor } from '@portico/testing'
import { expect, test } from 'vitest'
import { NUMBER, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'
import { calmHome } from '../support/hub-process.ts'

const KEY = 'key-of-the-household'
const HIS = '1Z999AA10123456784'
const automatic = calmHome.replace('mode: owner', 'mode: auto')

/** What EasyPost's API says of a parcel that is on the vehicle. */
function outForDelivery(number: string): object {
  const [easypost] = carriers
  const occurredAt = wallTime(Date.now() - 60_000)
  const sample = easypost?.sample(
    { trackingNumber: number, status: 'out-for-delivery', occurredAt, eventId: 'e' },
    's',
  )
  return JSON.parse(sample?.body ?? '{}').result
}

const envOf = (vendor: SimulatedVendor) => ({
  PORTICO_CARRIER_ORIGIN_EASYPOST: vendor.url,
  PORTICO_CARRIER_KEY_EASYPOST: KEY,
})

test('pushed: the owner is asked, nobody outside is told of it, and without his yes the door stays shut', async () => {
  await using vendor = await SimulatedVendor.open('easypost', KEY)
  vendor.parcels.set(HIS, outForDelivery(HIS))
  await using visit = await Visit.begin({ settings: automatic, env: envOf(vendor) })
  expect((await postHook(visit.hub, 'out-for-delivery', { number: HIS })).ok).toBe(true)
  await visit.owner.untilTold('SessionArmed')
  expect(await visit.courier.arrive(HIS)).toMatchObject({ state: 'wait' })
  await visit.owner.untilTold('ApprovalAsked')
  const { id, mode, ceiling, ask } = await visit.owner.session()
  expect([mode, ceiling]).toEqual(['owner', 'owner'])
  expect(ask?.unproved.map(({ code }) => code)).toContain('PARCEL_UNCLAIMED')
  await visit.owner.deny(id)
  expect(await visit.isLocked()).toBe(true)
  expect(await visit.unlocksReceived()).toBe(0)
  expect(vendor.followed).toEqual(new Set())
})

test('in an answer beside a parcel of the household: it is no parcel of this home, and his label finds nothing', async () => {
  await using vendor = await SimulatedVendor.open('easypost', KEY)
  vendor.parcels.set(NUMBER, outForDelivery(NUMBER))
  vendor.strangers.push(outForDelivery(HIS))
  await using visit = await Visit.begin({ settings: automatic, env: envOf(vendor) })
  await visit.owner.claim()
  await visit.owner.untilTold('SessionArmed')
  await until('the parcel to be asked about', () => vendor.followed.has(NUMBER))
  const parcels = await visit.owner.home.parcels()
  expect(parcels.map(({ trackingNumber }) => trackingNumber)).toEqual([NUMBER])
  expect(await visit.courier.arrive(HIS)).not.toMatchObject({ state: 'wait' })
  expect(visit.owner.types).not.toContain('ApprovalAsked')
  expect(await visit.isLocked()).toBe(true)
  expect(await visit.unlocksReceived()).toBe(0)
})
