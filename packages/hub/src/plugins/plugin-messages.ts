// What the hub and a plugin's process say to each other: frames of the plugin API over a pipe of their own.
import type {
  BoltReport,
  CameraNote,
  CameraSource,
  ContactReport,
  DeviceEntry,
  LockTraits,
  MailNews,
  MailboxStatus,
  Op,
  PinOrder,
  PinReport,
  UnlockOrder,
  VirtualAct,
  WitnessPath,
} from '@portico/plugin-api'

/** What is asked of a device, what opens apart: each may be repeated without harm. */
export type DeviceAsk =
  | { readonly type: 'lock'; readonly device: string; readonly op: Op }
  | { readonly type: 'query'; readonly device: string; readonly q: number }
  | { readonly type: 'revoke-pin'; readonly device: string; readonly op: Op }
  /** A signed frame for an edge; an `edge-now` is not kept for a plugin that is about to serve. */
  | { readonly type: 'edge' | 'edge-now'; readonly device: string; readonly frame: string }
  | { readonly type: 'act'; readonly act: VirtualAct }
  /** What the hub has of the mail that it was told last: false, it could not be written. */
  | { readonly type: 'mail-taken'; readonly device: string; readonly n: number; readonly kept: boolean }
  | { readonly type: 'mail-import'; readonly device: string; readonly days: number }
  | { readonly type: 'mail-import-stop'; readonly device: string }

export interface PluginHello {
  readonly type: 'hello'
  /** Boot id of the machine, for the plugin's clock. */
  readonly boot: string
  readonly module: string
  readonly kind: 'virtual' | 'real'
  readonly storage: string
  /** Public key of the hub. */
  readonly hubKey: string
  readonly devices: readonly DeviceEntry[]
}

export type ToPlugin =
  | PluginHello
  | { readonly type: 'ping'; readonly n: number }
  | {
      readonly type: 'unlock'
      readonly id: number
      readonly device: string
      readonly order: UnlockOrder
    }
  | { readonly type: 'grant-pin'; readonly id: number; readonly device: string; readonly order: PinOrder }
  | { readonly type: 'ask'; readonly id: number; readonly ask: DeviceAsk }
  | { readonly type: 'stop' }

/** A device as its plugin offers it. */
export type OfferedDevice =
  | { readonly kind: 'lock'; readonly id: string; readonly traits: LockTraits }
  | { readonly kind: 'contact'; readonly id: string; readonly path: WitnessPath }
  | { readonly kind: 'edge'; readonly id: string; readonly key: string }
  | { readonly kind: 'bell'; readonly id: string }
  /** null: its source is not known yet. */
  | { readonly kind: 'camera'; readonly id: string; readonly source: CameraSource | null }
  | { readonly kind: 'mailbox'; readonly id: string }

export type DeviceReport =
  | { readonly kind: 'lock'; readonly device: string; readonly report: BoltReport }
  | { readonly kind: 'pin'; readonly device: string; readonly report: PinReport }
  | { readonly kind: 'contact'; readonly device: string; readonly report: ContactReport }
  | { readonly kind: 'edge'; readonly device: string; readonly frame: string }
  | { readonly kind: 'bell'; readonly device: string }
  | { readonly kind: 'camera'; readonly device: string; readonly source: CameraSource }
  | { readonly kind: 'camera-note'; readonly device: string; readonly note: CameraNote }
  /** Its raw bytes come behind it, unless they are too many: `hash` is their SHA-256 in hex. */
  | {
      readonly kind: 'mail'
      readonly device: string
      readonly n: number
      readonly hash: string
      readonly news: MailNews
    }
  | { readonly kind: 'mailbox-status'; readonly device: string; readonly status: MailboxStatus }
  | { readonly kind: 'mailbox-secret'; readonly device: string; readonly secret: string }

export const pluginLogLevels = ['debug', 'info', 'warn', 'error'] as const
export type PluginLogLevel = (typeof pluginLogLevels)[number]

/** A line for the log, from any child process. */
export interface LogLine {
  readonly type: 'log'
  readonly level: PluginLogLevel
  readonly details: Readonly<Record<string, unknown>>
  readonly message: string
}

export type Answer = Readonly<Record<string, unknown>> | null

export type FromPlugin =
  | { readonly type: 'pong'; readonly n: number }
  | { readonly type: 'offered'; readonly device: OfferedDevice }
  | { readonly type: 'started' }
  /** It will not start; its process ends. */
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'report'; readonly report: DeviceReport }
  | { readonly type: 'reachable'; readonly device: string; readonly on: boolean }
  | { readonly type: 'done'; readonly id: number; readonly answer: Answer }
  | {
      readonly type: 'refused'
      readonly id: number
      readonly code: string
      readonly message: string
      readonly retryable: boolean
    }
  /** An unlock came after its last moment: the lock was never asked. */
  | { readonly type: 'late'; readonly id: number }
  | LogLine

/** Everything but the answer to a ping. */
export type PluginTold = Exclude<FromPlugin, { readonly type: 'pong' }>

// cast: the hub that started this process is the same build of this file.
export const toPlugin = (head: unknown): ToPlugin => head as ToPlugin
