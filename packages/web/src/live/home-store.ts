// What the owner's page knows of the house: views of the hub, loaded anew whenever an event says that something
// happened, and what the hub calls out. It judges nothing.
import { ClientError, HomeClient } from '@portico/client'
import type {
  AlarmMessage,
  DoorView,
  LiveEvent,
  Me,
  ParcelView,
  PictureHead,
  SessionView,
} from '@portico/protocol'
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { coalesce } from './coalesce.ts'
import { HomeLine } from './home-line.ts'
import { instant } from './hub-clock.ts'
import { type Dated, type KnownDoor, knownDoor } from './known-door.ts'
import { tick } from './ticking.ts'

export interface Ring {
  readonly door: string
  /** `instant()` of the bell. */
  readonly at: number
}

/** A picture that was pushed; `url` is good until the next one of its kind. */
export interface PushedPicture {
  readonly head: PictureHead
  readonly url: string
  /** `instant()` at which it was taken. */
  readonly captured: number
}

/** Nothing happened for this long: look whether the hub still says the same, ms. */
const LOOK_AGAIN_MS = 30_000
const SESSIONS_LIMIT = 50
const isOfParcels = ({ type }: LiveEvent): boolean => /^(?:Parcel|Session)/.test(type)

export class HomeStore implements Disposable {
  readonly client = new HomeClient(location.origin, null)
  readonly line: HomeLine
  readonly me = signal<Me | null>(null)
  readonly sessions = signal<Dated<readonly SessionView[]> | null>(null)
  readonly parcels = signal<Dated<readonly ParcelView[]> | null>(null)
  readonly ring = signal<Ring | null>(null)
  readonly ringPicture = signal<PushedPicture | null>(null)
  readonly photo = signal<PushedPicture | null>(null)
  /** Newest call of an alarm; the alarms that stand are in the views of the doors. */
  readonly alarmCall = signal<AlarmMessage | null>(null)
  /** Why the views could not be loaded; null: they could. */
  readonly failure = signal<ClientError | null>(null)
  /** Every door as it may be shown at this moment; null: not loaded yet. */
  readonly doors: ReadonlySignal<readonly KnownDoor[] | null>
  readonly #doorViews = signal<Dated<readonly DoorView[]> | null>(null)
  readonly #followers = new Set<(event: LiveEvent) => void>()
  readonly #loadHouse = coalesce(() => this.#try(() => this.#house()))
  readonly #loadParcels = coalesce(() => this.#try(() => this.#allParcels()))
  readonly #lookingAgain: ReturnType<typeof setInterval>

  constructor() {
    this.doors = computed(() => {
      const views = this.#doorViews.value
      const isLive = this.line.state.value === 'live'
      return views && views.value.map((value) => knownDoor({ value, at: views.at }, tick.value, isLive))
    })
    this.line = new HomeLine({
      onReady: () => this.refresh(),
      onEvent: (event) => this.#heard(event),
      onAlarm: (alarm) => void (this.alarmCall.value = alarm),
      onRing: ({ door }) => void (this.ring.value = { door, at: instant() }),
      onPicture: (head, jpeg) => this.#pushed(head, jpeg),
    })
    this.#lookingAgain = setInterval(() => this.#loadHouse(), LOOK_AGAIN_MS)
  }

  /** Loads everything anew. */
  refresh(): void {
    this.#loadHouse()
    this.#loadParcels()
  }

  /** Told every event, in order. */
  follow(follower: (event: LiveEvent) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#lookingAgain)
    this.line[Symbol.dispose]()
  }

  #heard(event: LiveEvent): void {
    this.#loadHouse()
    if (isOfParcels(event)) this.#loadParcels()
    for (const follower of this.#followers) follower(event)
  }

  #pushed(head: PictureHead, jpeg: Uint8Array): void {
    const slot = head.kind === 'ring' ? this.ringPicture : this.photo
    if (slot.value) URL.revokeObjectURL(slot.value.url)
    // cast: what came over the wire is plain memory
    const url = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }))
    slot.value = { head, url, captured: instant() - head.ageMs }
  }

  async #house(): Promise<void> {
    // The age of a view counts from when it was asked for: never younger than it is.
    const at = instant()
    const [doors, sessions] = await Promise.all([this.client.doors(), this.client.sessions(SESSIONS_LIMIT)])
    this.me.value ??= await this.client.me()
    this.#doorViews.value = { value: doors, at }
    this.sessions.value = { value: sessions, at }
  }

  async #allParcels(): Promise<void> {
    const at = instant()
    this.parcels.value = { value: await this.client.parcels(), at }
  }

  async #try(load: () => Promise<void>): Promise<void> {
    try {
      await load()
      this.failure.value = null
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      this.failure.value = error
    }
  }
}
