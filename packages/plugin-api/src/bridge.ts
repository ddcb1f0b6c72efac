// What a bridge is: a face of the home in a process of its own, kept by the hub. It reaches the hub as every face does, by a
// token over HTTP and sockets, and has no other way to a door; the pipe to the hub carries what concerns the bridge itself.
import type { Clock } from '@portico/ports'
import type { BridgeStatus, FaceKind } from '@portico/protocol'
import type { BaseLogger } from 'pino'

/** A controller of a bridge with rights of its own: a Matter fabric, a linked voice account. */
export interface BridgePeer {
  /** Opaque and stable, 1–64 of `[A-Za-z0-9_-]`. */
  readonly id: string
  readonly name: string
}

/** What reaches the hub from outside for a bridge: a POST of JSON to `/api/<kind>/…`, its credential looked at already. */
export interface BridgeRequest {
  readonly path: string
  /** JSON, at most 64 kB. */
  readonly body: unknown
  /** Whose credential it bore. */
  readonly peer: string
}

export interface BridgeReply {
  readonly status: number
  readonly body: unknown
}

export interface BridgeHost {
  /** Origin of the house listener on loopback. */
  readonly url: string
  /** Token of the bridge's own face: another at each start. */
  readonly token: string
  readonly home: { readonly name: string; readonly simulated: boolean }
  /** Of the settings file, checked against the schema there. */
  readonly options: Readonly<Record<string, unknown>>
  /** Its password, which stands in no settings file; null: the owner has set none. */
  readonly secret: string | null
  /** A folder of the bridge's own inside the data folder, mode 0700; it exists, and backups hold it. */
  readonly storage: string
  readonly clock: Clock
  readonly log: Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>
  /** Aborted when the hub wants the bridge to end. */
  readonly signal: AbortSignal
  /** Newest state; the one before is forgotten. */
  tell(status: BridgeStatus): void
  /** A controller is a face with rights of its own from now on. Resolves with its token, another at each call. */
  admit(peer: BridgePeer): Promise<string>
  /** A controller is none any more: its face ends. */
  dismiss(peer: string): Promise<void>
}

/** A bridge that runs. Disposed, it says goodbye outside and leaves nothing running. */
export interface Bridge extends AsyncDisposable {
  /** The owner took this controller out; null: all of them. Resolves when it can do nothing any more. */
  unpair?(peer: string | null): Promise<void>
  /** The owner wants to pair another controller: the next status has `pairing`. */
  openPairing?(): Promise<void>
  answer?(request: BridgeRequest): Promise<BridgeReply>
}

export interface BridgeModule {
  readonly kind: FaceKind
  readonly api: 1
  /** Resolves when it serves or keeps trying; a rejection is a failed start, tried again with back-off. */
  start(host: BridgeHost): Promise<Bridge>
}

export function defineBridge(bridge: BridgeModule): BridgeModule {
  return bridge
}
