// What the hub and a bridge's process say to each other: frames of the plugin API over a pipe of their own.
import type { BridgePeer } from '@portico/plugin-api'
import type { BridgeStatus, FaceKind } from '@portico/protocol'
import type { FromPlugin, LogLine } from '../plugins/plugin-messages.ts'

export interface BridgeHello {
  readonly type: 'hello'
  /** Boot id of the machine, for the bridge's clock. */
  readonly boot: string
  readonly module: string
  readonly kind: FaceKind
  readonly url: string
  readonly token: string
  readonly home: { readonly name: string; readonly simulated: boolean }
  readonly options: Readonly<Record<string, unknown>>
  readonly secret: string | null
  readonly storage: string
}

/** What is asked of a bridge. The body of a request stands behind its message, as JSON, and so does that of a reply. */
export type BridgeAsk =
  | { readonly type: 'unpair'; readonly peer: string | null }
  | { readonly type: 'open-pairing' }
  | { readonly type: 'answer'; readonly path: string; readonly peer: string }

export type ToBridge =
  | BridgeHello
  | { readonly type: 'ping'; readonly n: number }
  | { readonly type: 'ask'; readonly id: number; readonly ask: BridgeAsk }
  /** `n`: of its wish. */
  | { readonly type: 'admitted'; readonly n: number; readonly token: string }
  | { readonly type: 'dismissed'; readonly n: number }
  | { readonly type: 'denied'; readonly n: number; readonly code: string; readonly message: string }
  | { readonly type: 'stop' }

/** The bridge wishes something of the hub; `n` counts up from 1. */
export type BridgeWish =
  | { readonly type: 'admit'; readonly n: number; readonly peer: BridgePeer }
  | { readonly type: 'dismiss'; readonly n: number; readonly peer: string }

export type FromBridge =
  | Extract<FromPlugin, { readonly type: 'pong' | 'started' | 'failed' | 'refused' }>
  | LogLine
  | BridgeWish
  | { readonly type: 'status'; readonly status: BridgeStatus }
  /** `status`: of an answered request. */
  | { readonly type: 'done'; readonly id: number; readonly status: number | null }

/** Everything but the answer to a ping. */
export type BridgeTold = Exclude<FromBridge, { readonly type: 'pong' }>

// cast: the hub that started this process is the same build of this file.
export const toBridge = (head: unknown): ToBridge => head as ToBridge
