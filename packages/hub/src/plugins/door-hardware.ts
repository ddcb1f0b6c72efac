// The hardware of one door as the runtime commands it: each order goes to the device that the settings name for it.
import { type DoorCommandBody, type Op, type Opening, assertNever, op } from '@portico/core'
import type { HubLink, HubWord } from '@portico/edge'
import type { ArmOrder, Heartbeat, PinOrder, UnlockOrder } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import type { DoorDevices } from '@portico/runtime'
import type { CheckedDoor } from '../config/checked-settings.ts'
import { hubError } from '../errors.ts'
import type { Answer, DeviceAsk } from './plugin-messages.ts'
import type { UnlockResult } from './unlock-result.ts'

/** What is asked of one device. */
type OfDevice = Exclude<DeviceAsk, { readonly type: 'act' }>

/** What of a plugin a door needs. */
export interface DeviceKeeper {
  unlock(
    device: string,
    order: UnlockOrder,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE'
  grantPin(
    device: string,
    order: PinOrder,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE'
  ask(ask: DeviceAsk): Promise<Answer>
}

export interface DoorHardwareParts {
  readonly door: CheckedDoor
  /** Who keeps a device; null before it was started. */
  readonly keeperOf: (device: string) => DeviceKeeper | null
  /** The signed line to an edge; null before it was paired. */
  readonly lineTo: (edge: string) => HubLink | null
  readonly clock: Clock
  readonly report: (body: DoorCommandBody) => void
}

export class DoorHardware implements DoorDevices {
  readonly #parts: DoorHardwareParts

  constructor(parts: DoorHardwareParts) {
    this.#parts = parts
  }

  unlock(order: UnlockOrder): 'handed' | 'LOCK_UNREACHABLE' {
    const { door, keeperOf } = this.#parts
    const keeper = door.lock === null ? null : keeperOf(door.lock)
    if (door.lock === null || !keeper) return 'LOCK_UNREACHABLE'
    return keeper.unlock(door.lock, { ...order, frame: this.#leave(order) }, (result) => {
      this.#answered('UnlockDoor', order.op, result)
    })
  }

  /** The same order for the edge, without whose leave a lock behind it opens for nobody and takes no PIN. */
  #leave({ op: of, notAfter }: UnlockOrder): string | undefined {
    const { door, lineTo, clock } = this.#parts
    const line = door.edge === null ? null : lineTo(door.edge)
    return line?.say({ type: 'unlock', op: of, notAfter }, clock.mono())
  }

  grantPin(order: PinOrder): 'handed' | 'LOCK_UNREACHABLE' {
    const { door, keeperOf } = this.#parts
    const keeper = door.lock === null ? null : keeperOf(door.lock)
    if (door.lock === null || !keeper) return 'LOCK_UNREACHABLE'
    return keeper.grantPin(door.lock, { ...order, frame: this.#leave(order) }, (result) => {
      this.#answered('GrantPin', order.op, result)
    })
  }
  async revokePin(of: Op): Promise<void> {
    await this.#ask({ type: 'revoke-pin', device: this.#lock(), op: of })
  }

  async lock(n: number): Promise<void> {
    await this.#ask({ type: 'lock', device: this.#lock(), op: op(`${this.#parts.door.id}/lock-${n}`) })
  }

  /** Both witnesses are asked, whatever becomes of the other. */
  async query(q: number): Promise<void> {
    const { lock, contact } = this.#parts.door
    const asked = await Promise.allSettled(
      [lock, contact].map((device) => this.#ask({ type: 'query', device: this.#there(device), q })),
    )
    for (const each of asked) if (each.status === 'rejected') throw each.reason
  }

  async arm(order: ArmOrder): Promise<void> {
    const { id, edge } = this.#parts.door
    if (edge === null) throw hubError('HUB_DEVICE_MISSING', `door ${id} has no edge to hold its dead-man`)
    await this.#tellEdge({ type: 'arm', order })
  }

  // Where there is no edge, nothing was armed, watches or sounds: there is nothing to be done.
  async disarm(of: Op): Promise<void> {
    await this.#tellEdge({ type: 'disarm', op: of })
  }
  async release(of: Op): Promise<void> {
    await this.#tellEdge({ type: 'release', op: of })
  }
  async heartbeat(beat: Heartbeat): Promise<void> {
    await this.#tellEdge({ type: 'heartbeat', beat })
  }
  async siren(on: boolean): Promise<void> {
    await this.#tellEdge({ type: 'siren', on })
  }

  #lock(): string {
    return this.#there(this.#parts.door.lock)
  }

  #there(device: string | null): string {
    if (device !== null) return device
    throw hubError('HUB_DEVICE_MISSING', `door ${this.#parts.door.id} has no lock`)
  }

  #answered(effect: Opening, of: Op, result: UnlockResult): void {
    const voided = (code: 'TOO_LATE' | 'LOCK_REFUSED'): void => {
      this.#parts.report({ type: 'ReportEffect', effect, op: of, result: 'void', code })
    }
    switch (result) {
      case 'late':
        return voided('TOO_LATE')
      case 'refused':
        return voided('LOCK_REFUSED')
      case 'accepted':
      case 'doubt':
        // The bolt itself tells, or the door's own deadline acts.
        return
      default:
        return assertNever(result)
    }
  }

  /** Signed in this moment: an edge takes nothing that is older than three seconds. */
  async #tellEdge(word: HubWord): Promise<void> {
    const { door, lineTo, clock } = this.#parts
    if (door.edge === null) return
    const line = lineTo(door.edge)
    if (!line)
      throw hubError('HUB_EDGE_UNPAIRED', `edge ${door.edge}: not paired, or it shows another key`, {
        retryable: true,
      })
    const frame = line.say(word, clock.mono())
    await this.#ask({ type: word.type === 'heartbeat' ? 'edge-now' : 'edge', device: door.edge, frame })
  }

  async #ask(ask: OfDevice): Promise<void> {
    const keeper = this.#parts.keeperOf(ask.device)
    if (!keeper)
      throw hubError('HUB_PLUGIN_DOWN', `device ${ask.device}: not started yet`, { retryable: true })
    await keeper.ask(ask)
  }
}
