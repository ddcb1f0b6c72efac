// An accessory outside of the bridge, shown and taken away as often as it has to be. Homebridge publishes each once, takes none
// back while it runs and ends when one is published a second time; hap-nodejs below it can do both.
import type { API, PlatformAccessory } from 'homebridge'
import { PLUGIN } from '../version.ts'

export interface OutsideOrder {
  readonly api: Pick<API, 'publishExternalAccessories'>
  readonly accessory: PlatformAccessory
  readonly log: Pick<Console, 'error'>
}

type HapAccessory = PlatformAccessory['_associatedHAPAccessory']

export class OutsideAccessory {
  readonly #order: OutsideOrder
  readonly #hap: HapAccessory
  /** As Homebridge publishes it: address, port and code. Null: it has not done so yet. */
  #publish: (() => Promise<void>) | null = null
  #isAsked = false
  #isWanted = false
  #isShown = false
  /** One step after the other: an end that is still under way would take the next beginning along. */
  #steps: Promise<void> = Promise.resolve()

  constructor(order: OutsideOrder) {
    this.#order = order
    const { _associatedHAPAccessory: hap } = order.accessory
    this.#hap = hap
    const publish = this.#hap.publish.bind(this.#hap)
    this.#hap.publish = (...how) => {
      this.#publish = () => publish(...how)
      return this.#settle()
    }
  }

  show(): void {
    this.#isWanted = true
    if (this.#isAsked) void this.#settle()
    else this.#order.api.publishExternalAccessories(PLUGIN, [this.#order.accessory])
    this.#isAsked = true
  }

  /** Its pairing is kept: whoever had it has it again when it is shown again. */
  hide(): void {
    this.#isWanted = false
    void this.#settle()
  }

  /** Never rejects. */
  #settle(): Promise<void> {
    const before = this.#steps
    this.#steps = this.#step(before)
    return this.#steps
  }

  async #step(before: Promise<void>): Promise<void> {
    await before
    const publish = this.#publish
    if (publish === null || this.#isWanted === this.#isShown) return
    this.#isShown = this.#isWanted
    try {
      if (this.#isWanted) await publish()
      else await this.#takeAway()
    } catch (error) {
      this.#isShown = false
      this.#order.log.error(`${this.#order.accessory.displayName} in HomeKit: ${String(error)}`)
    }
  }

  async #takeAway(): Promise<void> {
    const announced = announcedBy(this.#hap)
    await this.#hap.unpublish()
    await announced?.end()
  }
}

/**
 * Where several accessories of a process share one voice on the network, hap-nodejs leaves the name of one that has gone
 * there, and the name is taken when it comes back. Null: not so here.
 */
function announcedBy(hap: HapAccessory): { end(): Promise<void> } | null {
  const advertiser: unknown = Reflect.get(hap, '_advertiser')
  if (typeof advertiser !== 'object' || advertiser === null) return null
  const service: unknown = Reflect.get(advertiser, 'advertisedService')
  if (typeof service !== 'object' || service === null || !('end' in service)) return null
  // cast: what the library calls `end` takes nothing and resolves when the last word is said
  return typeof service.end === 'function' ? (service as { end(): Promise<void> }) : null
}
