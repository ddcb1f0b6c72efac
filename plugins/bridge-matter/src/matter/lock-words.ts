// Our words in Matter's: what a door is, and a no of the hub as the error of an operation, for all who follow the lock, and
// as a status.
import { DoorLock } from '@matter/main/clusters/door-lock'
import { Status } from '@matter/main/types'
import type { Denial } from '../acts.ts'
import type { LeafWord, LockWord } from '../truth.ts'

const { DoorState, LockState, OperationError, UserType } = DoorLock

export const LOCK_STATES: Readonly<Record<NonNullable<LockWord>, DoorLock.LockState>> = {
  'not-fully-locked': LockState.NotFullyLocked,
  locked: LockState.Locked,
  unlocked: LockState.Unlocked,
}

export const DOOR_STATES: Readonly<Record<NonNullable<LeafWord>, DoorLock.DoorState>> = {
  open: DoorState.DoorOpen,
  closed: DoorState.DoorClosed,
}

export const OPERATION_ERRORS: Readonly<Record<Denial, DoorLock.OperationError>> = {
  right: OperationError.Restricted,
  pin: OperationError.InvalidCredential,
  closed: OperationError.InvalidCredential,
  hours: OperationError.Restricted,
  disabled: OperationError.DisabledUserDenied,
  busy: OperationError.Restricted,
  lost: OperationError.Unspecified,
  refused: OperationError.Unspecified,
}

export const STATUSES: Readonly<Record<Denial, Status>> = {
  right: Status.UnsupportedAccess,
  pin: Status.Failure,
  closed: Status.Failure,
  hours: Status.Failure,
  disabled: Status.Failure,
  busy: Status.Busy,
  lost: Status.Timeout,
  refused: Status.Failure,
}

/** Users whose rules are kept here. Those that are used up, run out or raise a silent alarm are not: they are refused. */
export const keptUserTypes: ReadonlySet<DoorLock.UserType> = new Set([
  UserType.UnrestrictedUser,
  UserType.YearDayScheduleUser,
  UserType.WeekDayScheduleUser,
  UserType.NonAccessUser,
  UserType.ScheduleRestrictedUser,
  UserType.RemoteOnlyUser,
])
