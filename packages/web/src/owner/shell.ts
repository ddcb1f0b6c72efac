// What the frame of the owner's page knows besides the house: which ring was put aside, and what calls for a person now.
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { HomeStore } from '../live/home-store.ts'
import { tick } from '../live/ticking.ts'
import { isSpeaking } from '../talk/talk-press.ts'
import { type Matters, mattersOf } from './matters.ts'

export class Shell {
  readonly store = new HomeStore()
  readonly matters: ReadonlySignal<Matters>
  /** `at` of the ring that was put aside. */
  readonly #aside = signal<number | null>(null)

  constructor() {
    const { store } = this
    this.matters = computed(() =>
      mattersOf({
        doors: store.doors.value,
        sessions: store.sessions.value,
        ring: store.ring.value,
        asideAt: this.#aside.value,
        isSpeaking: isSpeaking.value,
        now: tick.value,
      }),
    )
  }

  /** "Not now": other screens go on ringing. */
  readonly putAside = (): void => void (this.#aside.value = this.store.ring.value?.at ?? null)

  readonly nameOf = (door: string): string =>
    this.store.doors.value?.find(({ id }) => id === door)?.name ?? door
}
