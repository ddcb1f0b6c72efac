// What the owner's page knows of the house: views of the hub, loaded anew whenever an event says that something
// happened, and what the hub calls out. It judges nothing.
import { ClientError, HomeClient } from '@portico/client'
import type {
  AlarmMessage,
  DoorView,
  FaceView,
  LiveEvent,
  Me,
  ParcelView,
  PersonView,
  SessionView,
} from '@portico/protocol'
import { type ReadonlySignal, computed, signal } from '@preact/signals'
import { coalesce } from './coalesce.ts'
import { type ForbiddenCommand, faceNamed, forbiddenIn, kindOf } from './forbidden-command.ts'
import { FreshView } from './fresh-view.ts'
import { type HandOpening, handOpeningIn } from './hand-opening.ts'
import { HomeLine } from './home-line.ts'
import { instant } from './hub-clock.ts'
import { type Dated, type KnownDoor, knownDoor } from './known-door.ts'
import { PushedSlot, type Ring } from './pushed.ts'
import { readDoors, readList } from './read-views.ts'
import type { AnsweredRing } from './answered-ring.ts'
import { tick } from './ticking.ts'

const SESSIONS_LIMIT = 50
const isOfParcels = ({ type }: LiveEvent): boolean => /^(?:Parcel|Session|Verdict)/.test(type)

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
  /** The newest answer to a ring, by whomever. */
  readonly answered = signal<AnsweredRing | null>(null)
  readonly #ringSlot = new PushedSlot()
  readonly #photoSlot = new PushedSlot()
  readonly ringPicture = this.#ringSlot.shown
  readonly photo = this.#photoSlot.shown
  /** The newest opening by hand of somebody else that nobody has put aside here; null: none. */
  readonly handOpening = signal<HandOpening | null>(null)
  /** The newest wish that was refused for want of a right and that nobody has put aside here; null: none. */
  readonly forbidden = signal<ForbiddenCommand | null>(null)
  /** What faces are called, with their kind, by id. */
  readonly faces = signal<ReadonlyMap<string, string>>(new Map())
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
  readonly #house: FreshView
  readonly #loadParcels = coalesce(() => this.#try(this.parcelsFailure, () => this.#newestParcels()))

  constructor() {
    this.line = new HomeLine({
      onReady: () => this.refresh(),
      onEvent: (event) => this.#heard(event),
      onAlarm: (alarm) => void (this.alarmCall.value = alarm),
      onRing: ({ door, wall }) => void (this.ring.value = { door, wall, at: instant() }),
      onAnswered: (answered) => void (this.answered.value = { ...answered, at: instant() }),
      onPicture: (head, jpeg) =>
        void (head.kind === 'ring' ? this.#ringSlot : this.#photoSlot).put(head, jpeg),
    })
    const { state } = this.line
    this.#house = new FreshView({
      load: () => this.#try(this.houseFailure, () => this.#loadHouse()),
      isHeard: () => state.value === 'live',
      isClose: () => this.#isBusy() || this.houseFailure.value !== null,
    })
    this.doors = computed(() => {
      const views = this.#doorViews.value
      // What happened since the answer that failed is not known.
      const isLive = state.value === 'live' && this.houseFailure.value === null
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
    this.refresh()
  }

  /** Loads everything anew. */
  refresh(): void {
    this.#house.again()
    this.#loadParcels()
  }

  /** Asks the hub again at once, as whoever is signed in now. */
  again(): void {
    this.me.value = null
    this.houseFailure.value = null
    this.line.again()
    this.refresh()
  }

  /** Somebody looks at a picture: its camera is looked at closely meanwhile. */
  watch(): Disposable {
    return this.#house.watch()
  }

  /** Told every event, in order. */
  follow(follower: (event: LiveEvent) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  [Symbol.dispose](): void {
    this.#house[Symbol.dispose]()
    this.line[Symbol.dispose]()
  }

  /** A visit goes on, or an alarm: what its cameras are worth is told by no event. */
  #isBusy(): boolean {
    const doors = this.#doorViews.value?.value ?? []
    return doors.some(({ phase, alarms }) => (phase !== 'idle' && phase !== 'armed') || alarms.length > 0)
  }

  #heard(event: LiveEvent): void {
    this.#house.again()
    if (isOfParcels(event)) this.#loadParcels()
    this.#noteHand(handOpeningIn(event))
    this.forbidden.value = forbiddenIn(event) ?? this.forbidden.value
    for (const follower of this.#followers) follower(event)
  }

  /** Whoever opened knows it; everybody else is told. */
  #noteHand(opening: HandOpening | null): void {
    if (opening && opening.by !== this.me.value?.id) this.handOpening.value = opening
  }

  async #loadHouse(): Promise<void> {
    // The age of a view counts from when it was asked for: never younger than it is.
    const at = instant()
    const [doors, sessions] = await Promise.all([
      this.client.doors().then(readDoors),
      this.client.sessions(SESSIONS_LIMIT).then((all) => readList(all, 'The visits')),
    ])
    this.me.value ??= await this.client.me()
    this.#doorViews.value = { value: doors, at }
    this.sessions.value = { value: sessions, at }
    await Promise.all([this.#names(sessions), this.#nameFaces()])
  }

  /** Whom bars name at this moment. */
  get #told(): readonly (HandOpening | ForbiddenCommand)[] {
    return [this.handOpening.value, this.forbidden.value].filter((each) => each !== null)
  }

  /** Asked for again when a visit or an opening names somebody who is not known yet. */
  async #names(sessions: readonly SessionView[]): Promise<void> {
    const { value: known } = this.people
    const visitors = sessions.flatMap(({ approvedBy, deniedBy }) => [approvedBy, deniedBy])
    const onPage = this.#told.filter(({ face }) => face === 'owner-page')
    const ids = [...visitors, ...onPage.map(({ by }) => by)]
    if (ids.every((id) => id === null || known.has(id))) return
    const people = await this.client.requests.get<readonly PersonView[]>('/api/v1/people')
    const names = new Map(people.map(({ id, name }) => [id, name]))
    // Somebody whom the hub does not know any more is not asked for over and over.
    for (const id of ids) if (id !== null && !names.has(id)) names.set(id, 'somebody who has left')
    this.people.value = names
  }

  /** Asked for again when something names a face that is not known yet. */
  async #nameFaces(): Promise<void> {
    const { value: known } = this.faces
    const told = this.#told.filter(({ face }) => face !== 'owner-page')
    if (told.every(({ by }) => known.has(by))) return
    const faces = await this.client.requests.get<readonly FaceView[]>('/api/v1/faces')
    const names = new Map(faces.map((face) => [face.id, faceNamed(face)]))
    // A display, a token, or a face that the hub does not know any more, is called by its kind.
    for (const { by, face } of told) if (!names.has(by)) names.set(by, kindOf(face))
    this.faces.value = names
  }

  async #newestParcels(): Promise<void> {
    const at = instant()
    this.parcels.value = { value: readList(await this.client.parcels(), 'The parcels'), at }
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
