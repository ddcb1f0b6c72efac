// What controllers of a story send to a lock, and what they are told (Application Clusters 1.4, 5.2; Core 1.4, 8.10).

/** Of LockState. */
export const locked = 1
export const unlocked = 2

export const status = { failure: 0x01, unsupportedAccess: 0x7e, timeout: 0x94, busy: 0x9c } as const

type Request = Readonly<Record<string, unknown>>

/** Of UserTypeEnum. */
export const userTypes = { plain: 0, yearDay: 1, weekDay: 2 } as const
/** Of DataOperationTypeEnum. */
const operations = { add: 0, modify: 2 } as const

export const user = (userType: number, operation: keyof typeof operations = 'add'): Request => ({
  operationType: operations[operation],
  userIndex: 1,
  userName: 'Mara',
  userUniqueId: null,
  userStatus: 1,
  userType,
  credentialRule: 0,
})

export const credential = (pin: string): Request => ({
  operationType: 0,
  credential: { credentialType: 1, credentialIndex: 1 },
  credentialData: pin,
  userIndex: 1,
  userStatus: null,
  userType: null,
})

export const allWeek: Request = {
  weekDayIndex: 1,
  userIndex: 1,
  daysMask: {
    sunday: true,
    monday: true,
    tuesday: true,
    wednesday: true,
    thursday: true,
    friday: true,
    saturday: true,
  },
  startHour: 0,
  startMinute: 0,
  endHour: 23,
  endMinute: 59,
}

/** Unix time of Matter's epoch, s. */
const EPOCH_S = 946_684_800

/** By the clock on the wall of a home that is so many minutes ahead of UTC, hours from now. */
export function yearDay(fromHours: number, toHours: number, aheadMinutes: number): Request {
  const now = Date.now() / 1_000 + aheadMinutes * 60 - EPOCH_S
  return {
    yearDayIndex: 1,
    userIndex: 1,
    localStartTime: Math.round(now + fromHours * 3_600),
    localEndTime: Math.round(now + toHours * 3_600),
  }
}
