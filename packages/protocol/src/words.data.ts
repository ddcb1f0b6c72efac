// The words of every refusal and alarm: for the owner, for the courier (one of eight sentences), and the next step.
// docs/errors.md is held to this table by a test.
import type {
  AlarmCode,
  CapName,
  ConfirmationState,
  Mode,
  Offered,
  Place,
  Presence,
  RefusalCode,
  RungSkip,
  UnknownFact,
  VisitDoubt,
} from '@portico/core'
import type { alwaysCodes } from './rules.ts'

/** All that a courier ever hears. They tell little to whoever probes, and are few to translate. */
export const courierSentences = {
  A: 'Please use the {place} today. The door stays shut this time; that is not your fault.',
  B: 'Please stand at the door and scan the code beside it again.',
  C: 'One moment, please.',
  D: 'This page has ended. Please open it again from your delivery.',
  E: 'Please ring the bell.',
  F: 'Please keep the parcel; the recipient is told.',
  G: 'Please step out and pull the door shut until it ticks.',
  H: 'Please check the number on the label, or ring the bell.',
} as const

export type CourierLetter = keyof typeof courierSentences

export interface RefusalWords {
  /** `{value}` and `{limit}` are filled from the refusal itself. */
  readonly owner: string
  readonly courier: CourierLetter
  readonly next: string
}

export const refusalWords: Readonly<Record<RefusalCode, RefusalWords>> = {
  NOT_ARMED: {
    owner: 'No delivery is due at this door.',
    courier: 'H',
    next: 'Add the parcel, or answer the bell',
  },
  NOT_EXPECTED: { owner: 'No parcel is due that fits this visit.', courier: 'H', next: 'Add the parcel' },
  DOOR_BUSY: {
    owner: 'Another visit or opening is under way here.',
    courier: 'C',
    next: 'Wait until it has ended',
  },
  NOT_ASKED: {
    owner: 'Nobody waits for your answer any more.',
    courier: 'C',
    next: 'Look at the visit again',
  },
  NO_ALARM: { owner: 'This alarm does not stand any more.', courier: 'E', next: 'None' },
  NOT_HOT: { owner: 'No visit is under way that could be stopped.', courier: 'E', next: 'None' },
  OTHER_SESSION: { owner: 'This is about another visit.', courier: 'D', next: 'Look at the visit again' },
  OTHER_TRY: {
    owner: 'The courier has tried again since; look at the new picture.',
    courier: 'C',
    next: 'Look again, then answer',
  },
  PICTURE_STALE: {
    owner: 'The picture you looked at is older than 3 s.',
    courier: 'C',
    next: 'Look again, then answer',
  },
  CEILING_PORCH: {
    owner: 'What is known of this parcel is good for the porch, not for inside.',
    courier: 'A',
    next: 'Claim the parcel',
  },
  DAY_LIMIT: {
    owner: 'Couriers were let in {value} times today; the limit is {limit}.',
    courier: 'A',
    next: 'Open by hand',
  },
  ASK_LIMIT: {
    owner: 'You were asked {value} times within an hour; the limit is {limit}. Portico asks no more for now.',
    courier: 'E',
    next: 'Look live, or answer the bell',
  },
  PRESENCE_INVALID: {
    owner: 'Nobody proved to be at the door.',
    courier: 'B',
    next: 'Let the courier scan the code again',
  },
  PRESENCE_STALE: {
    owner: 'The door code was too old.',
    courier: 'B',
    next: 'Let the courier scan the code again',
  },
  PRESENCE_OTHER_DOOR: {
    owner: 'The code belongs to another door.',
    courier: 'B',
    next: 'Let the courier scan the code at this door',
  },
  TOKEN_USED: {
    owner: 'This door code was used already.',
    courier: 'B',
    next: 'Let the courier scan the new code',
  },
  OUTSIDE_WINDOW: {
    owner: 'The courier came outside the window of this delivery.',
    courier: 'A',
    next: 'Open by hand, or wait for the window',
  },
  CLOCK_UNTRUSTED: {
    owner: 'The clock of this hub is not certain.',
    courier: 'A',
    next: 'Check the time with portico doctor',
  },
  TOO_MANY_TRIES: { owner: 'Five tries in ten minutes; paused.', courier: 'E', next: 'Look live' },
  LABEL_UNKNOWN: { owner: 'The label matches no parcel that is due.', courier: 'H', next: 'Answer the bell' },
  PASS_UNKNOWN: { owner: 'A pass that this home never made was shown.', courier: 'D', next: 'None' },
  PASS_USED: { owner: 'This pass has opened once already.', courier: 'D', next: 'Make a new pass' },
  PASS_EXPIRED: { owner: 'This pass has ended.', courier: 'D', next: 'Make a new pass' },
  PASS_REVOKED: { owner: 'You withdrew this pass.', courier: 'A', next: 'None' },
  PASS_OTHER_PARCEL: {
    owner: 'The pass was made for another parcel than this visit brings.',
    courier: 'D',
    next: 'Make a new pass',
  },
  PASS_OTHER_CARRIER: {
    owner: 'The pass was made for another carrier than the one of this parcel.',
    courier: 'D',
    next: 'Make a new pass',
  },
  PASS_OTHER_MODE: {
    owner: 'The pass was made under another rule than the one of this visit.',
    courier: 'D',
    next: 'Make a new pass',
  },
  PASS_OTHER_PHONE: { owner: 'Pass belongs to another phone.', courier: 'D', next: 'Look live' },
  PARCEL_DONE: {
    owner: 'The carrier says that this parcel has come or gone already.',
    courier: 'H',
    next: 'Look live',
  },
  RULE_ELSEWHERE: {
    owner: 'Your rules do not let this parcel inside now.',
    courier: 'A',
    next: 'Look at the rules',
  },
  ON_HOLD: {
    owner: 'Deliveries are paused while you are away.',
    courier: 'F',
    next: 'End the pause, if you are back',
  },
  ABORTED: { owner: 'You stopped this visit.', courier: 'A', next: 'None' },
  DOOR_IN_USE: {
    owner: 'Somebody used the door by hand meanwhile.',
    courier: 'C',
    next: 'Let the courier try again',
  },
  FIRE: {
    owner: 'A fire alarm is on; nothing locks or opens for couriers.',
    courier: 'A',
    next: 'Leave the house, call for help',
  },
  NOT_APPROVED: { owner: 'You have not allowed this visit.', courier: 'C', next: 'Look and answer' },
  FRAMES_FEW: {
    owner: 'The camera gave {value} good pictures; {limit} are needed.',
    courier: 'A',
    next: 'Check the camera',
  },
  FRAME_STALE: {
    owner: 'The newest picture was {value} ms old; the limit is {limit} ms.',
    courier: 'A',
    next: 'Check the network of the camera',
  },
  FRAME_FROZEN: { owner: 'Pictures repeat; possible tampering.', courier: 'A', next: 'Check the camera' },
  FRAME_COVERED: { owner: 'Something covers the camera.', courier: 'A', next: 'Look live' },
  FRAME_DOUBTFUL: {
    owner: 'The camera does not see the door as it was set up, or its clock is wrong.',
    courier: 'A',
    next: 'Check the camera',
  },
  LIVENESS_UNPROVED: {
    owner: 'The picture is not proved to be live.',
    courier: 'A',
    next: 'Check the camera',
  },
  THIRD_WITNESS_MISSING: {
    owner: 'The second eye on the door does not say that it is shut.',
    courier: 'A',
    next: 'Check the camera, or the sensor in the lock',
  },
  STORAGE: { owner: 'Film or journal cannot be kept.', courier: 'A', next: 'Free space on the disk' },
  DEADMAN_UNARMED: {
    owner: 'Nothing at the door would close it if this hub failed.',
    courier: 'A',
    next: 'Check the edge at the door',
  },
  ALARM_PATH_DOWN: {
    owner: 'The edge at the door is not heard.',
    courier: 'A',
    next: 'Check the edge at the door',
  },
  BATTERY_LOW: {
    owner: 'Lock battery {value} %; couriers need {limit} %.',
    courier: 'A',
    next: 'Replace the battery',
  },
  LOCK_FAULT: { owner: 'The lock reports a jam.', courier: 'A', next: 'Free the bolt' },
  TAMPER: { owner: 'Somebody tampers with the lock.', courier: 'A', next: 'Look live' },
  ALARM_STANDING: {
    owner: 'An alarm stands that nobody has answered.',
    courier: 'A',
    next: 'Answer the alarm',
  },
  START_UNPROVED: {
    owner: 'The door was not proved shut and locked beforehand.',
    courier: 'A',
    next: 'Check the door',
  },
  WITNESS_PATH: {
    owner: 'Lock and contact report on one path that others may write to.',
    courier: 'A',
    next: 'Secure the path',
  },
  LOCK_UNFIT: {
    owner: 'This lock cannot prove its bolt, or is not ready.',
    courier: 'A',
    next: 'Check the lock',
  },
  LEASE_LOST: { owner: 'Another hub has taken over this door.', courier: 'A', next: 'Stop one of them' },
  APPROVAL_DENIED: { owner: 'You said not today.', courier: 'A', next: 'None' },
  APPROVAL_TIMEOUT: { owner: 'Nobody answered in time.', courier: 'A', next: 'Allow the next try' },
  CARRIER_CONTRARY: {
    owner: 'The carrier says meanwhile that this parcel is not coming to the door.',
    courier: 'A',
    next: 'Look live',
  },
  RULES_TIGHTENED: {
    owner: 'The rules of the house were tightened meanwhile; from now on you are asked.',
    courier: 'A',
    next: 'Allow the next try',
  },
  RESTART: {
    owner: 'Portico was restarted in the middle of this try.',
    courier: 'B',
    next: 'Let the courier try again',
  },
  TOO_LATE: {
    owner: 'The order to unlock was held up too long and was not carried out.',
    courier: 'A',
    next: 'Check the disk',
  },
  LOCK_UNREACHABLE: {
    owner: 'The lock was not reached in the moment of opening.',
    courier: 'A',
    next: 'Check the lock',
  },
  LOCK_REFUSED: { owner: 'The lock refused to open.', courier: 'A', next: 'Check the lock' },
  RIGHT_MISSING: {
    owner: 'This way of asking has no right to do that.',
    courier: 'E',
    next: 'Use the owner page',
  },
  ASSURANCE_MISSING: {
    owner: 'Please prove again that it is you; that was too long ago.',
    courier: 'E',
    next: 'Sign in again',
  },
  OPENING_LIMIT: {
    owner: 'Opened {value} times in ten minutes; the limit is {limit}.',
    courier: 'E',
    next: 'Wait a few minutes',
  },
  DOOR_OPEN: {
    owner: 'The door is not shut; a bolt thrown now would hit the frame.',
    courier: 'G',
    next: 'Shut the door first',
  },
}

export interface AlarmWords {
  readonly owner: string
  readonly courier: CourierLetter | null
  readonly act: string
}

export const alarmWords: Readonly<Record<AlarmCode, AlarmWords>> = {
  RELOCK_UNPROVED: { owner: 'The door is not proved locked after 20 s.', courier: 'G', act: 'Check by hand' },
  DOOR_LEFT_OPEN: { owner: 'The door stands open too long.', courier: 'G', act: 'Talk, go' },
  CAMERA_LOST_OPEN: { owner: 'The door is open. The camera went dark.', courier: 'G', act: 'Go and look' },
  BOLT_JAMMED: { owner: 'The bolt stopped half way.', courier: 'G', act: 'Free it' },
  WITNESSES_DISAGREE: {
    owner: 'Lock and contact contradict each other.',
    courier: 'G',
    act: 'Trust the contact; look',
  },
  LOCK_LOST_OPEN: { owner: 'The lock fell silent while unlocked.', courier: 'G', act: 'Lock by hand' },
  OPENED_UNASKED: { owner: 'The door opened; nobody asked.', courier: null, act: 'Look live' },
  UNLOCKED_UNASKED: { owner: 'The door was unlocked; nobody asked.', courier: null, act: 'Look live' },
  REOPENED: { owner: 'The door was opened again after it was locked.', courier: 'G', act: 'Talk, go' },
  DOOR_UNANSWERING: {
    owner: 'The door has not answered for 30 s.',
    courier: null,
    act: 'Check lock and contact',
  },
  RESTARTED_OPEN: {
    owner: 'Portico restarted in the middle of a visit; the door is not proved locked.',
    courier: 'G',
    act: 'Check by hand',
  },
  RESTARTED_UNPROVED: {
    owner: 'Portico restarted; the door is not proved locked.',
    courier: null,
    act: 'Check by hand',
  },
  INSECURE_TOO_LONG: {
    owner: 'The door has not been secure for too long.',
    courier: 'G',
    act: 'Go and look',
  },
  EDGE_SILENT: {
    owner: 'The edge at the door fell silent while the door is open.',
    courier: 'G',
    act: 'Go and look',
  },
  DEADMAN_FIRED: {
    owner: 'The edge closed the door by itself: Portico was too slow.',
    courier: 'G',
    act: 'Check by hand',
  },
  STORAGE_LOST: {
    owner: 'Film or journal cannot be kept any more while the door is open.',
    courier: 'G',
    act: 'Go and look',
  },
  TAMPER: { owner: 'Somebody tampers with the lock.', courier: null, act: 'Look live' },
  FIRE: { owner: 'Fire alarm. Nothing locks.', courier: null, act: 'Leave, call for help' },
  OWNER_CALLED: {
    owner: 'Somebody of this home called the alarm.',
    courier: 'G',
    act: 'Look live, go',
  },
  EVIDENCE_BROKEN: {
    owner: 'A record of this door cannot be read.',
    courier: null,
    act: 'Keep a copy, check the disk',
  },
  UNSEEN_OPENING: {
    owner: 'The door was opened by PIN. No camera saw it.',
    courier: 'G',
    act: 'Go and look',
  },
  PIN_STANDING: {
    owner: 'The PIN of a courier may still open this lock.',
    courier: null,
    act: 'Delete it at the lock',
  },
  OPENED_FROM_INSIDE: {
    owner: 'The door was opened from inside; nobody should be at home.',
    courier: null,
    act: 'Look live, call for help',
  },
  LEFT_INSIDE: { owner: 'One in, none out, door shut.', courier: null, act: 'Call for help' },
  SECOND_ENTRY: { owner: 'Somebody went in again.', courier: 'G', act: 'Talk, siren' },
  TOO_MANY_PEOPLE: { owner: 'Two went in; the rule says one.', courier: 'G', act: 'Look live' },
}

/** Where a parcel was to go, for the owner. */
export const offeredWords: Readonly<Record<Offered, string>> = {
  box: 'Into the parcel box.',
  garage: 'Into the garage.',
  porch: 'Outside the door.',
  neighbour: 'To a neighbour.',
  redirect: 'Back with the courier. Have the carrier bring it elsewhere.',
  keep: 'Back with the courier.',
  bell: 'The courier was asked to ring.',
  again: 'The courier may try again.',
}

/** Why a rung of the ladder was passed over. */
export const skippedWords: Readonly<Record<RungSkip, string>> = {
  NOT_THERE: 'this home has none',
  NOT_FIT: 'it cannot be opened for couriers now',
  CEILING: 'what is known of the parcel is not good for it',
  ENTRY_REFUSED: 'it leads into the house, and nobody was to come in',
  SUSPICIOUS: 'something was suspicious: no other place was offered',
}

export const unprovedWords = {
  COURIER_UNPROVED: 'Nobody has proved to be from the carrier.',
  PARCEL_UNCLAIMED: 'Nobody in this household has claimed this parcel.',
  CARRIER_UNSIGNED: 'The notification was not signed by the carrier.',
  PICTURE_UNPROVED: 'The picture is not proved to be live.',
} as const

/** What holds under every rule. No page and no settings file can loosen these. */
export const alwaysWords: Readonly<Record<(typeof alwaysCodes)[number], string>> = {
  ONE_OPENING: 'One opening for one pass, and no more couriers inside a day than the door allows.',
  FILMED: 'Every visit is filmed from before the door opens until it is proved locked.',
  PICTURE_LIVE: 'Nothing opens unless the newest picture of the door is fresh and changing in that moment.',
  TWO_WITNESSES: 'The door counts as locked only when bolt and contact both say so when asked.',
  SOMEBODY_THERE: 'Somebody stands at the door now, with a code that is a minute old at most.',
  CLAIMED_ONLY: 'Nobody comes in unasked for a parcel that this home has not claimed.',
  CHILD_ALONE:
    'While a child is alone or somebody sleeps, or that is not known any more, nobody comes in unasked.',
  ANY_NO_WINS: 'Any resident can say no, and one no is enough.',
  EXIT_FREE: 'Key and inside handle always work.',
}

interface Why {
  readonly words: string
  readonly next: string
}

/** Why a parcel does not come in as the sentences alone would have it. */
export const capWords: Readonly<Record<CapName, Why>> = {
  source: {
    words: 'The word of this parcel is not one that a carrier signed.',
    next: 'Connect the carrier, so that it signs what it reports.',
  },
  claim: { words: 'Nobody of this home has claimed the parcel.', next: 'Claim the parcel.' },
  window: {
    words: 'The carrier named no window of four hours or less.',
    next: 'Answer when the courier comes.',
  },
  carrier: {
    words: 'The carrier has said since that it is not coming.',
    next: 'Look at what the carrier says.',
  },
  tightened: {
    words: 'The rules were tightened after this visit was announced.',
    next: 'Answer when the courier comes.',
  },
  'plain-http': {
    words: 'Couriers reach this hub without HTTPS.',
    next: 'Give the hub a public address with HTTPS.',
  },
  presence: {
    words: 'A child may be alone, or somebody asleep.',
    next: 'Say who is at home.',
  },
}

/** What is not known of a parcel, and so counts as the more careful. */
export const unknownWords: Readonly<Record<UnknownFact, Why>> = {
  person: { words: 'Nobody has said whose parcel it is.', next: 'Say whose it is.' },
  carrier: { words: 'Who brings it is not known.', next: 'Name the carrier.' },
  sender: { words: 'Who sent it is not known.', next: 'Claim the parcel, or connect the mailbox.' },
  presence: { words: 'Who is at home is not known.', next: 'Say who is at home.' },
  perishable: { words: 'Nobody has said whether it spoils.', next: 'Say whether it spoils.' },
  value: { words: 'What it is worth is not known.', next: 'Say what it is worth.' },
}

/** How a sentence ends. */
export const placeWords: Readonly<Record<Place, string>> = {
  inside: 'inside',
  garage: 'the garage',
  box: 'the parcel box',
  porch: 'outside the door',
  refuse: 'the courier keeps it',
}

export const modeWords: Readonly<Record<Mode, string>> = {
  owner: 'ask me',
  auto: 'without asking',
  pin: 'by a PIN, without asking',
}

export const presenceWords: Readonly<Record<Presence, string>> = {
  home: 'an adult is at home',
  nobody: 'nobody is at home',
  asleep: 'somebody is asleep',
  'child-alone': 'a child is alone',
}

/** What a visit is called that this house saw to its end, by what the carrier says of it (threats G1). */
export const confirmationWords: Readonly<Record<ConfirmationState, string>> = {
  waits: 'Left inside, not yet confirmed by the carrier.',
  agreed: 'Left inside, and the carrier says delivered.',
  doubtful: 'Doubtful: look at the film.',
}

export const doubtWords: Readonly<Record<VisitDoubt, string>> = {
  'carrier-silent': 'The carrier has not said delivered within an hour.',
  'label-again': 'Somebody came again with the label of this parcel.',
}
