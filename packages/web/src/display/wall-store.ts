// What a display inside knows of the house: the wall's view, loaded anew whenever an event says that something
// happened, and what the hub calls out. It judges nothing, and it asks as the display alone, whoever else is signed in
// in this browser.
import { type DisplayClient, ClientError } from '@portico/client'
import type { AlarmMessage, AnsweredMessage, PictureHead, RingMessage, WallView } from '@portico/protocol'
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { FreshView } from '../live/fresh-view.ts'
import { HomeLine } from '../live/home-line.ts'
import { hubNow, instant } from '../live/hub-clock.ts'
import { type Dated, type KnownDoor, knownDoor } from '../live/known-door.ts'
import { PushedSlot, type Ring } from '../live/pushed.ts'
import { readWall } from '../live/read-views.ts'
import { tick } from '../live/ticking.ts'
import { type AnsweredRing, answeredElsewhere } from '../live/answered-ring.ts'
import { isSpeaking } from '../talk/talk-press.ts'
import {
  type AlarmCalled,
  type ShownVisit,
  type StandingAlarm,
  isAnswered,
  shownVisit,
  standingAlarms,
} from './wall-views.ts'

/** A ring that nobody answered leaves the wall, ms. */
const RING_SHOWN_MS = 60_000
/** One that was answered elsewhere says so for this long, ms. */
const ANSWERED_SHOWN_MS = 2_000
/** Calls that wait to be found in the view. */
const CALLS_MAX = 16

export class WallStore implements Disposable {
  readonly client: DisplayClient
  readonly line: HomeLine
  readonly wall = signal<Dated<WallView> | null>(null)
  /** The newest answer of the hub was none. */
  readonly isUnread = signal(false)
  /** The bell that was rung and is still to be answered; null: none. */
  readonly ring: ReadonlySignal<Ring | null>
  readonly #ringSlot = new PushedSlot()
  readonly ringPicture = this.#ringSlot.shown
  /** Who answered the ring that is shown; null: nobody has. */
  readonly answered = signal<AnsweredRing | null>(null)
  /** Every door as it may be shown at this moment; null: not loaded yet. */
  readonly doors: ReadonlySignal<readonly KnownDoor[] | null>
  readonly alarms: ReadonlySignal<readonly StandingAlarm[]>
  /** The visit that goes on, or has just ended; null: none. */
  readonly visit: ReadonlySignal<ShownVisit | null>
  readonly #rung = signal<Ring | null>(null)
  readonly #calls = signal<readonly AlarmCalled[]>([])
  readonly #view: FreshView
  #ringing: ReturnType<typeof setTimeout> | undefined

  /** `onRefused`: this display is in no longer. */
  constructor(client: DisplayClient, onRefused: () => void) {
    this.client = client
    this.doors = computed(() => {
      const wall = this.wall.value
      // What happened since the answer that failed is not known.
      const isLive = this.line.state.value === 'live' && !this.isUnread.value
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
    const listener = {
      onReady: () => this.#view.again(),
      onEvent: () => this.#view.again(),
      onAlarm: (call: AlarmMessage) => this.#called(call),
      onRing: ({ door, wall }: RingMessage) => this.#rang(door, wall),
      onAnswered: (answered: AnsweredMessage) => this.#answered({ ...answered, at: instant() }),
      onPicture: (head: PictureHead, jpeg: Uint8Array) => {
        if (head.kind === 'ring') void this.#ringSlot.put(head, jpeg)
      },
      onRefused,
    }
    this.line = new HomeLine(listener, client.requests.face)
    this.#view = new FreshView({
      load: () => this.#load(),
      isHeard: () => this.line.state.value === 'live',
      isClose: () => this.isUnread.value,
    })
  }

  /** The ring leaves this screen, and no other. */
  quietRing(): void {
    clearTimeout(this.#ringing)
    this.#rung.value = null
    this.answered.value = null
    this.#ringSlot.drop()
  }

  /** Somebody looks at a picture: its camera is looked at closely meanwhile. */
  watch(): Disposable {
    return this.#view.watch()
  }

  [Symbol.dispose](): void {
    this.#view[Symbol.dispose]()
    this.quietRing()
    this.line[Symbol.dispose]()
  }

  async #load(): Promise<void> {
    // The age of a view counts from when it was asked for: never younger than it is.
    const at = instant()
    try {
      this.wall.value = { value: readWall(await this.client.wall()), at }
      this.isUnread.value = false
      this.#calls.value = this.#calls.value.filter((call) => call.at >= at)
    } catch (error) {
      // What is on the wall grows old, and tells. Whether this display is still let in, the line finds out.
      if (!(error instanceof ClientError)) throw error
      this.isUnread.value = true
    }
  }

  #called(call: AlarmMessage): void {
    const others = this.#calls.value.filter((other) => other.call.alarm !== call.alarm)
    this.#calls.value = [...others, { call, at: instant() }].slice(-CALLS_MAX)
    this.#view.again()
  }

  #rang(door: string, wall: number): void {
    this.quietRing()
    this.#rung.value = { door, wall, at: instant() }
    this.#leaveIn(RING_SHOWN_MS)
  }

  /** Here it stays until it is over; answered elsewhere it says by whom, and leaves. */
  #answered(answered: AnsweredRing): void {
    const { value: ring } = this.#rung
    if (!ring) return
    this.answered.value = answered
    if (answeredElsewhere(ring, answered)) this.#leaveIn(ANSWERED_SHOWN_MS)
  }

  /** Not in the middle of a word that is spoken here. */
  #leaveIn(ms: number): void {
    clearTimeout(this.#ringing)
    this.#ringing = setTimeout(() => {
      if (isSpeaking.value) this.#leaveIn(ANSWERED_SHOWN_MS)
      else this.quietRing()
    }, ms)
  }
}
