// What a plugin offers is held to the settings: a device it was not given, or of another kind, is none.
import type { DeviceEntry, DeviceKind } from '@portico/plugin-api'
import type { DeviceReport, OfferedDevice } from './plugin-messages.ts'

export class OfferedDevices {
  readonly #kinds: ReadonlyMap<string, DeviceKind>
  readonly #offered = new Set<string>()

  constructor(given: readonly DeviceEntry[]) {
    this.#kinds = new Map(given.map(({ id, kind }) => [id, kind]))
  }

  /** False: it is none. */
  take({ id, kind }: OfferedDevice): boolean {
    if (this.#kinds.get(id) !== kind) return false
    this.#offered.add(id)
    return true
  }

  has(device: string): boolean {
    return this.#offered.has(device)
  }

  /** It comes from a device that was offered, and is one that such a device makes. */
  isGood(report: DeviceReport): boolean {
    return this.has(report.device) && this.#kinds.get(report.device) === kindOf(report)
  }

  /** The first that was given and not offered. */
  get missing(): string | undefined {
    return [...this.#kinds.keys()].find((id) => !this.has(id))
  }

  /** Its process begins anew. */
  clear(): void {
    this.#offered.clear()
  }
}

/** Of the device that reports. */
function kindOf({ kind }: DeviceReport): DeviceKind {
  switch (kind) {
    case 'pin':
      return 'lock'
    case 'camera-note':
      return 'camera'
    case 'mail':
    case 'mailbox-status':
    case 'mailbox-secret':
      return 'mailbox'
    default:
      return kind
  }
}
