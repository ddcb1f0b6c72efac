// A front door with its lock, contact and edge, on the physics of `@portico/world`, in the time of a test clock. It
// takes the commands that the runtime gives and reports as hardware does: late, by itself, and never because it was
// told to.
import {
  type DoorCommandBody,
  type Duration,
  type Instant,
  type Op,
  after,
  elapsed,
  instant,
  milliseconds,
  seconds,
} from '@portico/core'
import type { ArmOrder, Heartbeat, PinOrder, UnlockOrder } from '@portico/plugin-api'
import type { Clock, Wake } from '@portico/ports'
import {
  type ContactLie,
  type Deed,
  type HeldPin,
  type LockLie,
  type Step,
  type World,
  type WorldEvent,
  act,
  advance,
  contactReport,
  initialWorld,
  lockDead,
  lockReport,
  nextChange,
} from '@portico/world'

export interface SimulatedDoorOptions {
  readonly clock: Clock
  readonly report: (body: DoorCommandBody) => void
  /** Device to hub, default 150 ms. */
  readonly lag?: Duration
}

interface ArmedOp {
  readonly order: ArmOrder
  readonly at: Instant
}

const ALIVE_EVERY = seconds(3)

const pinWords: Partial<Record<WorldEvent['type'], 'stored' | 'used' | 'gone'>> = {
  PinStored: 'stored',
  PinUsed: 'used',
  PinGone: 'gone',
}

export class SimulatedDoor {
  world: World
  lockLie: LockLie = 'honest'
  contactLie: ContactLie = 'honest'
  /** False: nothing from or to this device passes. */
  readonly link = { lock: true, contact: true, edge: true }
  /** Ops of unlocks that reached the lock, in order. */
  readonly unlocks: Op[] = []
  /** Ops of PINs that reached the lock, in order. */
  readonly pins: Op[] = []
  readonly heartbeats: Heartbeat[] = []
  armed: ArmedOp | null = null
  sirenSounds = false
  readonly #options: SimulatedDoorOptions
  readonly #lag: Duration
  #wake: Wake | null = null
  #alive: Wake | null = null
  #boltWord: string
  #contactWord: string

  constructor(options: SimulatedDoorOptions) {
    this.#options = options
    this.#lag = options.lag ?? milliseconds(150)
    this.world = initialWorld({ at: options.clock.mono() })
    this.#boltWord = lockReport(this.world, { lie: 'honest', q: null })?.bolt ?? ''
    this.#contactWord = contactReport(this.world, { lie: 'honest', q: null })?.contact ?? ''
    this.#beatAlive()
  }

  /** What really stands there. */
  get isLocked(): boolean {
    this.#catchUp()
    return this.world.bolt.position === 1 && this.world.bolt.motion === null && this.world.leaf.position === 0
  }

  /** Somebody does something at the door. */
  do(deed: Deed): void {
    this.#catchUp()
    this.#take(act(this.world, deed, this.#options.clock.mono()))
    this.#changed()
  }

  /** The PIN that the lock holds; it ends it by itself. */
  get pin(): HeldPin | null {
    this.#catchUp()
    return this.world.keypad.pin
  }

  unlock({ op, notAfter }: UnlockOrder): 'handed' | 'LOCK_UNREACHABLE' {
    if (!this.link.lock) return 'LOCK_UNREACHABLE'
    this.#later(() => {
      this.unlocks.push(op)
      this.do({ type: 'command', to: 'unlock', by: 'hub', notAfter })
    })
    return 'handed'
  }
  grantPin(order: PinOrder): 'handed' | 'LOCK_UNREACHABLE' {
    if (!this.link.lock) return 'LOCK_UNREACHABLE'
    const { op, pin, notAfter, endsAt } = order
    this.#later(() => {
      this.pins.push(op)
      this.do({ type: 'store-pin', op, pin, notAfter, endsAt })
    })
    return 'handed'
  }
  async revokePin(op: Op): Promise<void> {
    if (this.link.lock) this.#later(() => this.do({ type: 'forget-pin', op }))
  }
  /** Somebody types a PIN at the door; false: the lock knows none such now. */
  keyIn(pin: string): boolean {
    const held = this.pin
    this.do({ type: 'key-in', pin })
    return held !== null && this.world.keypad.pin === null && this.world.keypad.usedFor === held.op
  }
  async lock(): Promise<void> {
    if (this.link.lock) this.#later(() => this.do({ type: 'command', to: 'lock', by: 'hub', notAfter: null }))
  }
  async query(q: number): Promise<void> {
    this.#later(() => this.#answer(q))
  }
  async arm(order: ArmOrder): Promise<void> {
    if (!this.link.edge) return
    this.#later(() => {
      const again = this.armed?.order.op === order.op
      if (!again) this.armed = { order, at: this.#options.clock.mono() }
      this.#say('edge', { type: 'ReportDeadman', op: order.op, what: 'armed' })
    })
  }
  async disarm(op: Op): Promise<void> {
    this.#later(() => {
      if (this.armed?.order.op === op) this.armed = null
      this.#say('edge', { type: 'ReportDeadman', op, what: 'disarmed' })
    })
  }
  async release(): Promise<void> {}
  async heartbeat(beat: Heartbeat): Promise<void> {
    this.heartbeats.push(beat)
  }
  async siren(on: boolean): Promise<void> {
    this.sirenSounds = on
  }

  /** How long the armed dead-man has run; null when none does. */
  get armedFor(): Duration | null {
    return this.armed === null ? null : elapsed(this.armed.at, this.#options.clock.mono())
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
    this.#alive?.cancel()
  }

  /** What the lock says of its PIN it reads back by itself. */
  #take({ world, happened }: Step): void {
    this.world = world
    for (const event of happened) {
      const what = pinWords[event.type]
      if (what !== undefined && 'op' in event && !lockDead(world))
        this.#say('lock', { type: 'ReportPin', op: event.op, what })
    }
  }

  #later(then: () => void): void {
    const { clock } = this.#options
    clock.wake(after(clock.mono(), this.#lag), then)
  }

  #say(device: 'lock' | 'contact' | 'edge', body: DoorCommandBody): void {
    if (this.link[device]) this.#later(() => this.#options.report(body))
  }

  #answer(q: number): void {
    this.#catchUp()
    const bolt = lockReport(this.world, { lie: this.lockLie, q })
    const contact = contactReport(this.world, { lie: this.contactLie, q })
    if (bolt) this.#say('lock', { type: 'ReportBolt', ...bolt })
    if (contact) this.#say('contact', { type: 'ReportContact', ...contact })
  }

  #beatAlive(): void {
    const { clock } = this.#options
    this.#alive = clock.wake(after(clock.mono(), ALIVE_EVERY), () => {
      this.#say('edge', { type: 'ReportEdge' })
      this.#beatAlive()
    })
  }

  #catchUp(): void {
    this.#take(advance(this.world, this.#options.clock.mono()))
  }

  /** Reports what changed, and comes back when the next thing changes by itself. */
  #changed(): void {
    const { clock } = this.#options
    const bolt = lockReport(this.world, { lie: this.lockLie, q: null })
    const contact = contactReport(this.world, { lie: this.contactLie, q: null })
    if (bolt && bolt.bolt !== this.#boltWord) {
      this.#boltWord = bolt.bolt
      this.#say('lock', { type: 'ReportBolt', ...bolt })
    }
    if (contact && contact.contact !== this.#contactWord) {
      this.#contactWord = contact.contact
      this.#say('contact', { type: 'ReportContact', ...contact })
    }
    this.#wake?.cancel()
    const next = nextChange(this.world)
    if (next === null) return
    this.#wake = clock.wake(instant(Math.max(next, clock.mono())), () => {
      this.#catchUp()
      this.#changed()
    })
  }
}
