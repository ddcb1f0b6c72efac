// The bell of a door in HomeKit: a video doorbell of its own where a camera stands beside the door and may be shown; else a
// press on the door's own accessory. Which of the two follows what the hub shows.
import type { API, PlatformAccessory } from 'homebridge'
import type { DoorView, RingMessage } from '@portico/protocol'
import { deliveryGoesOn } from '../door/tell-door.ts'
import { CATEGORY_VIDEO_DOORBELL } from '../hap-status.ts'
import type { HubLine } from '../line/hub-line.ts'
import { DoorbellCamera } from './doorbell-camera.ts'
import type { PublishedCameras } from './published-cameras.ts'

export interface DoorbellOrder {
  readonly api: API
  readonly line: HubLine
  /** Of the door. */
  readonly accessory: PlatformAccessory
  readonly log: Pick<Console, 'info' | 'warn' | 'error'>
  /** Newest word on the door. */
  readonly view: DoorView
  /** All of this Homebridge. */
  readonly cameras: PublishedCameras
}

export interface Doorbell extends Disposable {
  /** Camera that it shows; null: it is a press on the door's own accessory. */
  readonly camera: string | null
  /** Newest word on the door; null: nobody hears of it. */
  take(door: DoorView | null): void
  ring(ring: RingMessage): void
}

/** The one that the door has by this word: `before`, as long as it is the right one; else `before` ends. */
export function doorbellOf(order: DoorbellOrder, before: Doorbell | null): Doorbell {
  const mayShow = order.line.home?.rights.includes('camera') ?? false
  const beside = mayShow ? order.view.cameras.find(({ view }) => view === 'outside') : undefined
  const camera = beside?.id ?? null
  if (before?.camera === camera) return before
  before?.[Symbol.dispose]()
  return camera === null ? plainDoorbell(order) : videoDoorbell(order, camera)
}

function plainDoorbell({ api, accessory }: DoorbellOrder): Doorbell {
  const { Service: S, Characteristic: C } = api.hap
  const bell = accessory.getService(S.Doorbell) ?? accessory.addService(S.Doorbell)
  const press = bell.getCharacteristic(C.ProgrammableSwitchEvent)
  press.setProps({ validValues: [C.ProgrammableSwitchEvent.SINGLE_PRESS] })
  return {
    camera: null,
    take: () => undefined,
    ring: () => press.sendEventNotification(C.ProgrammableSwitchEvent.SINGLE_PRESS),
    [Symbol.dispose]: () => undefined,
  }
}

function videoDoorbell(order: DoorbellOrder, camera: string): Doorbell {
  const { api, accessory, view, cameras } = order
  const plain = accessory.getService(api.hap.Service.Doorbell)
  if (plain) accessory.removeService(plain)
  const doorbell = cameras.show(camera, view.id, () => cameraAccessory(order, camera))
  doorbell.visit(isVisited(view))
  return {
    camera,
    // Who hears nothing of a door knows of no visit there either.
    take: (newest) => doorbell.visit(isVisited(newest)),
    ring: () => doorbell.ring(),
    [Symbol.dispose]: () => {
      doorbell.visit(false)
      cameras.hide(camera, view.id)
    },
  }
}

function cameraAccessory({ api, line, log, view }: DoorbellOrder, camera: string): DoorbellCamera {
  const { hap, platformAccessory: Accessory } = api
  const uuid = hap.uuid.generate(`portico:camera:${camera}`)
  const accessory = new Accessory(`${view.name} ${camera}`, uuid, CATEGORY_VIDEO_DOORBELL)
  return new DoorbellCamera({ api, accessory, client: () => line.client, camera, log })
}

const isVisited = (door: DoorView | null): boolean => deliveryGoesOn(door) === 1
