// What the faces see of a running hub. The composition builds it; nothing here decides.
import type { VirtualAct } from '@portico/plugin-api'
import type { Clock, ViewerEngine } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { ViewBook } from './areas/view-book.ts'
import type { Bridges } from './bridges/bridges.ts'
import type { CheckedSettings, IceServer } from './config/checked-settings.ts'
import type { MediaPlace } from './evidence/media-file.ts'
import type { FaceBook } from './faces/face.ts'
import type { PinBook } from './faces/pin.ts'
import type { FilmStore } from './film/film-store.ts'
import type { Rings } from './film/rings.ts'
import type { HouseCertificate } from './https/house-certificate.ts'
import type { Linking } from './linking/linking.ts'
import type { Announcements } from './live/announcement.ts'
import type { Cameras, Ears } from './live/cameras.ts'
import type { CourierPins } from './live/courier-pins.ts'
import type { Mailboxes } from './mail/mailboxes.ts'
import type { Displays } from './people/display-pairing.ts'
import type { MovingOut, People, RuleCodes, Tokens } from './people/household.ts'
import type { Source } from './people/source.ts'
import type { SourceDesk } from './sources/source-desk.ts'
import type { SourcesReach } from './sources/sources-reach.ts'
import type { QuickAnswers } from './talk/quick-answers.ts'
import type { Voice } from './talk/voice.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

export interface Readiness {
  readonly ready: boolean
  /** Why not yet. */
  readonly reasons: readonly string[]
  /** What was lost after the start: still serving. */
  readonly degraded: readonly string[]
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
