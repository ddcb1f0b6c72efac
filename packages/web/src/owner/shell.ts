// What the frame of the owner's page knows besides the house: which ring was put aside, and what calls for a person now.
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { HomeStore } from '../live/home-store.ts'
import type { Ring } from '../live/pushed.ts'
import { tick } from '../live/ticking.ts'
import { type Matters, RING_MS, mattersOf } from './matters.ts'

export class Shell {
  readonly store = new HomeStore()
  readonly matters: ReadonlySignal<Matters>
  /** A ring that nobody answered here; null: none. */
  readonly missed: ReadonlySignal<Ring | null>
  /** `at` of the ring that was put aside. */
  readonly #aside = signal<number | null>(null)
  /** `at` of the missed ring that was seen. */
  readonly #seen = signal<number | null>(null)

  constructor() {
    const { store } = this
    this.matters = computed(() =>
      mattersOf({
        doors: store.doors.value,
        sessions: store.sessions.value,
        ring: store.ring.value,
        asideAt: this.#aside.value,
        now: tick.value,
      }),
    )
    this.missed = computed(() => {
      const { value: ring } = store.ring
      if (!ring || ring.at === this.#aside.value || ring.at === this.#seen.value) return null
      return tick.value - ring.at >= RING_MS ? ring : null
    })
  }

  /** "Not now": other screens go on ringing. */
  readonly putAside = (): void => void (this.#aside.value = this.store.ring.value?.at ?? null)
  readonly markSeen = (): void => void (this.#seen.value = this.store.ring.value?.at ?? null)

  readonly nameOf = (door: string): string =>
    this.store.doors.value?.find(({ id }) => id === door)?.name ?? door
}
