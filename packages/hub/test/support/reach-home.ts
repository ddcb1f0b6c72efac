// A hub whose sources are simulated services on this machine, and time that passes turn by turn: a question is real, so
// no time passes while one is on its way.
import type { ParcelStatus } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { MemoryJournal, SimulatedVendor, type VendorName } from '@portico/testing'
import { environmentName } from '../../src/config/environment.ts'
import { TestHub, type TestHubOptions } from './test-hub.ts'
import { until } from './until.ts'

export const KEY = 'key-of-the-household'

/** What its webhook would say now, as the service's API says it. */
export function toldNow(home: TestHub, source: string, number: string, status: ParcelStatus): object {
  const carrier = carriers.find(({ id }) => id === source)
  if (!carrier) throw new Error(`no carrier ${source}`)
  const asked = { trackingNumber: number, status, occurredAt: home.clock.wall(), eventId: 'e' }
  const body = JSON.parse(carrier.sample(asked, 'any').body)
  return body.result ?? body.msg ?? body.data
}

export class ReachHome implements AsyncDisposable {
  readonly vendors: Readonly<Record<string, SimulatedVendor>>
  readonly journal = new MemoryJournal()
  readonly #options: TestHubOptions
  #home: TestHub | null = null

  private constructor(vendors: readonly SimulatedVendor[], options: TestHubOptions) {
    this.vendors = Object.fromEntries(vendors.map((vendor) => [vendor.name, vendor]))
    this.#options = options
  }

  /** `prepare`: before the hub is there. */
  static async open(
    names: readonly VendorName[],
    options: TestHubOptions = {},
    prepare: (vendor: SimulatedVendor) => void = () => undefined,
  ): Promise<ReachHome> {
    const reach = new ReachHome(
      await Promise.all(names.map((name) => SimulatedVendor.open(name, KEY))),
      options,
    )
    Object.values(reach.vendors).forEach(prepare)
    await reach.begin()
    return reach
  }

  get home(): TestHub {
    if (!this.#home) throw new Error('the hub is not open')
    return this.#home
  }
  vendor(name: VendorName): SimulatedVendor {
    const vendor = this.vendors[name]
    if (!vendor) throw new Error(`no vendor ${name}`)
    return vendor
  }

  /** A hub on the same journal; the one before ends. */
  async begin(other: Partial<TestHubOptions> = {}): Promise<void> {
    await this.#home?.[Symbol.asyncDispose]()
    const { environment, settings, ...options } = { ...this.#options, ...other }
    const names = Object.keys(this.vendors)
    const usual = Object.values(this.vendors).flatMap(({ name, url }) => [
      [`PORTICO_CARRIER_ORIGIN_${environmentName(name)}`, url],
      [`PORTICO_CARRIER_KEY_${environmentName(name)}`, KEY],
    ])
    this.#home = await TestHub.open({
      ...options,
      journal: this.journal,
      settings: { sources: names, ...settings },
      environment: { ...Object.fromEntries(usual), ...environment },
    })
  }

  /** Lets one turn of the service begin and end. */
  async turn(name: VendorName, time = 2.1): Promise<void> {
    await this.home.pass(time)
    await this.home.hub.reach.reachOf(name)?.settled()
  }

  /** Turns until it has been asked so many times. */
  async asked(name: VendorName, times: number, step = 2.1): Promise<void> {
    await until(`${name} to be asked ${times} times`, async () => {
      await this.turn(name, step)
      return this.vendor(name).heard.length >= times
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#home?.[Symbol.asyncDispose]()
    await Promise.all(Object.values(this.vendors).map((vendor) => vendor[Symbol.asyncDispose]()))
  }
}
