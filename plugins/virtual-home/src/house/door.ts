// One simulated door in real time: its world, and the wake-up for the next thing that happens there by itself.
import type { Clock, Instant, Wake } from '@portico/plugin-api'
import { type Deed, type Step, type World, type WorldEvent, act, advance, nextChange } from '@portico/world'

/** Called after each change, with what happened. */
export type DoorWatcher = (world: World, happened: readonly WorldEvent[]) => void

export class Door implements Disposable {
  readonly id: string
  readonly #clock: Clock
  readonly #watchers = new Set<DoorWatcher>()
  #world: World
  #wake: Wake | null = null
  #ended = false

  constructor(id: string, clock: Clock, world: World) {
    this.id = id
    this.#clock = clock
    this.#world = world
    this.#schedule()
  }

  /** As it is now. */
  get world(): World {
    this.#take(advance(this.#world, this.#now()))
    return this.#world
  }

  do(deed: Deed): readonly WorldEvent[] {
    const step = act(this.#world, deed, this.#now())
    this.#take(step, true)
    return step.happened
  }

  /** Returns the function that ends the watching. */
  watch(watcher: DoorWatcher): () => void {
    this.#watchers.add(watcher)
    return () => {
      this.#watchers.delete(watcher)
    }
  }

  /** A wake-up may have come a trifle late; the world never runs backwards. */
  #now(): Instant {
    const now = this.#clock.mono()
    return now > this.#world.at ? now : this.#world.at
  }

  #take(step: Step, deed = false): void {
    const moved = step.happened.length > 0 || nextChange(step.world) !== nextChange(this.#world)
    this.#world = step.world
    this.#schedule()
    if (!moved && !deed) return
    for (const watcher of this.#watchers) watcher(step.world, step.happened)
  }

  #schedule(): void {
    this.#wake?.cancel()
    const next = this.#ended ? null : nextChange(this.#world)
    this.#wake =
      next === null
        ? null
        : this.#clock.wake(next, () => {
            this.#take(advance(this.#world, this.#now()))
          })
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#wake?.cancel()
    this.#watchers.clear()
  }
}
