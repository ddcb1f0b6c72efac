// What the house and its clients say to each other. Frames of the plugin API; the first one carries the secret.
import type {
  ArmOrder,
  BoltReport,
  ContactReport,
  EdgeReport,
  Heartbeat,
  Instant,
  Op,
  VirtualAct,
} from '@portico/plugin-api'

/** `hub` gets the reports of the devices, and there is one of it; a `witness` only looks, and acts by hand. */
export type Role = 'hub' | 'witness'

export type Ask =
  | { readonly type: 'unlock'; readonly device: string; readonly op: Op; readonly notAfter: Instant }
  | { readonly type: 'lock'; readonly device: string; readonly op: Op }
  | { readonly type: 'query'; readonly device: string; readonly q: number }
  | { readonly type: 'arm'; readonly device: string; readonly order: ArmOrder }
  | { readonly type: 'disarm' | 'release'; readonly device: string; readonly op: Op }
  | { readonly type: 'heartbeat'; readonly device: string; readonly beat: Heartbeat }
  | { readonly type: 'siren'; readonly device: string; readonly on: boolean }
  /** The hub knows its devices and wants their reports from now on. */
  | { readonly type: 'follow' }
  | { readonly type: 'truth' }
  | { readonly type: 'act'; readonly act: VirtualAct }
  | { readonly type: 'end' }

export type DeviceReport =
  | { readonly kind: 'lock'; readonly device: string; readonly report: BoltReport }
  | { readonly kind: 'contact'; readonly device: string; readonly report: ContactReport }
  | { readonly kind: 'edge'; readonly device: string; readonly report: EdgeReport }
  | { readonly kind: 'bell'; readonly device: string }

export type FromClient =
  | { readonly hello: { readonly secret: string; readonly role: Role } }
  | { readonly id: number; readonly ask: Ask }

export type FromHouse =
  | { readonly welcome: { readonly pid: number } }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
  | { readonly report: DeviceReport }
