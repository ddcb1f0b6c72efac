// Every reason for a no and every kind of alarm. Words for owner and courier stand in docs/errors.md.

export const refusalCodes = [
  // the ask itself
  'NOT_ARMED',
  'NOT_EXPECTED',
  'DOOR_BUSY',
  'NOT_ASKED',
  'NO_ALARM',
  'NOT_HOT',
  'OTHER_SESSION',
  'OTHER_TRY',
  'PICTURE_STALE',
  'CEILING_PORCH',
  'DAY_LIMIT',
  // presence and pass
  'PRESENCE_INVALID',
  'PRESENCE_STALE',
  'PRESENCE_OTHER_DOOR',
  'TOKEN_USED',
  'OUTSIDE_WINDOW',
  'CLOCK_UNTRUSTED',
  'TOO_MANY_TRIES',
  'LABEL_UNKNOWN',
  'PASS_UNKNOWN',
  'PASS_USED',
  'PASS_EXPIRED',
  'PASS_REVOKED',
  'PARCEL_DONE',
  // permissives
  'ABORTED',
  'DOOR_IN_USE',
  'FIRE',
  'NOT_APPROVED',
  'FRAMES_FEW',
  'FRAME_STALE',
  'FRAME_FROZEN',
  'LIVENESS_UNPROVED',
  'STORAGE',
  'DEADMAN_UNARMED',
  'ALARM_PATH_DOWN',
  'BATTERY_LOW',
  'LOCK_FAULT',
  'TAMPER',
  'ALARM_STANDING',
  'START_UNPROVED',
  'WITNESS_PATH',
  'LOCK_UNFIT',
  'LEASE_LOST',
  // how a try ended
  'APPROVAL_DENIED',
  'APPROVAL_TIMEOUT',
  'CARRIER_CONTRARY',
  'RESTART',
  'TOO_LATE',
  'LOCK_UNREACHABLE',
  'LOCK_REFUSED',
  // opening and locking by hand
  'RIGHT_MISSING',
  'ASSURANCE_MISSING',
  'OPENING_LIMIT',
  'DOOR_OPEN',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

export const alarmCodes = [
  'RELOCK_UNPROVED',
  'DOOR_LEFT_OPEN',
  'CAMERA_LOST_OPEN',
  'BOLT_JAMMED',
  'WITNESSES_DISAGREE',
  'LOCK_LOST_OPEN',
  'OPENED_UNASKED',
  'UNLOCKED_UNASKED',
  'REOPENED',
  'DOOR_UNANSWERING',
  'RESTARTED_OPEN',
  'RESTARTED_UNPROVED',
  'INSECURE_TOO_LONG',
  'EDGE_SILENT',
  'DEADMAN_FIRED',
  'STORAGE_LOST',
  'TAMPER',
  'FIRE',
  'OWNER_CALLED',
  'EVIDENCE_BROKEN',
] as const

export type AlarmCode = (typeof alarmCodes)[number]

/** After these nobody is offered another way into the house: sabotage must not pay (threats T16). */
const suspicious: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'FRAMES_FEW',
  'FRAME_STALE',
  'FRAME_FROZEN',
  'LIVENESS_UNPROVED',
  'TAMPER',
  'PRESENCE_INVALID',
  'PRESENCE_STALE',
  'PRESENCE_OTHER_DOOR',
  'TOKEN_USED',
  'TOO_MANY_TRIES',
  'ALARM_STANDING',
])

export const isSuspicious = (code: RefusalCode): boolean => suspicious.has(code)
