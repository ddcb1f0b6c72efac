// The platform in Homebridge: as many accessories as the hub shows doors. It starts nothing before it is configured.
import type { API, DynamicPlatformPlugin, Logging, PlatformAccessory, PlatformConfig } from 'homebridge'
import type { DoorView, FaceHome } from '@portico/protocol'
import { type Doorbell, doorbellOf } from './camera/doorbell.ts'
import { PublishedCameras } from './camera/published-cameras.ts'
import { DoorAccessory } from './door/door-accessory.ts'
import type { DoorOrders } from './door/door-orders.ts'
import { CATEGORY_DOOR_LOCK } from './hap-status.ts'
import { HubLine } from './line/hub-line.ts'
import { TokenStore } from './line/token-store.ts'
import { ownProcess } from './own-process.ts'
import { type PorticoConfig, readConfig } from './plugin-config.ts'
import { PLATFORM, PLUGIN } from './version.ts'

export class PorticoPlatform implements DynamicPlatformPlugin {
  readonly #api: API
  readonly #log: Logging
  readonly #line: HubLine | null
  /** Of the last start, by UUID. */
  readonly #known = new Map<string, PlatformAccessory>()
  readonly #doors = new Map<string, DoorAccessory>()
  readonly #cameras = new PublishedCameras()

  constructor(log: Logging, config: PlatformConfig, api: API) {
    this.#log = log
    this.#api = api
    const settings = readConfig(config)
    if (typeof settings === 'string') {
      log.error(settings)
      this.#line = null
    } else this.#line = this.#lineTo(settings)
    api.on('didFinishLaunching', () => this.#launch())
    api.on('shutdown', () => this.#end())
  }

  configureAccessory(accessory: PlatformAccessory): void {
    this.#known.set(accessory.UUID, accessory)
  }

  #lineTo(config: PorticoConfig): HubLine {
    const { tokenFile } = ownProcess(this.#api, process.env)
    const store = new TokenStore(this.#api.user.storagePath())
    return new HubLine({ config, store, tokenFile, log: this.#log })
  }

  #launch(): void {
    // What was told before the last end is no word on today: those doors are unknown from the first answer on, and stay so
    // without a hub.
    for (const accessory of this.#known.values()) {
      const door: unknown = accessory.context['door']
      if (typeof door === 'string') this.#add(door, accessory)
    }
    const line = this.#line
    if (!line) return
    line.follow({
      onHome: (home) => this.#take(home),
      onRing: (ring) => this.#doors.get(ring.door)?.ring(ring),
    })
    void line.begin()
  }

  #take(home: FaceHome | null): void {
    if (home) {
      this.#dropOthers(new Set(home.doors.map(({ id }) => id)))
      for (const { id, name } of home.doors)
        if (!this.#doors.has(id)) this.#add(id, this.#accessoryOf(id, name))
    }
    for (const [id, door] of this.#doors) door.take(home?.doors.find((view) => view.id === id) ?? null)
  }

  #add(door: string, accessory: PlatformAccessory): void {
    const api = this.#api
    const log = this.#log
    const line = this.#line
    const orders = (): DoorOrders | null => line?.orders ?? null
    const bell = (view: DoorView, before: Doorbell | null): Doorbell | null =>
      line && doorbellOf({ api, log, accessory, view, line, cameras: this.#cameras }, before)
    const grown = (): void => this.#keep(accessory)
    this.#doors.set(door, new DoorAccessory({ api, log, accessory, door, orders, bell, grown }))
  }

  #accessoryOf(door: string, name: string): PlatformAccessory {
    const { hap, platformAccessory: Accessory } = this.#api
    const accessory = new Accessory(name, hap.uuid.generate(`portico:door:${door}`), CATEGORY_DOOR_LOCK)
    accessory.context['door'] = door
    return accessory
  }

  /** With all its services: those that are missing when Homebridge starts again would get other numbers in HomeKit. */
  #keep(accessory: PlatformAccessory): void {
    if (this.#known.has(accessory.UUID)) return this.#api.updatePlatformAccessories([accessory])
    this.#known.set(accessory.UUID, accessory)
    this.#api.registerPlatformAccessories(PLUGIN, PLATFORM, [accessory])
  }

  /** Doors that the house has no longer, or that this face may no longer show. */
  #dropOthers(doors: ReadonlySet<string>): void {
    for (const [uuid, accessory] of this.#known) {
      const door: unknown = accessory.context['door']
      if (typeof door === 'string' && doors.has(door)) continue
      this.#known.delete(uuid)
      if (typeof door === 'string') {
        this.#doors.get(door)?.[Symbol.dispose]()
        this.#doors.delete(door)
      }
      this.#api.unregisterPlatformAccessories(PLUGIN, PLATFORM, [accessory])
    }
  }

  #end(): void {
    // Cameras first: what a door gives up from here on is taken away by Homebridge.
    this.#cameras[Symbol.dispose]()
    for (const door of this.#doors.values()) door[Symbol.dispose]()
    this.#line?.[Symbol.dispose]()
  }
}
