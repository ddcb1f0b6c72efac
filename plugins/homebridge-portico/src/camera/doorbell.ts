// The bell of a door in HomeKit: a press is an event of the door's own accessory.
import type { API, PlatformAccessory } from 'homebridge'
import type { DoorView, RingMessage } from '@portico/protocol'
import type { HubLine } from '../line/hub-line.ts'

export interface DoorbellOrder {
  readonly api: API
  readonly line: HubLine
  /** Of the door. */
  readonly accessory: PlatformAccessory
  readonly log: Pick<Console, 'info' | 'warn' | 'error'>
  /** First word on the door. */
  readonly view: DoorView
}

export interface Doorbell extends Disposable {
  /** Newest word on the door; null: nobody hears of it. */
  take(door: DoorView | null): void
  ring(ring: RingMessage): void
}

export function createDoorbell({ api, accessory }: DoorbellOrder): Doorbell {
  const { Service: S, Characteristic: C } = api.hap
  const bell = accessory.getService(S.Doorbell) ?? accessory.addService(S.Doorbell)
  const press = bell.getCharacteristic(C.ProgrammableSwitchEvent)
  press.setProps({ validValues: [C.ProgrammableSwitchEvent.SINGLE_PRESS] })
  return {
    take: () => undefined,
    ring: () => press.sendEventNotification(C.ProgrammableSwitchEvent.SINGLE_PRESS),
    [Symbol.dispose]: () => undefined,
  }
}
