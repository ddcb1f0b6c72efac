// One house in true time: the door, what is mounted at it and how it is connected. Nothing here knows of a hub; whoever
// listens is told.
import type { BoltReport, ContactReport, Instant, PinReport } from '@portico/core'
import type { EdgeReport } from '@portico/plugin-api'
import type { TestClock } from '@portico/testing/fakes'
import type { WorldOptions } from '@portico/world'
import { Cameras } from './cameras.ts'
import { Contact } from './contact.ts'
import { Edge, type EdgeAlarm } from './edge.ts'
import { FrontDoor } from './front-door.ts'
import { Lock } from './lock.ts'
import { type Link2, Wire } from './wire.ts'

export interface HouseListener {
  bolt(report: BoltReport): void
  pin(report: PinReport): void
  contact(report: ContactReport): void
  edge(report: EdgeReport): void
  edgeAlarm(alarm: EdgeAlarm): void
  siren(on: boolean): void
  edgeUp(on: boolean): void
}

export interface HouseOptions {
  readonly clock: TestClock
  readonly door: Omit<WorldOptions, 'at'>
  /** Numbers for one wire, by its name. */
  readonly draw: (wire: string) => () => number
  readonly listener: HouseListener
}

export class House {
  readonly door: FrontDoor
  readonly lock: Lock
  readonly contact: Contact
  readonly edge: Edge
  readonly cameras = new Cameras()
  /** To the owner's screens and back. */
  readonly notifier: Link2
  readonly #clock: TestClock
  readonly #links: readonly Link2[]

  constructor({ clock, door, draw, listener }: HouseOptions) {
    const link = (name: string): Link2 => ({
      down: new Wire(clock, draw(`${name} down`)),
      up: new Wire(clock, draw(`${name} up`)),
    })
    this.#clock = clock
    this.door = new FrontDoor(clock, door)
    this.lock = new Lock({
      door: this.door,
      link: link('lock'),
      report: (report) => listener.bolt(report),
      reportPin: (report) => listener.pin(report),
    })
    this.contact = new Contact({
      door: this.door,
      link: link('contact'),
      report: (report) => listener.contact(report),
    })
    this.edge = new Edge({
      clock,
      link: link('edge'),
      reed: () => this.contact.reed,
      bolt: () => this.lock.lockByEdge(),
      siren: (on) => listener.siren(on),
      up: (on) => listener.edgeUp(on),
      alarm: (alarm) => listener.edgeAlarm(alarm),
      report: (report) => listener.edge(report),
    })
    this.notifier = link('notifier')
    this.#links = [this.lock.link, this.contact.link, this.edge.link, this.notifier]
    this.#wireEdge()
  }

  /** At a true instant; now when it has passed. */
  later(at: Instant, call: () => void): void {
    this.#clock.wake(at, call)
  }

  /** Every fault of devices and links ends; what was done to the door stays done. */
  heal(): void {
    for (const { down, up } of this.#links) {
      down.heal()
      up.heal()
    }
    this.lock.lie = 'honest'
    this.contact.lie = 'honest'
    this.cameras.heal()
    this.edge.revive()
    this.door.do({ type: 'jam', at: null })
    this.door.do({ type: 'fault', on: false })
    this.door.do({ type: 'ghost', after: null })
    this.door.do({ type: 'battery', percent: 80 })
    this.door.do({ type: 'power', on: true })
    this.door.do({ type: 'tamper', on: false })
    this.door.do({ type: 'fire', on: false })
    this.door.do({ type: 'hold', on: false })
    this.lock.pushChange()
  }

  /** The edge hangs on wires: it feels each change at once, whatever the radios do. */
  #wireEdge(): void {
    let { tamper, fire } = this.door.world
    this.door.watch(() => {
      const { world } = this.door
      this.edge.feel({ type: 'contact', contact: this.contact.reed })
      if (world.tamper !== tamper) this.edge.feel({ type: 'tamper', on: (tamper = world.tamper) })
      if (world.fire !== fire) this.edge.feel({ type: 'fire', on: (fire = world.fire) })
    })
  }
}
