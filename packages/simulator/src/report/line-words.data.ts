// Lines of the journal in plain words, for stories. What is not here is not news.

type Data = Readonly<Record<string, unknown>>

const of = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '?'

export const lineWords: Readonly<Record<string, (data: Data) => string | undefined>> = {
  HubStarted: () => 'starts',
  HubRestarted: ({ epoch }) => `starts again, life ${of(epoch)}`,
  HubStalled: ({ ms, why }) => `stood still for ${of(ms)} ms (${of(why)})`,
  SessionArmed: ({ mode }) => `the door is armed for a visit, mode ${of(mode)}`,
  SessionDemoted: () => 'the visit may no longer open by itself',
  PresenceProved: () => 'somebody is there',
  ApprovalAsked: () => 'asks the owner',
  EntryApproved: () => 'the owner said yes',
  ProofStarted: () => 'proves camera, lock, contact and dead-man',
  EntryRefused: ({ code }) => `refuses: ${of(code)}`,
  Refused: ({ command, code, face }) =>
    `refuses ${of(command)}${face === undefined ? '' : ` (${of(face)})`}: ${of(code)}`,
  UnlockCommitted: () => 'decides to unlock',
  EffectStarted: () => 'writes its mark',
  UnlockSent: () => 'the unlock has left',
  UnlockVoided: ({ code }) => `the unlock is void: ${of(code)}`,
  UnlockUnknown: () => 'the unlock may have left: nobody knows',
  BoltObserved: ({ bolt, q }) => `hears bolt ${of(bolt)}${q === null ? ', unasked' : ''}`,
  ContactObserved: ({ contact, q }) => `hears contact ${of(contact)}${q === null ? ', unasked' : ''}`,
  WitnessDistrusted: ({ why }) => `distrusts the lock: ${of(why)}`,
  LockContradicted: () => 'a hand turns the bolt back',
  LockIssued: ({ why }) => `locks (${of(why)})`,
  DeadmanArmed: () => 'the dead-man is armed',
  DeadmanFired: () => 'the dead-man has acted',
  EdgeAlarm: ({ why }) => `learns that the edge has sounded: ${of(why)}`,
  DoorUnlocked: () => 'the door is unlocked',
  DoorOpened: ({ why }) => `the door is open (${of(why)})`,
  DoorReopened: () => 'the door is open again',
  DoorClosed: () => 'the door is shut',
  RelockStarted: ({ why }) => `begins to lock (${of(why)})`,
  RelockUnproved: () => 'cannot prove that it is locked',
  DoorSecured: ({ q }) => `proved: locked and shut (question ${of(q)})`,
  CameraLost: () => 'has lost the camera',
  AbortNoted: () => 'the owner stopped the visit',
  DenyNoted: () => 'the owner said no',
  OwnerTookOver: () => 'a person took over',
  ActuationYielded: ({ why }) => `leaves the bolt to a hand (${of(why)})`,
  ManualUse: ({ what }) => `notes use by hand: ${of(what)}`,
  SealStarted: ({ outcome }) => `seals the evidence: ${of(outcome)}`,
  SessionClosed: ({ outcome }) => `the visit is over: ${of(outcome)}`,
  VisitConfirmed: () => 'the carrier says delivered, too',
  VisitWindowMoved: () => 'the carrier moves the window of the visit',
  VisitDoubted: ({ why }) => `the visit is doubtful: ${of(why)}`,
  TailEnded: () => 'the watch after the visit ends',
  AlarmRaised: ({ kind }) => `ALARM ${of(kind)}`,
  AlarmAcknowledged: ({ secureByEye }) =>
    `a person answered the alarm${secureByEye === true ? ', at the door' : ''}`,
  AlarmEnded: () => 'the alarm has ended',
  DeadlineReached: ({ name }) => `time is up: ${of(name)}`,
  StorageNoted: ({ ok }) => `storage is ${ok === true ? 'well' : 'bad'}`,
  ClockNoted: ({ ok }) => `the wall clock is ${ok === true ? 'trusted' : 'not trusted'}`,
  TamperNoted: ({ on }) => `tampering: ${of(on)}`,
  FireNoted: ({ on }) => `fire: ${of(on)}`,
  PinNoted: ({ what }) => `the PIN is ${of(what)}`,
  World: ({ bolt, open, what }) =>
    what === undefined
      ? `is ${open === true ? 'open' : 'shut'}, the bolt ${bolt === true ? 'thrown' : 'not thrown'}`
      : what === 'unlock'
        ? 'an unlock reaches the radio'
        : undefined,
}
