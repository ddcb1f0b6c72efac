// What the faces see of a running hub. The composition builds it; nothing here decides.
import type {
  ActorId,
  DoorId,
  DoorSettings,
  Duration,
  Face,
  FallbackRung,
  GeoPosition,
  Instant,
  Policy,
  WallTime,
} from '@portico/core'
import type { DeviceKind, MailboxStatus, VirtualAct } from '@portico/plugin-api'
import type {
  AlarmCall,
  CameraEngine,
  CameraProof,
  Clock,
  FeedReport,
  FilmCamera,
  LivePiece,
  Photo,
  TalkKind,
  SoundRule,
  ViewSetup,
  ViewerEngine,
} from '@portico/ports'
import type { Scope, WebhookRequest, WebhookTest, WebhookView, displayPlaces } from '@portico/protocol'
import type { DoorKind, HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { MediaPlace } from './evidence/media-file.ts'
import type { FilmStore } from './film/film-store.ts'
import type { FilmTerms } from './film/film-terms.ts'
import type { RingRecord } from './film/ring-book.ts'
import type { HouseCertificate } from './https/house-certificate.ts'
import type { Linking } from './linking/linking.ts'
import type { CourierPins } from './live/courier-pins.ts'
import type { Source } from './people/source.ts'
import type { SourceDesk } from './sources/source-desk.ts'
import type { SourcesReach } from './sources/sources-reach.ts'
import type { QuickAnswers } from './talk/quick-answers.ts'
import type { ViewBook } from './areas/view-book.ts'
import type { Bridges, CheckedBridge } from './bridges/bridges.ts'
import type { FaceBook, FaceIdentity } from './faces/face.ts'
import type { PinBook } from './faces/pin.ts'

export interface CheckedDoor {
  readonly id: DoorId
  readonly name: string
  readonly kind: DoorKind
  /** Where a parcel may go when nobody is let in, best first. */
  readonly fallback: readonly FallbackRung[]
  /** null (both): a porch. */
  readonly lock: string | null
  readonly contact: string | null
  readonly edge: string | null
  readonly bell: string | null
  readonly cameras: readonly FilmCamera[]
  readonly settings: DoorSettings
}

export interface CheckedDevice {
  readonly id: string
  readonly kind: DeviceKind
  readonly options: Readonly<Record<string, unknown>>
}

/** All devices of one plugin: they share one process. */
export interface CheckedPlugin {
  readonly name: string
  /** What is imported in the plugin's process: a package name or an absolute path. */
  readonly module: string
  readonly kind: 'virtual' | 'real'
  readonly devices: readonly CheckedDevice[]
}

/** A mailbox that is read for notices of deliveries; its password stands in no settings. */
export interface CheckedMailbox {
  readonly id: string
  readonly host: string
  /** Null: the usual one. */
  readonly port: number | null
  readonly security: 'tls' | 'starttls' | 'plain'
  readonly username: string
  readonly folder: string
  /** Names by which the receiving server writes `Authentication-Results`. */
  readonly receivers: readonly string[]
  /** Of the household, besides the user name. */
  readonly addresses: readonly string[]
  /** Senders whose mails may lead to the owner's being asked; the others reach the porch at most. */
  readonly askFor: readonly string[]
  /** Null: an app password. */
  readonly oauth: { readonly tokenUrl: string; readonly clientId: string } | null
  /** Name servers that are asked for the keys of senders; null: the system's. */
  readonly dns: readonly string[] | null
}

export interface Listener {
  readonly host: string
  /** 0: the system chooses. */
  readonly port: number
}

/** A STUN or TURN server that helps a viewer from outside to meet the house. */
export interface IceServer {
  readonly urls: readonly string[]
  /** Null: it wants none. */
  readonly username: string | null
  readonly credential: string | null
}

/** The settings file after every check, frozen. */
export interface CheckedSettings {
  readonly homeName: string
  /** Null: nobody said where the home is. */
  readonly position: GeoPosition | null
  readonly timeZone: string
  readonly house: Listener
  /** The house answers HTTPS too, and to other machines nothing that matters without it. */
  readonly https: boolean
  readonly street: Listener | null
  /** Origin without a path; null: couriers come by the address they used. */
  readonly publicUrl: string | null
  readonly hosts: readonly string[]
  /** Hosts of a private network that webhooks may be sent to. */
  readonly webhookHosts: readonly string[]
  /** Servers that help viewers from outside; their secret stands in no settings. */
  readonly ice: readonly Omit<IceServer, 'credential'>[]
  readonly doors: readonly CheckedDoor[]
  /** By the id of a camera, where anything is drawn in its view. */
  readonly views: Readonly<Record<string, ViewSetup>>
  /** What may be done with what each camera hears; `off` where nothing is said. */
  readonly sounds: Readonly<Record<string, SoundRule>>
  readonly plugins: readonly CheckedPlugin[]
  /** Ids of the sources that are on. */
  readonly sources: readonly string[]
  readonly mailboxes: readonly CheckedMailbox[]
  readonly bridges: readonly CheckedBridge[]
  readonly policy: Policy
  /** Days for which films are kept. */
  readonly film: FilmTerms
  /** A home is virtual or real as a whole. */
  readonly virtual: boolean
}

/** A child watches and answers nothing: it neither lets anybody in nor changes what the home does. */
export type PersonRole = 'adult' | 'child'

export interface Person {
  readonly id: ActorId
  readonly name: string
  readonly role: PersonRole
  readonly since: WallTime
}

/** Who asks, found from a cookie or a token. No right ever comes from an address. */
export type Identity =
  | {
      readonly kind: 'person'
      readonly person: Person
      /** When the person last proved it. */ readonly assurance: Instant | null
      readonly login: string
    }
  | { readonly kind: 'token'; readonly id: ActorId; readonly name: string; readonly scopes: readonly Scope[] }
  | ({ readonly kind: 'display' } & Pick<Display, 'id' | 'name' | 'place' | 'door'>)
  | FaceIdentity

const faces = { person: 'owner-page', token: 'token', display: 'display' } as const

export const faceOf = (identity: Identity): Face =>
  identity.kind === 'face' ? identity.face : faces[identity.kind]

/** Somebody of the home asks another person in. */
export interface Invitation {
  readonly role: PersonRole
  /** Null: at the console. */
  readonly by: ActorId | null
}

/** Somebody is to move out. */
export interface Leave {
  readonly person: ActorId
  readonly by: ActorId
  readonly asked: WallTime
  readonly at: WallTime
}

/** Who is to be of this home no more (threats G16, T21). */
export interface MovingOut {
  of(person: ActorId): Leave | null
  /**
   * Oneself, or a child: at once. Another adult after a day in which everybody reads it.
   * @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_PEOPLE_LAST`
   */
  ask(person: ActorId, by: ActorId): Promise<void>
  /** @throws HubError `HUB_PEOPLE_STAYS` */
  stop(person: ActorId, by: ActorId): Promise<void>
}

/** Residents and how they sign in. */
export interface People {
  readonly all: readonly Person[]
  /** A link that signs in once within 15 minutes; a new one ends the one before. Null name: the first owner. */
  mintLink(
    name: string | null,
    invited?: Invitation,
  ): Promise<{ readonly secret: string; readonly goodFor: Duration }>
  /** The cookie's secret and the person, or null when the link is no good. Its use stands in the journal. */
  signIn(link: string): Promise<{ readonly cookie: string; readonly person: Person } | null>
  identify(cookie: string): Promise<Identity | null>
  signOut(cookie: string): Promise<void>
  /**
   * Everything that this person holds ends in this moment: logins, the link, the calendar.
   * @throws HubError `HUB_PEOPLE_LAST`
   */
  end(person: ActorId, by: ActorId): Promise<void>
  /** Tells the id of every login that ends; what it still holds open is closed. */
  onEnded(follower: (login: string) => void): Disposable
}

export interface TokenView {
  readonly id: ActorId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly created: WallTime
}

/** Tokens for scripts: only their hash is kept. */
export interface Tokens {
  readonly all: readonly TokenView[]
  create(
    name: string,
    scopes: readonly Scope[],
  ): Promise<{ readonly secret: string; readonly token: TokenView }>
  revoke(name: string): Promise<boolean>
  identify(secret: string): Identity | null
  /** Tells the id of every token that is revoked. */
  onEnded(follower: (token: ActorId) => void): Disposable
}

export type DisplayPlace = (typeof displayPlaces)[number]

/** A screen on the wall: it watches and rings, and may do nothing else (threats G7, T11). */
export interface Display {
  readonly id: ActorId
  readonly name: string
  readonly place: DisplayPlace
  /** Beside which door; null inside. */
  readonly door: DoorId | null
  readonly since: WallTime
  readonly seen: WallTime
}

export type DisplayOrder = Pick<Display, 'name' | 'place' | 'door'> & { readonly code: string }

export type DisplayClaim =
  | { readonly state: 'waiting'; readonly goodFor: Duration }
  | { readonly state: 'paired'; readonly cookie: string; readonly display: Display }
  | { readonly state: 'ended' }

/** Displays and how they are let in. Only the hash of a cookie is kept. */
export interface Displays {
  readonly all: readonly (Display & { readonly isLive: boolean })[]
  /** A display asks to be let in. @throws HubError `HUB_HTTP_BUSY` or `HUB_HTTP_QUOTA` */
  begin(): { readonly code: string; readonly poll: string; readonly goodFor: Duration }
  /** A person typed its code. @throws HubError `HUB_PAIRING_CODE`, `HUB_HTTP_QUOTA`, `HUB_DISPLAY_LIMIT` */
  pair(by: ActorId, order: DisplayOrder): Promise<Display>
  /** The display asks whether somebody has. */
  claim(poll: string): DisplayClaim
  identify(cookie: string): Identity | null
  /** It is in, and was seen just now. */
  isThere(id: string): boolean
  /** It holds a line open until disposed. */
  connect(id: string): Disposable
  /** False: no such display. */
  revoke(by: ActorId, id: string): Promise<boolean>
  /** Tells the id of every display that ends. */
  onEnded(follower: (display: string) => void): Disposable
}

/** Codes from the console that loosen a rule. */
export interface RuleCodes {
  mint(): Promise<{ readonly code: string; readonly goodFor: Duration }>
  /** Good once. Every wrong one stands in the audit. */
  take(typed: string, by: string): 'good' | 'wrong' | 'too-often'
}

/** Somebody speaks with whoever stands at a door. */
export interface Answered {
  readonly door: DoorId
  /** Name of the person or display. */
  readonly by: string
  /** What a recorded answer says; null: somebody speaks. */
  readonly words: string | null
}

/** Rings that nobody answered. */
export interface Rings {
  /** Newest first. */
  readonly all: readonly RingRecord[]
  get(id: string): RingRecord | null
  /** Somebody of the house speaks with whoever rang, or has sent an answer: that ring is none that was missed. */
  answered(door: DoorId): void
}

export interface TalkOrder {
  readonly camera: string
  readonly by: Identity
  readonly kind: TalkKind
  /** What is said, where that is known: shown beside the door too. */
  readonly words: string | null
  /** The camera left in the middle of it. */
  readonly onLost: () => void
}

/** Somebody speaks until it is disposed of; what waits is spoken first. */
export interface Speaking extends AsyncDisposable {
  say(muLaw: Uint8Array): void
  [Symbol.asyncDispose](): Promise<void>
}

/** Who speaks through which camera. */
export interface Voice {
  /** Resolves when the camera listens. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_TALK_TAKEN`, `HUB_CAMERA_*` */
  begin(order: TalkOrder): Promise<Speaking>
  /** The engine lost a camera that was spoken through. */
  lost(camera: string): void
}

/** What the house tells its screens besides the journal's lines. */
export type Announcement =
  | ({ readonly type: 'alarm' } & AlarmCall)
  | { readonly type: 'photo'; readonly door: DoorId; readonly session: string; readonly photo: Photo }
  | { readonly type: 'ring'; readonly door: DoorId; readonly at: Instant }
  | ({ readonly type: 'answered' } & Answered)

export interface Announcements {
  /** The bell of a door was pressed. */
  ring(door: DoorId): void
  answered(answered: Answered): void
  follow(follower: (announcement: Announcement) => void): Disposable
}

export interface Cameras {
  readonly engine: CameraEngine
  /** Newest state of each feed. */
  feed(camera: string): FeedReport | null
  /** How it proves that it lives; `none` while that is not known. */
  proofOf(camera: string): CameraProof
  /** Its view is meant to be as it is now. */
  learnView(camera: string): void
  /** It can be spoken through; false while that is not known. */
  hears(camera: string): boolean
  /** Live pieces of a camera, from `init` on; the engine is watched while anybody follows. */
  follow(camera: string, follower: (piece: LivePiece) => void): Promise<Disposable>
}

export interface Readiness {
  readonly ready: boolean
  /** Why not yet. */
  readonly reasons: readonly string[]
  /** What was lost after the start: still serving. */
  readonly degraded: readonly string[]
}

/** What the cameras hear, for who listens. */
export interface Ears {
  /** What the home allows of this camera's sound. */
  ruleOf(camera: string): SoundRule
  /** Rejects with `HUB_CAMERA_NO_SOUND` and as the engine does. */
  follow(camera: string, follower: (piece: LivePiece) => void): Promise<Disposable>
}

/** A mailbox and what it said of itself; null: nothing yet, or its process is lost. */
export interface KnownMailbox {
  readonly mailbox: CheckedMailbox
  readonly status: MailboxStatus | null
}

export interface Mailboxes {
  readonly all: readonly KnownMailbox[]
  /** Rejects with `HUB_MAIL_UNKNOWN`, `HUB_MAIL_IMPORT` while one runs, `HUB_PLUGIN_*`. */
  importPast(mailbox: string, days: number): Promise<void>
  /** Rejects with `HUB_MAIL_UNKNOWN`, `HUB_PLUGIN_*`. */
  stopImport(mailbox: string): Promise<void>
}

/** A secret that is told this once. */
export interface ToldSecret {
  readonly secret: string
  readonly webhook: WebhookView
}

/** Receivers of webhooks that the hub sends. */
export interface Webhooks extends AsyncDisposable {
  readonly all: readonly WebhookView[]
  /** @throws HubError `HUB_WEBHOOK_URL`, `HUB_WEBHOOK_ADDRESS`, `HUB_WEBHOOK_LIMIT` */
  add(order: WebhookRequest, by: ActorId): Promise<ToldSecret>
  /** Nothing is sent to it from this moment on. @throws HubError `HUB_HTTP_NOT_FOUND` */
  revoke(id: string, by: ActorId): Promise<void>
  /** Another secret; the one before signs for a day besides. @throws HubError `HUB_HTTP_NOT_FOUND` */
  rotate(id: string, by: ActorId): Promise<ToldSecret>
  /**
   * One that was disabled is told again, of what happens from now on; nothing of what waited is sent any more.
   * @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_WEBHOOK_RUNS`, `HUB_WEBHOOK_URL`, `HUB_WEBHOOK_ADDRESS`
   */
  resume(id: string, by: ActorId): Promise<WebhookView>
  /** Whether a message that says nothing is taken. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_HTTP_QUOTA` */
  test(id: string): Promise<WebhookTest>
}

export interface Hub {
  readonly settings: CheckedSettings
  /** What the house shows; null: it speaks plain HTTP. */
  readonly certificate: HouseCertificate | null
  readonly runtime: HomeRuntime
  readonly people: People
  readonly movingOut: MovingOut
  readonly tokens: Tokens
  readonly displays: Displays
  readonly faceBook: FaceBook
  /** Null: no voice account may be linked. */
  readonly linking: Linking | null
  /** Of the people and guests of the home. */
  readonly pinBook: PinBook
  readonly bridges: Bridges
  readonly ruleCodes: RuleCodes
  readonly sources: ReadonlyMap<string, Source>
  /** Their other ways: services that are asked, webhooks that are entered. */
  readonly reach: SourcesReach
  readonly sourceDesk: SourceDesk
  /** Who is told by webhooks of ours. */
  readonly webhooks: Webhooks
  readonly cameras: Cameras
  /** Those who look by WebRTC. */
  readonly viewers: ViewerEngine
  readonly listening: Ears
  readonly iceServers: readonly IceServer[]
  readonly announcements: Announcements
  readonly voice: Voice
  /** What somebody of the house has recorded. */
  readonly answers: QuickAnswers
  /** What is drawn in the view of each camera. */
  readonly areas: ViewBook
  /** The PIN that the courier of a visit is shown just now. */
  readonly pins: Pick<CourierPins, 'of'>
  readonly readiness: () => Readiness
  /** Only in a virtual home. Rejects with a `HUB_VIRTUAL_*` error. */
  readonly virtual: ((act: VirtualAct) => Promise<Readonly<Record<string, unknown>>>) | null
  readonly clock: Clock
  readonly log: Logger
  /** Photos and films. */
  readonly media: MediaPlace
  /** The shelf that they stand on. */
  readonly films: FilmStore
  readonly rings: Rings
  /** What the mailboxes say of themselves, and looks at their past. */
  readonly mail: Mailboxes
}
