// What the owner's page knows of the house: views of the hub, loaded anew whenever an event says that something
// happened, and what the hub calls out. It judges nothing.
import { ClientError, HomeClient } from '@portico/client'
import type {
  AlarmMessage,
  DoorView,
  LiveEvent,
  Me,
  ParcelView,
  PersonView,
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
  /** Unix ms of the bell, by the hub. */
  readonly wall: number
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
/** While a visit is under way, and for what is told by no event: whether cameras are frozen or covered. */
const LOOK_CLOSELY_MS = 2_000
const SESSIONS_LIMIT = 50
const isOfParcels = ({ type }: LiveEvent): boolean => /^(?:Parcel|Session)/.test(type)

export class HomeStore implements Disposable {
  readonly client = new HomeClient(location.origin, null)
  readonly line: HomeLine
  readonly me = signal<Me | null>(null)
  /** Names of the people of this home, by id. */
  readonly people = signal<ReadonlyMap<string, string>>(new Map())
  readonly sessions = signal<Dated<readonly SessionView[]> | null>(null)
  /** The newest hundred; older ones are asked for with `q` and `before`. */
  readonly parcels = signal<Dated<readonly ParcelView[]> | null>(null)
  readonly ring = signal<Ring | null>(null)
  readonly ringPicture = signal<PushedPicture | null>(null)
  readonly photo = signal<PushedPicture | null>(null)
  /** Newest call of an alarm; the alarms that stand are in the views of the doors. */
  readonly alarmCall = signal<AlarmMessage | null>(null)
  /** Why doors and visits could not be loaded; null: they could. */
  readonly houseFailure = signal<ClientError | null>(null)
  readonly parcelsFailure = signal<ClientError | null>(null)
  readonly failure = computed(() => this.houseFailure.value ?? this.parcelsFailure.value)
  /** Every door as it may be shown at this moment; null: not loaded yet. */
  readonly doors: ReadonlySignal<readonly KnownDoor[] | null>
  /** Nobody is signed in here, or no longer. */
  readonly isSignedOut: ReadonlySignal<boolean>
  /** The hub is not reached: nothing that is shown may be taken for now. */
  readonly isAway: ReadonlySignal<boolean>
  readonly #doorViews = signal<Dated<readonly DoorView[]> | null>(null)
  readonly #followers = new Set<(event: LiveEvent) => void>()
  readonly #loadHouse = coalesce(() => this.#try(this.houseFailure, () => this.#house()))
  readonly #loadParcels = coalesce(() => this.#try(this.parcelsFailure, () => this.#newestParcels()))
  readonly #lookingAgain: ReturnType<typeof setInterval>
  /** `instant()` at which the house was asked last. */
  #asked = 0

  constructor() {
    this.line = new HomeLine({
      onReady: () => this.refresh(),
      onEvent: (event) => this.#heard(event),
      onAlarm: (alarm) => void (this.alarmCall.value = alarm),
      onRing: ({ door, wall }) => void (this.ring.value = { door, wall, at: instant() }),
      onPicture: (head, jpeg) => this.#pushed(head, jpeg),
    })
    const { state } = this.line
    this.doors = computed(() => {
      const views = this.#doorViews.value
      const isLive = state.value === 'live'
      return views && views.value.map((value) => knownDoor({ value, at: views.at }, tick.value, isLive))
    })
    this.isSignedOut = computed(
      () => state.value === 'refused' || this.houseFailure.value?.code === 'HUB_HTTP_SIGN_IN',
    )
    this.isAway = computed(
      () =>
        state.value === 'lost' ||
        (state.value === 'connecting' && this.houseFailure.value?.code === 'CLIENT_UNREACHABLE'),
    )
    this.#lookingAgain = setInterval(() => this.#lookAgain(), LOOK_CLOSELY_MS)
    document.addEventListener('visibilitychange', this.#seen)
    this.refresh()
  }

  /** Loads everything anew. */
  refresh(): void {
    this.#loadHouse()
    this.#loadParcels()
  }

  /** Asks the hub again at once, as whoever is signed in now. */
  again(): void {
    this.me.value = null
    this.houseFailure.value = null
    this.line.again()
    this.refresh()
  }

  /** Told every event, in order. */
  follow(follower: (event: LiveEvent) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#lookingAgain)
    document.removeEventListener('visibilitychange', this.#seen)
    this.line[Symbol.dispose]()
  }

  /** Browsers let a hidden page sleep: what it knows is old when it is seen again. */
  readonly #seen = (): void => {
    if (!document.hidden) this.#loadHouse()
  }

  #lookAgain(): void {
    const isBusy = this.#doorViews.value?.value.some(
      ({ phase, alarms }) => (phase !== 'idle' && phase !== 'armed') || alarms.length > 0,
    )
    const isOld = instant() - this.#asked >= LOOK_AGAIN_MS
    if (isOld || (isBusy && this.line.state.value === 'live' && !document.hidden)) this.#loadHouse()
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
    this.#asked = at
    const [doors, sessions] = await Promise.all([this.client.doors(), this.client.sessions(SESSIONS_LIMIT)])
    this.me.value ??= await this.client.me()
    this.#doorViews.value = { value: doors, at }
    this.sessions.value = { value: sessions, at }
    await this.#names(sessions)
  }

  /** Asked for again when a visit names somebody who is not known yet. */
  async #names(sessions: readonly SessionView[]): Promise<void> {
    const { value: known } = this.people
    const ids = sessions.flatMap(({ approvedBy, deniedBy }) => [approvedBy, deniedBy])
    if (ids.every((id) => id === null || known.has(id))) return
    const people = await this.client.requests.get<readonly PersonView[]>('/api/v1/people')
    const names = new Map(people.map(({ id, name }) => [id, name]))
    // Somebody whom the hub does not know any more is not asked for over and over.
    for (const id of ids) if (id !== null && !names.has(id)) names.set(id, 'somebody who has left')
    this.people.value = names
  }

  async #newestParcels(): Promise<void> {
    const at = instant()
    this.parcels.value = { value: await this.client.parcels(), at }
  }

  async #try(failure: { value: ClientError | null }, load: () => Promise<void>): Promise<void> {
    try {
      await load()
      failure.value = null
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      failure.value = error
    }
  }
}
