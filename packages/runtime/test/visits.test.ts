// The visits of a parcel are found by it: whatever was put, changed or taken over meanwhile, they are those of all visits
// that name it, in their order.
import { homeId, parcelId, sessionId, wallTime } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { MemoryJournal, seededChance } from '@portico/testing'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SealedRecords } from '../src/index.ts'
import type { Visit } from '../src/visit.ts'
import { Visits, visitIn } from '../src/visits.ts'

const HOME = homeId('home')
const ids = ['p_1', 'p_2', 'p_3', 'p_4'].map(parcelId)

function empty(): Visits {
  const records = new SealedRecords(HOME, new MemoryJournal(), homeKey(new Uint8Array(32).fill(7)))
  const offerOf = (): never => {
    throw new Error('nobody is refused here')
  }
  return new Visits({ home: HOME, records, chance: seededChance(1), offerOf })
}

const visit = (id: string, parcels: Visit['parcels'], state: Visit['state']): Visit =>
  visitIn({ id: sessionId(id), parcels, state, mode: 'owner', created: wallTime(1) })

test('the visits of any parcels are those of all that name one of them, in the order of all', () => {
  const put = fc.record({
    id: fc.constantFrom('s_1', 's_2', 's_3', 's_4', 's_5'),
    parcels: fc.subarray(ids, { minLength: 1 }),
    state: fc.constantFrom('due', 'closed'),
    asked: fc.subarray(ids),
  })
  fc.assert(
    fc.property(fc.array(put, { maxLength: 20 }), (puts) => {
      const visits = empty()
      for (const { id, parcels, state, asked } of puts) {
        visits.put(visit(id, parcels, state))
        const named = visits.all.filter((each) => each.parcels.some((one) => asked.includes(one)))
        expect(visits.of(asked)).toEqual(named)
        expect(visits.allUnderWayOf(asked)).toEqual(named.filter((each) => each.state !== 'closed'))
      }
    }),
  )
})
