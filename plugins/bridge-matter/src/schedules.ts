// Whether a user of a controller may open now. The library keeps week-day and year-day schedules and asks nobody; they are
// enforced here (Application Clusters 1.4, 5.2.6.18 and 5.2.6.19), before the hub hears of the PIN.

/** Of DoorLock's UserTypeEnum (5.2.6.18): those whose time is bounded, and who may never open. */
export const userTypes = { yearDay: 1, weekDay: 2, nonAccess: 4, restricted: 8 } as const
/** Those whose hours the clock on the wall decides. */
export const boundedTypes: ReadonlySet<number> = new Set([
  userTypes.yearDay,
  userTypes.weekDay,
  userTypes.restricted,
])
/** Of UserStatusEnum (5.2.6.17). */
export const userStatuses = { enabled: 1, disabled: 3 } as const

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

export interface WeekDaySchedule {
  readonly userIndex: number
  readonly daysMask: { readonly [day in (typeof dayNames)[number]]?: boolean }
  readonly startHour: number
  readonly startMinute: number
  readonly endHour: number
  readonly endMinute: number
}

export interface YearDaySchedule {
  readonly userIndex: number
  /** Unix time in s, told as the clock on the wall of the home shows it: the library counts from 1970 what is sent from 2000. */
  readonly localStartTime: number
  readonly localEndTime: number
}

export interface Schedules {
  readonly weekDay: readonly WeekDaySchedule[]
  readonly yearDay: readonly YearDaySchedule[]
}

export interface ScheduledUser {
  readonly userIndex: number
  readonly userType: number
  readonly userStatus: number
}

/** What the clock on the wall shows. */
export interface LocalTime {
  /** 0: Sunday. */
  readonly day: number
  /** Of the day, 0–1439. */
  readonly minute: number
  /** Unix time in s, as if the home's zone were UTC. */
  readonly seconds: number
}

/** In the time zone of the process, which is the home's. */
export function localTime(wall: number): LocalTime {
  const at = new Date(wall)
  const seconds =
    Date.UTC(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()) /
    1_000
  return { day: at.getDay(), minute: at.getHours() * 60 + at.getMinutes(), seconds }
}

/** A user of a bounded type without any schedule may never open. The end of a span is outside of it. */
export function mayOpen(user: ScheduledUser, { weekDay, yearDay }: Schedules, now: LocalTime): boolean {
  if (user.userStatus !== userStatuses.enabled) return false
  const isWeekly = weekDay.some((span) => span.userIndex === user.userIndex && isInWeek(span, now))
  const isYearly = yearDay.some((span) => span.userIndex === user.userIndex && isInYear(span, now))
  switch (user.userType) {
    case userTypes.nonAccess:
      return false
    case userTypes.weekDay:
      return isWeekly
    case userTypes.yearDay:
      return isYearly
    case userTypes.restricted:
      return isRestrictedIn({ user, weekDay, yearDay, isWeekly, isYearly })
    default:
      return true
  }
}

interface Restricted {
  readonly user: ScheduledUser
  readonly weekDay: readonly WeekDaySchedule[]
  readonly yearDay: readonly YearDaySchedule[]
  readonly isWeekly: boolean
  readonly isYearly: boolean
}

/** Of each kind that he has, one must hold; without any he is let in at no time. */
function isRestrictedIn({ user, weekDay, yearDay, isWeekly, isYearly }: Restricted): boolean {
  const hasWeekly = weekDay.some(({ userIndex }) => userIndex === user.userIndex)
  const hasYearly = yearDay.some(({ userIndex }) => userIndex === user.userIndex)
  return (hasWeekly || hasYearly) && (!hasWeekly || isWeekly) && (!hasYearly || isYearly)
}

function isInWeek(span: WeekDaySchedule, { day, minute }: LocalTime): boolean {
  const name = dayNames[day]
  if (name === undefined || span.daysMask[name] !== true) return false
  return minute >= span.startHour * 60 + span.startMinute && minute < span.endHour * 60 + span.endMinute
}

function isInYear({ localStartTime, localEndTime }: YearDaySchedule, { seconds }: LocalTime): boolean {
  return seconds >= localStartTime && seconds < localEndTime
}
