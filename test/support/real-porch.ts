// A real home of a camera and a bell: an ONVIF device over real HTTP, its stream over real RTSP, a camera of single
// pictures, and the settings that name them. Only their passwords are not set yet.
import { SimulatedOnvifDevice } from '@portico/testing/onvif'
import { machineClock } from './machine-clock.ts'
import { PlainStream } from './plain-stream.ts'

export const PASSWORD = 'frühling & 8 "quotes"'
/** A JPEG up to its frame header, which is all that the hub reads of it. */
export const JPEG = Buffer.from('ffd8ffc0001108014000b403011100021101031101ffd9', 'hex')

export class RealPorch implements AsyncDisposable {
  readonly device: SimulatedOnvifDevice
  readonly #stream: PlainStream

  private constructor(device: SimulatedOnvifDevice, stream: PlainStream) {
    this.device = device
    this.#stream = stream
  }

  static async open(): Promise<RealPorch> {
    const stream = await PlainStream.start({ username: 'portico', password: PASSWORD })
    const device = await SimulatedOnvifDevice.start({
      clock: machineClock,
      password: PASSWORD,
      auth: 'digest-sha256',
      clockOffsetMs: 3_600_000,
      streams: { main: stream.url },
      jpeg: JPEG,
    })
    return new RealPorch(device, stream)
  }

  get settings(): string {
    return `
home: { name: Home, timeZone: Europe/Berlin }
doors:
  - id: front
    name: Front door
    kind: porch
    bell: bell
    cameras:
      - { id: porch, view: outside }
      - { id: drive, view: outside }
devices:
  porch: { plugin: onvif, kind: camera, options: { address: "${this.device.address}", username: portico } }
  drive: { plugin: snapshot-camera, kind: camera, options: { snapshot: "http://${this.device.address}/snapshot.jpg", username: portico } }
  bell: { plugin: onvif, kind: bell, options: { camera: porch } }
`
  }

  /** Passwords as variables of the hub's environment. */
  readonly secrets = { PORTICO_DEVICE_SECRET_PORCH: PASSWORD, PORTICO_DEVICE_SECRET_DRIVE: PASSWORD }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.device[Symbol.asyncDispose]()
    await this.#stream[Symbol.asyncDispose]()
  }
}
