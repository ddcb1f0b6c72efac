// What a device plugin is: data (name, API version, kind) and one function. Everything it needs comes from `host`.
import type { Clock } from '@portico/ports'
import type { BaseLogger } from 'pino'
import type {
  BellReporter,
  CameraReporter,
  CameraSource,
  ContactDevice,
  ContactReporter,
  EdgeDevice,
  EdgeReporter,
  LockDevice,
  LockReporter,
} from './device.ts'
import type { MailboxDevice, MailboxReporter } from './mailbox.ts'

export type DeviceKind = 'lock' | 'contact' | 'edge' | 'bell' | 'camera' | 'mailbox'

/** One device of the settings file that names this plugin; options are already checked against its schema. */
export interface DeviceEntry {
  readonly id: string
  readonly kind: DeviceKind
  readonly options: Readonly<Record<string, unknown>>
  /** Its password, which stands in no settings file; absent where the owner has set none. */
  readonly secret?: string | undefined
}

/** Something done by hand in a simulated world: `ring`, `open`, `close`, `jam` … on a door or device. */
export interface VirtualAct {
  readonly act: string
  readonly on: string
  readonly options: Readonly<Record<string, unknown>>
}

export interface PluginHost {
  readonly devices: readonly DeviceEntry[]
  /** A folder of the plugin's own inside the data folder; it exists. */
  readonly storage: string
  /** Public key of the hub, for an edge to pin when it is paired (Ed25519, 32 bytes, lower-case hex). */
  readonly hubKey: string
  readonly clock: Clock
  readonly log: Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>
  /** Aborted when the hub wants the plugin to end. */
  readonly signal: AbortSignal
  /** Each `add…` returns the function by which the device reports from then on. */
  addLock(id: string, lock: LockDevice): LockReporter
  addContact(id: string, contact: ContactDevice): ContactReporter
  addEdge(id: string, edge: EdgeDevice): EdgeReporter
  addBell(id: string): BellReporter
  /** null: where its pictures are is not known yet, and will be reported. */
  addCamera(id: string, source: CameraSource | null): CameraReporter
  addMailbox(id: string, mailbox: MailboxDevice): MailboxReporter
  /** Tells that a device does not answer (once) or is back (once). */
  setReachable(id: string, reachable: boolean): void
  /** Virtual plugins only: answers what a person does in the simulated world (`POST /virtual/<act>`). */
  onAct(answer: (act: VirtualAct) => Promise<Readonly<Record<string, unknown>>>): void
  /** Closed when the plugin ends, last first. */
  use(resource: AsyncDisposable): void
}

export interface Plugin {
  readonly name: string
  readonly api: 1
  /** A home is virtual or real as a whole, never both (threats T15). */
  readonly kind: 'virtual' | 'real'
  /** Resolves when every device of `host.devices` was added. */
  start(host: PluginHost): Promise<void>
}

export function definePlugin(plugin: Plugin): Plugin {
  return plugin
}
