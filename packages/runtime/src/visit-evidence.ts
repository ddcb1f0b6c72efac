// Photo and film of a visit: taken, sent, closed and named in the journal before its evidence is sealed.
import {
  type DoorCommandBody,
  type DoorId,
  type Instant,
  type SessionId,
  after,
  seconds,
} from '@portico/core'
import type { Announcer, CameraEngine, Clock, FilmCamera, Photo } from '@portico/ports'

export interface VisitEvidenceParts {
  readonly door: DoorId
  readonly cameras: readonly FilmCamera[]
  readonly engine: CameraEngine
  readonly announcer: Announcer
  readonly clock: Clock
  /** Resolves once what was reported is durable. */
  readonly ask: (body: DoorCommandBody) => Promise<unknown>
}

/** Sealing waits this long for a photo that is still being taken. */
const PHOTO_WAIT = seconds(10)
const PHOTOS_KEPT = 8

export class VisitEvidence {
  readonly #parts: VisitEvidenceParts
  /** Photos being taken or just taken, by session; bounded. */
  readonly #photos = new Map<SessionId, Promise<Photo>>()

  constructor(parts: VisitEvidenceParts) {
    this.#parts = parts
  }

  /** From inside first: there the parcel lies; else from the witness, which sees the leaf. */
  async takePhoto(order: {
    readonly sid: SessionId
    readonly from: Instant
    readonly to: Instant
  }): Promise<void> {
    const { engine, cameras } = this.#parts
    const { sid, from, to } = order
    const ranked = cameras.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ id }) => id)
    const taking = engine.takePhoto({ session: sid, cameras: ranked, from, to })
    this.#keep(sid, taking)
    const { camera, sha256, jpeg, captured, file } = await taking
    await this.#parts.ask({ type: 'ReportPhoto', sid, camera, sha256, bytes: jpeg.length, captured, file })
  }

  /** To every connected owner, the moment it exists. */
  async sendPhoto(sid: SessionId): Promise<void> {
    const photo = await this.#photos.get(sid)
    if (photo) this.#parts.announcer.photo({ door: this.#parts.door, session: sid, photo })
  }

  async stopFilm(sid: SessionId): Promise<void> {
    await this.#parts.engine.stopFilm(sid)
  }

  /** Names every picture and piece of film, then asks the core to close the visit. */
  async seal(sid: SessionId): Promise<void> {
    const { engine, ask } = this.#parts
    await this.#photoOrTime(sid)
    for (const piece of await engine.stopFilm(sid)) {
      const { camera, segment, sha256, bytes, from, to, frames, file } = piece
      await ask({ type: 'ReportSegment', sid, camera, segment, sha256, bytes, from, to, frames, file })
    }
    await ask({ type: 'EvidenceSealed', sid })
  }

  #keep(sid: SessionId, taking: Promise<Photo>): void {
    // Whoever waits for it hears of a failure; the map itself must not leave it unheard.
    taking.catch(() => {})
    this.#photos.set(sid, taking)
    const [oldest] = this.#photos.keys()
    if (this.#photos.size > PHOTOS_KEPT && oldest !== undefined) this.#photos.delete(oldest)
  }

  async #photoOrTime(sid: SessionId): Promise<void> {
    const { clock } = this.#parts
    const taking = this.#photos.get(sid)
    if (!taking) return
    const { promise, resolve } = Promise.withResolvers<void>()
    using _ = clock.wake(after(clock.mono(), PHOTO_WAIT), resolve)
    await Promise.race([Promise.allSettled([taking]), promise])
  }
}

const rankOf = ({ view, witness }: FilmCamera): number => (view === 'inside' ? 0 : witness ? 1 : 2)
