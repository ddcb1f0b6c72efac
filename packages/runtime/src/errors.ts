// Operating failures of the runtime. Refusals are no errors: they are events of the core.
import { HubError } from '@portico/ports'

export const runtimeErrorCodes = [
  'HUB_RUNTIME_STOPPED',
  'HUB_RUNTIME_UNKNOWN',
  'HUB_DOOR_FLOODED',
  /** A courier is at the door with it: nothing about it is changed now. */
  'HUB_PARCEL_BUSY',
  /** It is for somebody else alone. */
  'HUB_PARCEL_PRIVATE',
  /** The two are one parcel already. */
  'HUB_PARCEL_SAME',
  /** More parcels would be one than are kept together. */
  'HUB_PARCEL_LIMIT',
  /** Nothing would be taken, or nothing would stay. */
  'HUB_PARCEL_APART',
  /** There is nothing to undo, or what was said since speaks against it. */
  'HUB_PARCEL_UNDO',
  /** Two carriers use this number, and neither was named. */
  'HUB_PARCEL_AMBIGUOUS',
  /** A pause that ends before it begins, or is over, or too long. */
  'HUB_HOLD_DATES',
  /** No pause is set, and no change of one waits. */
  'HUB_HOLD_NOTHING',
] as const

export type RuntimeErrorCode = (typeof runtimeErrorCodes)[number]

export const runtimeError = (code: RuntimeErrorCode, message: string, retryable = false): HubError =>
  new HubError(code, message, { retryable })
