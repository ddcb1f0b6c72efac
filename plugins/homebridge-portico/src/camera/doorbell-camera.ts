// The camera beside a door as a video doorbell of its own, outside of the bridge as HomeKit wants it: bell, motion, live
// picture, voice and Secure Video. Who wants it pairs it by the bridge's own code.
import type { API, DoorbellController, PlatformAccessory } from 'homebridge'
import type { FaceClient } from '@portico/client'
import { VERSION } from '../version.ts'
import { CameraStreams, VIEWERS_MAX } from './camera-streams.ts'
import type { HubAddress } from './hub-socket.ts'
import { RECORDING, STREAMING } from './offer.ts'
import { OutsideAccessory } from './outside-accessory.ts'
import { PictureLine } from './picture-line.ts'
import { SecureVideo } from './secure-video.ts'
import { Snapshots } from './snapshots.ts'
import { SoundLine } from './sound-line.ts'

export interface DoorbellCameraOrder {
  readonly api: API
  readonly accessory: PlatformAccessory
  /** Null: the hub has not let us in. */
  readonly client: () => FaceClient | null
  readonly camera: string
  readonly log: Pick<Console, 'info' | 'warn' | 'error'>
}

/** After a ring and after a visit motion stands this long, ms: HomeKit records while it does. */
export const MOTION_AFTER_MS = 10_000

/** Null: the hub has not let us in. */
function addressOf(client: FaceClient | null): HubAddress | null {
  if (!client) return null
  const { url, credential } = client.requests
  return {
    url,
    headers: credential?.kind === 'token' ? { authorization: `Bearer ${credential.token}` } : {},
  }
}

export class DoorbellCamera implements Disposable {
  readonly #order: DoorbellCameraOrder
  readonly #controller: DoorbellController
  readonly #outside: OutsideAccessory
  readonly #pictures: PictureLine
  readonly #sounds: SoundLine
  readonly #streams: CameraStreams
  readonly #video: SecureVideo
  #isShown = false
  #isVisited = false
  #quiet: NodeJS.Timeout | null = null

  constructor(order: DoorbellCameraOrder) {
    this.#order = order
    const { camera, client, log } = order
    const hub = (): HubAddress | null => addressOf(client())
    this.#pictures = new PictureLine({
      hub,
      camera,
      onEnd: (why) => {
        log.warn(`${camera}: no live picture: ${why}`)
        if (why !== 'lost') this.#streams.endAll()
      },
    })
    this.#sounds = new SoundLine(hub, camera)
    this.#streams = new CameraStreams({
      hub,
      camera,
      pictures: this.#pictures,
      sounds: this.#sounds,
      snapshots: new Snapshots({ client, camera }),
      log,
    })
    this.#video = this.#secureVideo()
    this.#controller = this.#control()
    this.#configure()
    this.#outside = new OutsideAccessory(order)
  }

  /** It may be seen: HomeKit finds it. */
  show(): void {
    this.#isShown = true
    this.#video.consider()
    this.#outside.show()
  }

  /** It may be seen no longer: whoever looks is let go, nothing is recorded or kept, and HomeKit finds nothing. */
  hide(): void {
    this.#isShown = false
    this.#streams.endAll()
    this.#video.consider()
    this.#pictures[Symbol.dispose]()
    this.#outside.hide()
  }

  /** Somebody rings. */
  ring(): void {
    this.#pictures.warm()
    // Motion first: HomeKit records on it alone, the bell starts nothing.
    this.#move()
    this.#controller.ringDoorbell()
    this.#rest()
  }

  /** Somebody is at the door by the hub's word, or is no longer. */
  visit(isVisited: boolean): void {
    if (isVisited === this.#isVisited) return
    this.#isVisited = isVisited
    if (isVisited) this.#move()
    else this.#rest()
  }

  #move(): void {
    if (this.#quiet) clearTimeout(this.#quiet)
    this.#quiet = null
    this.#tellMotion(true)
  }

  #rest(): void {
    if (this.#isVisited || this.#quiet) return
    this.#quiet = setTimeout(() => {
      this.#quiet = null
      this.#tellMotion(false)
    }, MOTION_AFTER_MS)
  }

  #tellMotion(isMotion: boolean): void {
    const { MotionDetected } = this.#order.api.hap.Characteristic
    this.#controller.motionService?.updateCharacteristic(MotionDetected, isMotion)
  }

  #secureVideo(): SecureVideo {
    const { camera, log, api } = this.#order
    const { HomeKitCameraActive, RecordingAudioActive } = api.hap.Characteristic
    return new SecureVideo({
      camera,
      pictures: this.#pictures,
      sounds: this.#sounds,
      log,
      isMotion: () => this.#isVisited || this.#quiet !== null,
      isCameraOn: () => {
        if (!this.#isShown) return false
        const mode = this.#controller.recordingManagement?.operatingModeService
        return Boolean(mode?.getCharacteristic(HomeKitCameraActive).value ?? true)
      },
      isSoundWanted: () => {
        const recording = this.#controller.recordingManagement?.recordingManagementService
        return Boolean(recording?.getCharacteristic(RecordingAudioActive).value ?? false)
      },
    })
  }

  #control(): DoorbellController {
    const { api, accessory, camera } = this.#order
    const { DoorbellController: Controller, Service: S, Characteristic: C } = api.hap
    const controller = new Controller({
      cameraStreamCount: VIEWERS_MAX,
      delegate: this.#streams,
      streamingOptions: STREAMING,
      recording: { options: RECORDING, delegate: this.#video },
      sensors: { motion: true },
    })
    this.#streams.onGone = (session) => controller.forceStopStreamingSession(session)
    accessory
      .getService(S.AccessoryInformation)
      ?.setCharacteristic(C.Manufacturer, 'Portico')
      .setCharacteristic(C.Model, 'Doorbell camera')
      .setCharacteristic(C.SerialNumber, `camera-${camera}`)
      .setCharacteristic(C.FirmwareRevision, VERSION)
    return controller
  }

  #configure(): void {
    const { accessory, api } = this.#order
    accessory.configureController(this.#controller)
    const { HomeKitCameraActive, RecordingAudioActive } = api.hap.Characteristic
    const { recordingManagement } = this.#controller
    const switches = [
      recordingManagement?.operatingModeService.getCharacteristic(HomeKitCameraActive),
      recordingManagement?.recordingManagementService.getCharacteristic(RecordingAudioActive),
    ]
    for (const each of switches) each?.on('change', () => this.#video.consider())
  }

  [Symbol.dispose](): void {
    this.#isVisited = false
    if (this.#quiet) clearTimeout(this.#quiet)
    this.#video[Symbol.dispose]()
    this.#streams[Symbol.dispose]()
    this.#sounds[Symbol.dispose]()
    this.#pictures[Symbol.dispose]()
  }
}
