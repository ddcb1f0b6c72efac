// The front door itself in the true time of the house: its physics, and the wake-up for what happens there by itself.
import { instant } from '@portico/core'
import type { TestClock } from '@portico/testing/fakes'
import type { Wake } from '@portico/ports'
import {
  type Deed,
  type Step,
  type World,
  type WorldEvent,
  type WorldOptions,
  act,
  advance,
  initialWorld,
  nextChange,
  truthOf,
} from '@portico/world'

export interface DoorTruth {
  /** Thrown to its end. */
  readonly bolt: boolean
  readonly open: boolean
}

export type DoorWatcher = (happened: readonly WorldEvent[]) => void

export class FrontDoor {
  readonly #clock: TestClock
  readonly #watchers: DoorWatcher[] = []
  #world: World
  #wake: Wake | null = null

  constructor(clock: TestClock, options: Omit<WorldOptions, 'at'>) {
    this.#clock = clock
    this.#world = initialWorld({ ...options, at: clock.mono() })
  }

  /** As it is now. */
  get world(): World {
    this.#take(advance(this.#world, this.#clock.mono()))
    return this.#world
  }

  get truth(): DoorTruth {
    const { bolt, leaf } = truthOf(this.world, this.#clock.mono())
    return { bolt: bolt === 'thrown', open: leaf === 'open' }
  }

  /** Shut, and the bolt thrown to its end. */
  get isSecure(): boolean {
    const { bolt, open } = this.truth
    return bolt && !open
  }

  do(deed: Deed): readonly WorldEvent[] {
    const step = act(this.#world, deed, this.#clock.mono())
    this.#take(step)
    return step.happened
  }

  /** Told after each change, in the order of asking. */
  watch(watcher: DoorWatcher): void {
    this.#watchers.push(watcher)
  }

  #take(step: Step): void {
    const before = nextChange(this.#world)
    this.#world = step.world
    const next = nextChange(step.world)
    if (next !== before || this.#wake === null) this.#schedule(next)
    if (step.happened.length > 0) for (const watcher of this.#watchers) watcher(step.happened)
  }

  #schedule(next: number | null): void {
    this.#wake?.cancel()
    this.#wake = null
    if (next === null) return
    this.#wake = this.#clock.wake(instant(Math.max(next, this.#clock.mono())), () => {
      this.#wake = null
      this.#take(advance(this.#world, this.#clock.mono()))
    })
  }
}
