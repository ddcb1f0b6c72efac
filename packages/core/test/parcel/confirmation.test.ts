// Whether a visit is called delivered (threats G1): the hour of the carrier one below, at and above; whose word counts;
// and what no word of a carrier explains.
import {
  type Confirmation,
  type ParcelStatus,
  type SourceGrade,
  awaited,
  carrierAgrees,
  confirmationNews,
  confirmationState,
  sourceGrades,
  wallTime,
  withDoubt,
} from '@portico/core'
import { describe, expect, test } from 'vitest'

const DELIVERED = wallTime(1_790_000_000_000)
const HOUR = 3_600_000
const after = (ms: number) => wallTime(DELIVERED + ms)
const silent = withDoubt(awaited(DELIVERED), 'carrier-silent', after(HOUR))
const agreed = (confirmation: Confirmation): Confirmation => ({ ...confirmation, agreed: after(1) })

describe('the hour of the carrier', () => {
  test.each([
    [HOUR - 1, null],
    [HOUR, 'carrier-silent'],
    [HOUR + 1, 'carrier-silent'],
  ])('%i ms after our delivered, and he is silent: %s', (ms, news) => {
    expect(confirmationNews({ confirmation: awaited(DELIVERED), agrees: false, now: after(ms) })).toBe(news)
  })
  test('his word counts in time and late, and is news once', () => {
    for (const confirmation of [awaited(DELIVERED), silent])
      for (const ms of [0, HOUR, 24 * HOUR])
        expect(confirmationNews({ confirmation, agrees: true, now: after(ms) })).toBe('agreed')
    const told = { confirmation: agreed(awaited(DELIVERED)), agrees: true, now: after(HOUR) }
    expect(confirmationNews(told)).toBeNull()
  })
  test('his silence is news once', () => {
    expect(confirmationNews({ confirmation: silent, agrees: false, now: after(2 * HOUR) })).toBeNull()
  })
  test('what he said and took back stays said: the house saw the visit', () => {
    const told = { confirmation: agreed(awaited(DELIVERED)), agrees: false, now: after(2 * HOUR) }
    expect(confirmationNews(told)).toBeNull()
  })
})

describe('what it is called', () => {
  const again = withDoubt(awaited(DELIVERED), 'label-again', after(5))
  test.each<[string, Confirmation, string]>([
    ['at first', awaited(DELIVERED), 'waits'],
    ['the carrier agrees', agreed(awaited(DELIVERED)), 'agreed'],
    ['the carrier was silent for an hour', silent, 'doubtful'],
    ['the carrier agrees later than that', agreed(silent), 'agreed'],
    ['somebody came again with the label', again, 'doubtful'],
    ['and the carrier agrees: that explains no second visitor', agreed(again), 'doubtful'],
  ])('%s', (_name, confirmation, state) => {
    expect(confirmationState(confirmation)).toBe(state)
  })
  test('the same reason twice is one', () => {
    expect(withDoubt(again, 'label-again', after(6))).toBe(again)
  })
})

describe('whose word counts', () => {
  const parcel = (status: ParcelStatus | null, grade: SourceGrade) => ({ status, grade })
  test.each(sourceGrades.flatMap((announced) => sourceGrades.map((said) => [announced, said] as const)))(
    'announced %s, said %s: none that is weaker',
    (announced, said) => {
      const isAsGood = sourceGrades.indexOf(said) <= sourceGrades.indexOf(announced)
      expect(carrierAgrees([parcel('delivered', said)], announced)).toBe(isAsGood)
    },
  )
  test.each<ParcelStatus | null>([null, 'out-for-delivery', 'delivered-elsewhere', 'attempted'])(
    '%s is not delivered',
    (status) => {
      expect(carrierAgrees([parcel(status, 'signed')], 'signed')).toBe(false)
    },
  )
  test('all parcels, and at least one', () => {
    const [good, other] = [parcel('delivered', 'signed'), parcel('arriving', 'signed')]
    expect(carrierAgrees([good, other], 'signed')).toBe(false)
    expect(carrierAgrees([good, good], 'signed')).toBe(true)
    expect(carrierAgrees([], 'signed')).toBe(false)
  })
})
