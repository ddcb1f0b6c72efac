// The bridges of the home as the rest of the hub sees them: what the settings say of each, how it stands, what is asked.
import type { BridgeReply, BridgeRequest } from '@portico/plugin-api'
import type { BridgeName, BridgeStatus, FaceKind } from '@portico/protocol'

/** A face of the hub's own, in a process of its own. */
export interface CheckedBridge {
  readonly name: BridgeName
  readonly kind: FaceKind
  /** What is imported in the bridge's process: a package name or an absolute path. */
  readonly module: string
  readonly options: Readonly<Record<string, unknown>>
  /** Absolute paths of files that its options name: it may read them. */
  readonly files: readonly string[]
  /** It brings a program by npm and runs it. */
  readonly runsNpm: boolean
}

/** Whose credential a request from outside bears; null: nobody's. */
export type CredentialChecker = (authorization: string) => Promise<string | null>

/** What the hub's faces see of its bridges. */
export interface Bridges {
  readonly all: readonly { readonly bridge: CheckedBridge; readonly status: BridgeStatus }[]
  /** The bridge that keeps this kind of faces, and its state; null: the settings have none. */
  of(kind: FaceKind): { readonly bridge: CheckedBridge; readonly status: BridgeStatus } | null
  /** @throws HubError `HUB_BRIDGE_UNKNOWN`, `HUB_BRIDGE_CANNOT`, `HUB_PLUGIN_*` */
  openPairing(name: string): Promise<void>
  /** All of its controllers are none from this moment. @throws as `openPairing` does */
  unpairAll(name: string): Promise<void>
  /** What it runs is proved to live in a network of its own. False: not proved, or no such bridge. */
  isIsolated(name: string): boolean
  /** With another token. @throws HubError `HUB_BRIDGE_UNKNOWN` */
  restart(name: string): Promise<void>
  /** Requests to `/api/<name>/…` are taken from whoever this knows; without one nobody's are. */
  admitBy(name: BridgeName, check: CredentialChecker): void
  /** Null: nobody's credential, or nobody looks at it. */
  credentialOf(name: string, authorization: string): Promise<string | null>
  /** @throws as `openPairing` does */
  answer(name: string, request: BridgeRequest): Promise<BridgeReply>
}
