// The hardware of one door as the runtime commands it: each order goes to the device that the settings name for it.
import { type DoorCommandBody, type Op, assertNever, op } from '@portico/core'
import type { ArmOrder, Heartbeat, UnlockOrder } from '@portico/plugin-api'
import type { DoorDevices } from '@portico/runtime'
import type { CheckedDoor } from '../hub.ts'
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
  ask(ask: DeviceAsk): Promise<Answer>
}

export interface DoorHardwareParts {
  readonly door: CheckedDoor
  /** Who keeps a device; null before it was started. */
  readonly keeperOf: (device: string) => DeviceKeeper | null
  readonly report: (body: DoorCommandBody) => void
}

export class DoorHardware implements DoorDevices {
  readonly #parts: DoorHardwareParts

  constructor(parts: DoorHardwareParts) {
    this.#parts = parts
  }

  unlock(order: UnlockOrder): 'handed' | 'LOCK_UNREACHABLE' {
    const { door, keeperOf } = this.#parts
    const keeper = keeperOf(door.lock)
    if (!keeper) return 'LOCK_UNREACHABLE'
    return keeper.unlock(door.lock, order, (result) => {
      this.#unlocked(order.op, result)
    })
  }

  async lock(n: number): Promise<void> {
    const { id, lock } = this.#parts.door
    await this.#ask({ type: 'lock', device: lock, op: op(`${id}/lock-${n}`) })
  }

  /** Both witnesses are asked, whatever becomes of the other. */
  async query(q: number): Promise<void> {
    const { lock, contact } = this.#parts.door
    const asked = await Promise.allSettled(
      [lock, contact].map((device) => this.#ask({ type: 'query', device, q })),
    )
    for (const each of asked) if (each.status === 'rejected') throw each.reason
  }

  async arm(order: ArmOrder): Promise<void> {
    const { id, edge } = this.#parts.door
    if (edge === null) throw hubError('HUB_DEVICE_MISSING', `door ${id} has no edge to hold its dead-man`)
    await this.#ask({ type: 'arm', device: edge, order })
  }

  // Where there is no edge, nothing was armed, watches or sounds: there is nothing to be done.
  async disarm(of: Op): Promise<void> {
    await this.#askEdge((device) => ({ type: 'disarm', device, op: of }))
  }
  async release(of: Op): Promise<void> {
    await this.#askEdge((device) => ({ type: 'release', device, op: of }))
  }
  async heartbeat(beat: Heartbeat): Promise<void> {
    await this.#askEdge((device) => ({ type: 'heartbeat', device, beat }))
  }
  async siren(on: boolean): Promise<void> {
    await this.#askEdge((device) => ({ type: 'siren', device, on }))
  }

  #unlocked(of: Op, result: UnlockResult): void {
    const voided = (code: 'TOO_LATE' | 'LOCK_REFUSED'): void => {
      this.#parts.report({ type: 'ReportEffect', effect: 'UnlockDoor', op: of, result: 'void', code })
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

  async #askEdge(ask: (edge: string) => OfDevice): Promise<void> {
    const { edge } = this.#parts.door
    if (edge !== null) await this.#ask(ask(edge))
  }

  async #ask(ask: OfDevice): Promise<void> {
    const keeper = this.#parts.keeperOf(ask.device)
    if (!keeper)
      throw hubError('HUB_PLUGIN_DOWN', `device ${ask.device}: not started yet`, { retryable: true })
    await keeper.ask(ask)
  }
}
