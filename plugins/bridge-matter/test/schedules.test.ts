// Goal: users of controllers open in their hours alone. Method: the rules of each user type, at the edges of a span.
import { describe, expect, it } from 'vitest'
import { type LocalTime, type Schedules, localTime, mayOpen, userTypes } from '../src/schedules.ts'

const user = (userType: number, userStatus = 1) => ({ userIndex: 1, userType, userStatus })
const weekly = {
  userIndex: 1,
  daysMask: { tuesday: true },
  startHour: 9,
  startMinute: 30,
  endHour: 11,
  endMinute: 0,
}
const yearly = { userIndex: 1, localStartTime: 1_000, localEndTime: 2_000 }
const none: Schedules = { weekDay: [], yearDay: [] }
const at = (day: number, minute: number, seconds = 0): LocalTime => ({ day, minute, seconds })

describe('hours of a user', () => {
  it.each([
    [at(2, 570), true],
    [at(2, 569), false],
    [at(2, 659), true],
    [at(2, 660), false],
    [at(3, 600), false],
  ])('of a week, at %o: %s', (now, is) => {
    expect(mayOpen(user(userTypes.weekDay), { weekDay: [weekly], yearDay: [] }, now)).toBe(is)
  })

  it.each([
    [999, false],
    [1_000, true],
    [1_999, true],
    [2_000, false],
  ])('of a year, at second %s: %s', (seconds, is) => {
    expect(mayOpen(user(userTypes.yearDay), { weekDay: [], yearDay: [yearly] }, at(0, 0, seconds))).toBe(is)
  })

  it('of a bounded type without a schedule, or with somebody else’s, are none', () => {
    const others = { weekDay: [{ ...weekly, userIndex: 2 }], yearDay: [{ ...yearly, userIndex: 2 }] }
    for (const type of [userTypes.weekDay, userTypes.yearDay, userTypes.restricted])
      for (const schedules of [none, others])
        expect(mayOpen(user(type), schedules, at(2, 600, 1_500))).toBe(false)
  })

  it('of a restricted user hold for each kind that he has', () => {
    const both = { weekDay: [weekly], yearDay: [yearly] }
    const restricted = user(userTypes.restricted)
    expect(mayOpen(restricted, both, at(2, 600, 1_500))).toBe(true)
    expect(mayOpen(restricted, both, at(2, 600, 2_500))).toBe(false)
    expect(mayOpen(restricted, both, at(1, 600, 1_500))).toBe(false)
    expect(mayOpen(restricted, { weekDay: [weekly], yearDay: [] }, at(2, 600, 9_999))).toBe(true)
  })

  it('are none for who is switched off or may never open, and all for others', () => {
    expect(mayOpen(user(0), none, at(0, 0))).toBe(true)
    expect(mayOpen(user(0, 3), none, at(0, 0))).toBe(false)
    expect(mayOpen(user(userTypes.nonAccess), none, at(0, 0))).toBe(false)
  })

  it('are told by the clock on the wall', () => {
    const noon = new Date(2026, 10, 24, 12, 5, 0)
    const { day, minute, seconds } = localTime(noon.getTime())
    expect([day, minute]).toEqual([2, 725])
    expect(seconds).toBe(Date.UTC(2026, 10, 24, 12, 5, 0) / 1_000)
  })
})
