// The house around a hub on a real disk: door, dead-man and cameras in virtual time. It outlives the hub, can be written
// down as it stands, and goes on from there with everything that was on its way to it.
import { type DoorCommandBody, type Instant, after, instant, milliseconds, wallTime } from '@portico/core'
import type { Heartbeat } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import type { DoorDevices, HomeRuntime } from '@portico/runtime'
import { SimulatedCameras, SimulatedDoor, TestClock } from '@portico/testing'
import type { EdgeInput } from '@portico/world'
import { HouseEdge } from './house-edge.ts'
import type { HouseSnapshot, Order } from './house-record.ts'

const RADIO_LAG = milliseconds(150)
/** Where a monotonic clock stands when a hub starts after a reboot. */
const UPTIME_MS = 10_000

export interface DiskHouseParts {
  /** As it stood; null: a house in which nothing has happened yet. */
  readonly from: HouseSnapshot | null
  /** The hub's machine was off for so long: its monotonic clock begins anew, in a new boot. null: it was not. */
  readonly rebootedAfterMs: number | null
  readonly report: (body: DoorCommandBody) => void
  readonly events: () => ReturnType<HomeRuntime['cameraEvents']> | null
  /** An order is on its way to the door. */
  readonly onOrder: () => void
}

/** The hub's clock after a reboot: other numbers, the same time. */
function shifted(base: TestClock, by: number): Clock {
  return {
    boot: 'boot-after-the-cut',
    mono: () => instant(base.mono() - by),
    wall: () => base.wall(),
    wake: (at, call) => base.wake(instant(at + by), call),
  }
}

export class DiskHouse implements Disposable {
  readonly clock: TestClock
  /** As the hub's machine reads it. */
  readonly hubClock: Clock
  readonly door: SimulatedDoor
  readonly edge: HouseEdge
  readonly cameras: SimulatedCameras
  readonly #parts: DiskHouseParts
  readonly #onTheWay = new Set<Order>()
  #frames = 0

  constructor(parts: DiskHouseParts) {
    const { from, rebootedAfterMs, events } = parts
    this.#parts = parts
    this.clock = new TestClock(
      from === null ? { wall: wallTime(Date.UTC(2026, 10, 23, 10)) } : { mono: from.mono, wall: from.wall },
    )
    this.hubClock =
      rebootedAfterMs === null
        ? this.clock
        : shifted(this.clock, this.clock.mono() + rebootedAfterMs - UPTIME_MS)
    const { clock } = this
    this.door = new SimulatedDoor({ clock, lag: RADIO_LAG, report: (body) => this.#hear(body) })
    const bolt = (): void => this.door.do({ type: 'command', to: 'lock', by: 'edge', notAfter: null })
    this.edge = new HouseEdge({ clock, lag: RADIO_LAG, bolt, report: parts.report }, from?.edge)
    this.cameras = new SimulatedCameras({
      clock: this.hubClock,
      // The real engine syncs its film every half second (decisions 7); the simulated one reports twice as often.
      frame: (frame) => {
        if (this.#frames++ % 2 === 0) events()?.frame(frame)
      },
      liveness: (live) => events()?.liveness(live),
    })
    if (from !== null) this.#restore(from)
  }

  /** As it stands now, with what is on its way to it. */
  snapshot(): HouseSnapshot {
    const { world, unlocks, link } = this.door
    const [mono, wall] = [this.clock.mono(), this.clock.wall()]
    return { mono, wall, world, edge: this.edge.state, unlocks, link, onTheWay: [...this.#onTheWay] }
  }

  /** Orders as the door gets them, remembered while they are in the air. */
  devices(): DoorDevices {
    const { door, edge } = this
    const tell = async (input: EdgeInput): Promise<void> => this.#later(() => edge.feel(input))
    return {
      unlock: (order) => {
        const handed = door.unlock(order)
        if (handed === 'handed') this.#send({ type: 'unlock', order })
        return handed
      },
      grantPin: (order) => door.grantPin(order),
      revokePin: (op) => door.revokePin(op),
      lock: () => this.#sent({ type: 'lock' }, door.lock()),
      query: (q) => door.query(q),
      arm: (order) => this.#sent({ type: 'arm', order }, tell({ type: 'arm', order })),
      disarm: (op) => this.#sent({ type: 'disarm', op }, tell({ type: 'disarm', op })),
      release: (op) => this.#sent({ type: 'release', op }, tell({ type: 'release', op })),
      heartbeat: (beat) => tell({ type: 'heartbeat', beat: this.#inHouseTime(beat) }),
      siren: (on) => tell({ type: 'siren', on }),
    }
  }

  [Symbol.dispose](): void {
    this.door[Symbol.dispose]()
    this.edge[Symbol.dispose]()
    for (const film of this.cameras.films.values()) film.wake?.cancel()
  }

  #later(then: () => void): void {
    this.clock.wake(after(this.clock.mono(), RADIO_LAG), then)
  }

  /** The edge runs on its own clock, which never stopped. */
  #inHouseTime(beat: Heartbeat): Heartbeat {
    const age = this.hubClock.mono() - beat.sent
    const sent: Instant = instant(this.clock.mono() - age)
    return { ...beat, sent }
  }

  #hear(body: DoorCommandBody): void {
    // The edge of this home is the one beside, with its dead-man.
    if (body.type === 'ReportEdge') return
    // By wire the edge feels the leaf as the contact does.
    if (body.type === 'ReportContact' && body.q === null && body.contact !== 'unknown')
      this.edge.feel({ type: 'contact', contact: body.contact })
    this.#parts.report(body)
  }

  #sent(order: Order, sending: Promise<void>): Promise<void> {
    this.#send(order)
    return sending
  }

  #send(order: Order): void {
    this.#onTheWay.add(order)
    this.#later(() => void this.#onTheWay.delete(order))
    this.#parts.onOrder()
  }

  #restore({ world, unlocks, link, onTheWay }: HouseSnapshot): void {
    const { door, edge } = this
    door.world = world
    door.unlocks.push(...unlocks)
    Object.assign(door.link, link)
    // Whatever moves by itself is taken up again with the first deed.
    door.do({ type: 'hold', on: world.leaf.held })
    for (const order of onTheWay)
      if (order.type === 'unlock') door.unlock(order.order)
      else if (order.type === 'lock') void door.lock()
      else this.#later(() => edge.feel(order))
    edge.feel({ type: 'gone' })
  }
}
