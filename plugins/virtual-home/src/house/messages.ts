// What the house and its clients say to each other. Frames of the plugin API; the first one carries the secret.
import type { BoltReport, ContactReport, Instant, Op, PinReport, VirtualAct } from '@portico/plugin-api'

/** `hub` gets the reports of the devices, and there is one of it; a `witness` only looks, and acts by hand. */
export type Role = 'hub' | 'witness'

export type Ask =
  | {
      readonly type: 'unlock'
      readonly device: string
      readonly op: Op
      readonly notAfter: Instant
      /** The same order for the edge; null: there was none. */
      readonly frame: string | null
    }
  | {
      readonly type: 'grant-pin'
      readonly device: string
      readonly op: Op
      readonly notAfter: Instant
      readonly endsAt: Instant
      readonly pin: string
      readonly frame: string | null
    }
  | { readonly type: 'revoke-pin'; readonly device: string; readonly op: Op }
  | { readonly type: 'lock'; readonly device: string; readonly op: Op }
  | { readonly type: 'query'; readonly device: string; readonly q: number }
  | { readonly type: 'edge'; readonly device: string; readonly frame: string }
  /** The hub shows its key; the edges pin the first one. */
  | { readonly type: 'pair'; readonly key: string }
  /** The hub knows its devices and wants their reports from now on. */
  | { readonly type: 'follow' }
  | { readonly type: 'truth' }
  | { readonly type: 'act'; readonly act: VirtualAct }
  | { readonly type: 'end' }

export type DeviceReport =
  | { readonly kind: 'lock'; readonly device: string; readonly report: BoltReport }
  | { readonly kind: 'pin'; readonly device: string; readonly report: PinReport }
  | { readonly kind: 'contact'; readonly device: string; readonly report: ContactReport }
  | { readonly kind: 'edge'; readonly device: string; readonly frame: string }
  | { readonly kind: 'bell'; readonly device: string }

export type FromClient =
  | { readonly hello: { readonly secret: string; readonly role: Role } }
  | { readonly id: number; readonly ask: Ask }

export type FromHouse =
  | { readonly welcome: { readonly pid: number } }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string } }
  | { readonly report: DeviceReport }
