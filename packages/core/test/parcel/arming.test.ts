// Which report arms, to the millisecond, and how long the window is.
import { describe, expect, test } from 'vitest'
import {
  type ArmingVerdict,
  type Observation,
  type ParcelStatus,
  armingOf,
  ceilingOf,
  newParcel,
  parcelId,
  parcelStatuses,
  wallTime,
} from '@portico/core'

const NOW = 1_790_000_000_000
const HOUR = 3_600_000

function verdict(more: Partial<Observation> = {}, evening = NOW + 6 * HOUR): ArmingVerdict {
  const observation: Observation = {
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    status: 'out-for-delivery',
    occurredAt: wallTime(NOW),
    received: wallTime(NOW),
    window: null,
    elsewhere: null,
    claim: 'none',
    ...more,
  }
  const parcel = newParcel(parcelId('p_1'), '1Z', observation)
  return armingOf({ parcel, observation, evening: wallTime(evening) })
}

test.each(parcelStatuses)(
  '%s arms only when the parcel is on its way to the door',
  (status: ParcelStatus) => {
    expect(verdict({ status }).arms).toBe(status === 'out-for-delivery' || status === 'arriving')
  },
)

describe('the time of the event', () => {
  test.each([
    [-18 * HOUR, true],
    [-18 * HOUR - 1, false],
    [10 * 60_000, true],
    [10 * 60_000 + 1, false],
  ])('%d ms from receipt', (offset, arms) => {
    expect(verdict({ occurredAt: wallTime(NOW + offset) }).arms).toBe(arms)
  })
  test('none at all does not arm', () => {
    expect(verdict({ occurredAt: null })).toEqual({ arms: false, why: 'no-time' })
  })
})

describe('the window', () => {
  test('is the real one where the carrier names it', () => {
    const window = { from: wallTime(NOW + HOUR), to: wallTime(NOW + 3 * HOUR) }
    expect(verdict({ window })).toEqual({ arms: true, window, real: true })
  })
  test('else runs from receipt to the evening, twelve hours at most', () => {
    expect(verdict()).toMatchObject({ real: false, window: { from: NOW, to: NOW + 6 * HOUR } })
    expect(verdict({}, NOW + 20 * HOUR)).toMatchObject({ window: { to: NOW + 12 * HOUR } })
  })
  test('of another day is none: a visit is not prepared for next year', () => {
    const windowIn = (hoursAhead: number) => {
      const from = NOW + hoursAhead * HOUR
      return verdict({ window: { from: wallTime(from), to: wallTime(from + HOUR) } })
    }
    expect(windowIn(24)).toMatchObject({ real: true })
    for (const ahead of [24.01, 365 * 24])
      expect(windowIn(ahead)).toMatchObject({ arms: true, real: false, window: { from: NOW } })
  })
  test('that is past does not arm', () => {
    const window = { from: wallTime(NOW - 3 * HOUR), to: wallTime(NOW) }
    expect(verdict({ window })).toEqual({ arms: false, why: 'window-past' })
  })
})

describe('T1: the ceiling over claim, channel, grade and window', () => {
  const claims = ['household', 'none'] as const
  const channels = ['carrier-driver', 'carrier-signed', 'mail', 'token', 'none'] as const
  const grades = ['signed-with-time', 'signed', 'bearer', 'none'] as const
  const windows = [1, 4, 4.1, null] as const
  const cells = claims.flatMap((claim) =>
    channels.flatMap((channel) =>
      grades.flatMap((grade) => windows.map((windowHours) => ({ claim, channel, grade, windowHours }))),
    ),
  )
  test.each(cells)('$claim, $channel, $grade, $windowHours h', (facts) => {
    const unasked =
      facts.claim === 'household' &&
      ['carrier-driver', 'carrier-signed'].includes(facts.channel) &&
      ['signed-with-time', 'signed'].includes(facts.grade) &&
      facts.windowHours !== null &&
      facts.windowHours <= 4
    expect(ceilingOf(facts)).toBe(facts.channel === 'mail' ? 'porch' : unasked ? 'auto' : 'owner')
    // A household may raise a sender of mails to being asked, and no further; nothing else is raised.
    const raised = ceilingOf({ ...facts, raised: true })
    expect(raised).toBe(facts.channel === 'mail' ? 'owner' : ceilingOf(facts))
  })
})
