// One run: a house, a hub, people and faults, from the first start of the hub to a quiet door. The same plan gives the
// same lines, byte for byte.
import { type JournalLine, instant, milliseconds, phaseOf } from '@portico/core'
import { TestClock } from '@portico/testing/fakes'
import type { House } from '../house/house.ts'
import { FaultRoom } from '../faults/fault-room.ts'
import { faults } from '../faults/faults.data.ts'
import { healHub } from '../faults/hub-faults.data.ts'
import { Carrier } from '../people/carrier.ts'
import { Courier } from '../people/courier.ts'
import { Owner } from '../people/owner.ts'
import { type Script, drawScript, plainer } from '../people/script.ts'
import type { Stage } from '../people/stage.ts'
import type { Chronicle, RunOptions, StoryLine } from './chronicle.ts'
import { buildScene } from './build-scene.ts'
import type { Hub } from './hub.ts'
import type { Plan } from './plan.ts'
import { streamOf } from './streams.ts'

export interface RunResult {
  readonly plan: Plan
  readonly lines: readonly JournalLine[]
  readonly story: readonly StoryLine[]
  readonly delivered: number
  /** Codes that couriers were told on their page. */
  readonly refused: readonly string[]
  /** The door was locked and shut at the end, truly. */
  readonly secure: boolean
  readonly phase: string
  /** Simulated time, ms. */
  readonly took: number
}

const LABELS = ['1Z4R8V670310455204', '1Z4R8V670310455213'] as const
/** The household announces its parcel once the hub is up. */
const ANNOUNCED_AT = 4000
const STEP = 1000
/** After everything is healed the door comes to rest within this, or a person is waited for. */
export const REST_MAX = 300_000
/** No courier comes later than this after healing, ms. */
const LAST_ARRIVAL = 20_000
/** A standing alarm that nobody will answer is watched this long after healing. */
const UNANSWERED = 60_000
/** The door stays quiet this long before the run ends: an edge that still watches somebody would sound by then. */
const QUIET_FOR = 20_000

export class Run {
  readonly #plan: Plan
  readonly #clock = new TestClock({ settle: 'microtasks' })
  readonly #script: Script
  readonly #house: House
  readonly #hub: Hub
  readonly #owner: Owner
  readonly #carrier: Carrier
  readonly #stage: Stage
  readonly #chronicle: Chronicle
  readonly #rooms: FaultRoom[] = []
  readonly #began: number
  readonly #refused: string[] = []
  #healed = false
  /** When somebody last had a hand at the door: only from then on can it come to rest. */
  #touched = 0
  #couriers = 0
  #courier: Courier | null = null
  #quietSince: number | null = null

  constructor(plan: Plan, options: RunOptions) {
    const { seed } = plan
    this.#plan = plan
    this.#began = this.#clock.mono()
    this.#script = plainer(drawScript(streamOf(seed, 'script')), plan.plain)
    const { chronicle, house, hub } = buildScene({
      seed,
      options,
      clock: this.#clock,
      script: this.#script,
      owner: () => this.#owner,
      courier: () => this.#courier,
      isHealed: () => this.#healed,
    })
    this.#chronicle = chronicle
    this.#house = house
    this.#hub = hub
    this.#stage = {
      house: this.#house,
      hub: this.#hub,
      now: () => this.#clock.mono(),
      later: (wait, call) => this.#later(wait, call),
      tell: (who, what) => this.#chronicle.tell(who, what),
      refused: (code) => void this.#refused.push(code),
      hand: (who) => this.#hand(who),
      draw: streamOf(seed, 'people'),
    }
    this.#owner = new Owner(this.#stage, this.#script.owner)
    this.#carrier = new Carrier(this.#stage)
  }

  async play(): Promise<RunResult> {
    const { healAfter } = this.#plan
    this.#begin()
    this.#later(healAfter, () => this.#heal())
    while (this.#time < Math.max(healAfter, this.#touched) + REST_MAX && !this.#isOver())
      await this.#clock.advance(milliseconds(STEP))
    const { lines, story } = this.#chronicle.close({ ...this.#house.door.truth, phase: this.#phase })
    const delivered = lines.filter(
      ({ type, data }) => type === 'SessionClosed' && data['outcome'] === 'delivered',
    )
    return {
      plan: this.#plan,
      lines,
      story,
      delivered: delivered.length,
      refused: this.#refused,
      secure: this.#house.door.isSecure,
      phase: this.#phase,
      took: this.#time,
    }
  }

  get #time(): number {
    return this.#clock.mono() - this.#began
  }
  get #phase(): string {
    const door = this.#hub.life?.door
    return door ? phaseOf(door) : 'down'
  }

  #later(wait: number, call: () => void): void {
    this.#clock.wake(instant(this.#clock.mono() + wait), call)
  }

  #begin(): void {
    for (const fault of faults.filter(({ id }) => this.#plan.faults.includes(id))) {
      const room = this.#room(fault.id)
      this.#rooms.push(room)
      fault.inject(room)
    }
    this.#hub.start()
    this.#later(ANNOUNCED_AT, () => {
      this.#carrier.announce(LABELS[0], this.#script.carrier.opensIn)
      this.#later(this.#script.courier.arrivesAfter, () => this.#comeCourier(0))
    })
    const { goesOutAt } = this.#script.household
    if (goesOutAt !== null) this.#later(goesOutAt, () => this.#goOut())
  }

  #comeCourier(which: 0 | 1): void {
    this.#couriers += 1
    this.#owner.visitBegan()
    const { secondVisitAfter, courier: script } = this.#script
    const courier = new Courier({
      stage: this.#stage,
      script,
      label: LABELS[which],
      onGone: () => {
        this.#couriers -= 1
        this.#touched = this.#time
        if (which === 0 && secondVisitAfter !== null && !this.#healed) this.#comeAgain(secondVisitAfter)
      },
    })
    this.#courier = courier
    courier.arrive()
  }

  /** A second parcel on the same day. */
  #comeAgain(wait: number): void {
    this.#couriers += 1
    this.#later(wait / 2, () => this.#carrier.announce(LABELS[1]))
    this.#later(wait, () => {
      this.#couriers -= 1
      // Who came much later would still be inside when everything has to be at rest.
      if (this.#time < this.#plan.healAfter + LAST_ARRIVAL) this.#comeCourier(1)
    })
  }

  #hand(who: string): void {
    this.#touched = this.#time
    this.#chronicle.hand(who)
  }

  #goOut(): void {
    const { door } = this.#house
    this.#chronicle.tell('resident', 'goes out by hand')
    this.#hand('resident')
    door.do({ type: 'open', from: 'inside', wide: true })
    this.#later(3000, () => door.do({ type: 'close' }))
    this.#later(4500, () => door.do({ type: 'turn', to: 'lock' }))
  }

  #heal(): void {
    this.#healed = true
    this.#chronicle.tell('sim', 'everything is healed', 'healed')
    this.#house.heal()
    for (const room of this.#rooms.slice(0, 1)) healHub(room)
    this.#hub.start()
  }

  /** Nothing moves any more, or only a person can go on. */
  #isOver(): boolean {
    const waits = this.#waitsForPerson()
    const rests = this.#couriers === 0 && this.#time > ANNOUNCED_AT + 10_000 && (this.#isQuiet() || waits)
    if (!rests) this.#quietSince = null
    else this.#quietSince ??= this.#time
    return this.#quietSince !== null && this.#time - this.#quietSince >= (waits ? UNANSWERED : QUIET_FOR)
  }

  #isQuiet(): boolean {
    const door = this.#hub.life?.door
    if (!door) return false
    const { session, gate } = door
    const rests = session === null || session.phase === 'armed'
    return (
      rests && !gate.tail && !gate.hand && !gate.boot && gate.lockAsked === null && gate.alarms.length === 0
    )
  }

  /** Healed, and an alarm stands that nobody is going to answer. */
  #waitsForPerson(): boolean {
    const { acknowledgesAfter, comesAfter } = this.#script.owner
    if (!this.#healed || comesAfter !== null || acknowledgesAfter !== null) return false
    return (this.#hub.life?.door?.gate.alarms.length ?? 0) > 0
  }

  #room(id: string): FaultRoom {
    return new FaultRoom({
      draw: streamOf(this.#plan.seed, id),
      house: this.#house,
      hub: this.#hub,
      owner: this.#owner,
      carrier: this.#carrier,
      script: this.#script,
      label: LABELS[0],
      now: () => this.#clock.mono(),
      later: (wait, call) => this.#later(wait, call),
      tell: (who, what) => this.#chronicle.tell(who, what),
      hand: (who) => this.#hand(who),
      wantsToBeAsked: () => this.#chronicle.household(false),
      onLine: (type, call) => this.#chronicle.onLine(type, call),
      isHealed: () => this.#healed,
    })
  }
}

export const playPlan = (plan: Plan, options: RunOptions): Promise<RunResult> => new Run(plan, options).play()
