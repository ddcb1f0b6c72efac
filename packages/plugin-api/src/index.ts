// The contract between the hub and a plugin. The core types a plugin needs are offered here by name, so that a
// plugin depends on this package alone.
export type {
  ChainCheckpoint,
  Bolt,
  BoltReport,
  Contact,
  ContactReport,
  DeadmanReport,
  Duration,
  Elsewhere,
  Instant,
  Op,
  ParcelStatus,
  PinReport,
  ReportSource,
  SourceGrade,
  WallTime,
} from '@portico/core'
export { assertNever, instant, milliseconds, op, parcelStatuses, wallTime } from '@portico/core'
export { HubError, codeOf } from '@portico/ports'
export type { Clock, Wake } from '@portico/ports'
export { definePlugin } from './define-plugin.ts'
export type { DeviceEntry, DeviceKind, Plugin, PluginHost, VirtualAct } from './define-plugin.ts'
export type {
  ArmOrder,
  BellReporter,
  CameraNote,
  CameraReporter,
  CameraSource,
  ContactDevice,
  ContactReporter,
  EdgeDevice,
  EdgeNote,
  EdgeReport,
  EdgeReporter,
  Heartbeat,
  LockDevice,
  LockReporter,
  LockTraits,
  PinOrder,
  StillSource,
  StreamSource,
  UnlockOrder,
  WitnessPath,
} from './device.ts'
export type {
  Carrier,
  CarrierHandshake,
  CarrierParse,
  CarrierPhoto,
  CarrierReading,
  CarrierSample,
  HookRequest,
  HookTrust,
  HookVerdict,
  SignedSample,
  TokenVerdict,
} from './carrier.ts'
export type {
  AskedParcel,
  FollowedParcel,
  Following,
  HookClient,
  ToldParcel,
  TrackingClient,
  VendorHook,
  VendorReply,
  VendorVerdict,
} from './tracking-client.ts'
export type { VendorRequest } from './vendor-request.ts'
export { MAIL_KEPT_MAX, mailHolds, mailboxStates } from './mailbox.ts'
export type {
  MailHold,
  MailImport,
  MailNews,
  MailPart,
  MailboxDevice,
  MailboxReporter,
  MailboxState,
  MailboxStatus,
  SenderWeek,
} from './mailbox.ts'
export { FRAME_BYTES_MAX, FrameReader, HEAD_BYTES_MAX, encodeFrame } from './frame.ts'
export type { Frame } from './frame.ts'
export { defineBridge } from './bridge.ts'
export type { Bridge, BridgeHost, BridgeModule, BridgePeer, BridgeReply, BridgeRequest } from './bridge.ts'
export { cacheTag } from './cache-folder.ts'
export { jpegSize } from './jpeg-size.ts'
export { pause } from './pause.ts'
export type { PauseParts } from './pause.ts'
