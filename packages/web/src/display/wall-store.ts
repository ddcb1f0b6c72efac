// What a display inside knows of the house: the wall's view, loaded anew whenever an event says that something
// happened, and what the hub calls out. It judges nothing, and it asks as the display alone, whoever else is signed in
// in this browser.
import { type DisplayClient, ClientError } from '@portico/client'
import type { AlarmMessage, PictureHead, WallView } from '@portico/protocol'
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { coalesce } from '../live/coalesce.ts'
import type { PushedPicture, Ring } from '../live/home-store.ts'
import { hubNow, instant } from '../live/hub-clock.ts'
import { type Dated, type KnownDoor, knownDoor } from '../live/known-door.ts'
import { tick } from '../live/ticking.ts'
import { DisplayLine } from './display-line.ts'
import {
  type AlarmCalled,
  type ShownVisit,
  type StandingAlarm,
  isAnswered,
  shownVisit,
  standingAlarms,
} from './wall-views.ts'

/** Nothing happened for this long: look whether the hub still says the same, ms. */
const LOOK_AGAIN_MS = 30_000
/** A ring that nobody answered leaves the wall, ms. */
const RING_SHOWN_MS = 60_000
/** Calls that wait to be found in the view. */
const CALLS_MAX = 16
export class WallStore implements Disposable {
  readonly client: DisplayClient
  readonly line: DisplayLine
  readonly wall = signal<Dated<WallView> | null>(null)
  /** The bell that was rung and is still to be answered; null: none. */
  readonly ring: ReadonlySignal<Ring | null>
  readonly ringPicture = signal<PushedPicture | null>(null)
  /** Every door as it may be shown at this moment; null: not loaded yet. */
  readonly doors: ReadonlySignal<readonly KnownDoor[] | null>
  readonly alarms: ReadonlySignal<readonly StandingAlarm[]>
  /** The visit that goes on, or has just ended; null: none. */
  readonly visit: ReadonlySignal<ShownVisit | null>
  readonly #rung = signal<Ring | null>(null)
  readonly #calls = signal<readonly AlarmCalled[]>([])
  readonly #load = coalesce(() => this.#view())
  readonly #lookingAgain: ReturnType<typeof setInterval>
  #ringing: ReturnType<typeof setTimeout> | undefined

  /** `onRefused`: this display is in no longer. */
  constructor(client: DisplayClient, onRefused: () => void) {
    this.client = client
    this.doors = computed(() => {
      const wall = this.wall.value
      const isLive = this.line.state.value === 'live'
      return wall && wall.value.doors.map((value) => knownDoor({ value, at: wall.at }, tick.value, isLive))
    })
    this.ring = computed(() => {
      const rung = this.#rung.value
      return rung && !isAnswered(rung, this.wall.value) ? rung : null
    })
    this.alarms = computed(() => standingAlarms(this.wall.value, this.#calls.value))
    this.visit = computed(() => {
      // Followed, so that what has ended leaves the wall.
      void tick.value
      return shownVisit(this.wall.value, hubNow())
    })
    this.line = new DisplayLine({
      onReady: () => this.#load(),
      onEvent: () => this.#load(),
      onAlarm: (call) => this.#called(call),
      onRing: ({ door, wall }) => this.#rang(door, wall),
      onPicture: (head, jpeg) => this.#pushed(head, jpeg),
      onRefused,
    })
    this.#lookingAgain = setInterval(() => this.#load(), LOOK_AGAIN_MS)
  }

  /** The ring leaves this screen, and no other. */
  quietRing(): void {
    clearTimeout(this.#ringing)
    this.#rung.value = null
    this.#dropPicture()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#lookingAgain)
    this.quietRing()
    this.line[Symbol.dispose]()
  }

  async #view(): Promise<void> {
    // The age of a view counts from when it was asked for: never younger than it is.
    const at = instant()
    try {
      this.wall.value = { value: await this.client.wall(), at }
      this.#calls.value = this.#calls.value.filter((call) => call.at >= at)
    } catch (error) {
      // What is on the wall grows old, and tells. Whether this display is still let in, the line finds out.
      if (!(error instanceof ClientError)) throw error
    }
  }

  #called(call: AlarmMessage): void {
    const others = this.#calls.value.filter((other) => other.call.alarm !== call.alarm)
    this.#calls.value = [...others, { call, at: instant() }].slice(-CALLS_MAX)
    this.#load()
  }

  #rang(door: string, wall: number): void {
    this.quietRing()
    this.#rung.value = { door, wall, at: instant() }
    this.#ringing = setTimeout(() => this.quietRing(), RING_SHOWN_MS)
  }

  #pushed(head: PictureHead, jpeg: Uint8Array): void {
    if (head.kind !== 'ring') return
    this.#dropPicture()
    // cast: what came over the wire is plain memory
    const url = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }))
    this.ringPicture.value = { head, url, captured: instant() - head.ageMs }
  }

  #dropPicture(): void {
    if (this.ringPicture.value) URL.revokeObjectURL(this.ringPicture.value.url)
    this.ringPicture.value = null
  }
}
