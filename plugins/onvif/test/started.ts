// The plugin with one simulated device, ended with the test that began it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Duration, milliseconds } from '@portico/plugin-api'
import { TestClock } from '@portico/testing'
import { type OnvifDeviceOptions, SimulatedOnvifDevice } from '@portico/testing/onvif'
import plugin from '../src/index.ts'
import { TestHost } from './test-host.ts'

export const seconds = (count: number): Duration => milliseconds(count * 1_000)

export interface StartedOptions {
  readonly device?: Omit<OnvifDeviceOptions, 'clock'>
  readonly options?: Readonly<Record<string, unknown>>
  readonly secret?: string
  readonly bell?: Readonly<Record<string, unknown>>
  /** Before the plugin begins. */
  readonly prepare?: (device: SimulatedOnvifDevice) => void
}

export class Started implements AsyncDisposable {
  readonly clock: TestClock
  readonly storage = mkdtempSync(join(tmpdir(), 'portico-onvif-'))
  readonly device: SimulatedOnvifDevice
  readonly #hosts: TestHost[] = []
  readonly #options: StartedOptions

  private constructor(device: SimulatedOnvifDevice, options: StartedOptions, clock: TestClock) {
    this.device = device
    this.clock = clock
    this.#options = options
  }

  static async open(options: StartedOptions = {}): Promise<Started> {
    const clock = new TestClock()
    const device = await SimulatedOnvifDevice.start({ clock, ...options.device })
    options.prepare?.(device)
    return new Started(device, options, clock)
  }

  /** One life of the plugin. */
  async host(): Promise<TestHost> {
    const { options = {}, secret = 'sesame', bell } = this.#options
    const camera = { address: this.device.address, username: 'portico', ...options }
    const host = new TestHost(
      [
        { id: 'porch', kind: 'camera', options: camera, secret },
        ...(bell ? [{ id: 'bell', kind: 'bell' as const, options: { camera: 'porch', ...bell } }] : []),
      ],
      { clock: this.clock, storage: this.storage },
    )
    this.#hosts.push(host)
    await plugin.start(host.host)
    return host
  }

  /** A life that is being told of events. */
  async listening(): Promise<TestHost> {
    const host = await this.host()
    const before = this.pulls
    await this.device.until(() => this.pulls > before)
    return host
  }

  get pulls(): number {
    return this.device.asked.filter((operation) => operation === 'PullMessages').length
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const host of this.#hosts) await host.end()
    await this.device[Symbol.asyncDispose]()
    rmSync(this.storage, { recursive: true, force: true })
  }
}
