// The films of this home as one shelf: what lies there, why, how long, and how it goes. What goes is written first, so
// that a deletion that was cut short is seen as one and ended the next time.
import { statfs } from 'node:fs/promises'
import { type SessionId, type WallTime, wallTime } from '@portico/core'
import { STORAGE_RESERVE_BYTES } from '@portico/media'
import type { Clock } from '@portico/ports'
import type { HomeJournal, SealedRecords, Visit } from '@portico/runtime'
import { type Removal, deleteMedia } from '../evidence/delete-media.ts'
import type { ReadLines } from '../evidence/session-lines.ts'
import { httpError } from '../http/http-errors.ts'
import { type FilmRoom, type FilmSample, roomOf } from './film-room.ts'
import { type ShelvedFilm, purposeOf, readShelf } from './film-shelf.ts'
import type { FilmTerms, KeptFilm } from './film-terms.ts'
import type { RingRecord } from './ring-book.ts'

export interface FilmDisk {
  /** Free bytes for us. Rejects as the file system does. */
  readonly free: () => Promise<number>
  /** Below this nothing is filmed. */
  readonly reserveBytes: number
}

/** The disk that a folder is on. */
export const diskOf = (folder: string): FilmDisk => ({
  free: async () => {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
  reserveBytes: STORAGE_RESERVE_BYTES,
})

export interface FilmStoreParts {
  readonly folder: string
  readonly journal: Pick<HomeJournal, 'append'>
  readonly records: SealedRecords
  readonly read: ReadLines
  readonly terms: FilmTerms
  readonly clock: Pick<Clock, 'wall'>
  readonly disk: FilmDisk
  /** Of a running hub, which knows more of its newest visits than the records; null: see the record. */
  readonly visitOf: (session: SessionId) => Visit | null
  /** The bell was just now, and the ring is not settled. */
  readonly isRinging: (session: SessionId) => boolean
}

/** How a film went, as the journal tells it. */
export interface FilmDeletion {
  readonly at: WallTime
  readonly policy: string
  readonly by: string | null
  readonly why: string | null
}

export class FilmStore {
  readonly #parts: FilmStoreParts

  constructor(parts: FilmStoreParts) {
    this.#parts = parts
  }

  get terms(): FilmTerms {
    return this.#parts.terms
  }
  get disk(): FilmDisk {
    return this.#parts.disk
  }

  /** Everything on the shelf. Rejects as the file system does. */
  async all(): Promise<readonly KeptFilm[]> {
    return (await readShelf(this.#parts.folder)).map((film) => this.#known(film))
  }

  /** Null: no film of that session is there. */
  async find(session: string): Promise<KeptFilm | null> {
    if (purposeOf(session) === null) return null
    return (await this.all()).find((film) => film.session === session) ?? null
  }

  /** How much more fits, measured by the newest visits. Rejects as the file system does. */
  async room(films: readonly KeptFilm[]): Promise<FilmRoom> {
    const { disk } = this.#parts
    const freeBytes = await disk.free()
    return roomOf({ freeBytes, reserveBytes: disk.reserveBytes }, this.#samples(films))
  }

  #samples(films: readonly KeptFilm[]): readonly FilmSample[] {
    return films
      .filter(({ purpose, ended }) => purpose === 'visit' && ended !== null)
      .toSorted((a, b) => (b.ended ?? 0) - (a.ended ?? 0))
      .slice(0, 20)
      .map(({ session, bytes }) => {
        const pieces = this.#visitOf(session)?.film ?? []
        return { bytes, seconds: pieces.reduce((sum, { seconds }) => sum + seconds, 0) }
      })
  }

  isHeld(session: string): boolean {
    return this.#parts.records.get('film-hold', session) !== null
  }

  /** Held, it never goes by itself. Resolves once that is durable. */
  async hold(
    session: SessionId,
    { held, by }: { readonly held: boolean; readonly by: string },
  ): Promise<void> {
    if (this.isHeld(session) === held) return
    const { journal, records, clock } = this.#parts
    await journal.append({
      // The session stands in the data: a line of the session itself would stretch its evidence to this day.
      lines: [{ door: null, session: null, type: 'FilmHeld', cause: 'runtime', data: { session, held, by } }],
      records: [records.put('film-hold', session, held ? { by, wall: clock.wall() } : null)],
    })
  }

  /**
   * How many pictures and films are gone now; asked again, it removes what was left over.
   * @throws HubError `HUB_HTTP_UNFINISHED` while the visit goes on, `HUB_FILM_HELD`
   */
  async remove(session: SessionId, removal: Removal): Promise<number> {
    const film = await this.find(session)
    if (film && film.ended === null) throw httpError('HUB_HTTP_UNFINISHED', 'this visit goes on')
    if (this.isHeld(session)) throw httpError('HUB_FILM_HELD', 'this film is held as evidence')
    const { journal, read, folder, records } = this.#parts
    const ring = this.#ringOf(session)
    return await deleteMedia(
      { journal, read, mediaFolder: folder },
      { session, removal, records: ring ? [records.put('ring', session, { ...ring, film: [] })] : [] },
    )
  }

  /** Null: nothing of it was ever deleted. */
  deletionOf(session: string): FilmDeletion | null {
    const line = this.#parts.read({ session, types: ['MediaDeleted'], after: -1, limit: 5_000 }).at(-1)
    if (!line) return null
    const { policy, by, why } = line.data
    const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
    return { at: wallTime(line.wall), policy: String(policy), by: text(by), why: text(why) }
  }

  #known(film: ShelvedFilm): KeptFilm {
    const { session, purpose } = film
    const isHeld = this.isHeld(session)
    if (purpose === 'ring') {
      const ring = this.#ringOf(session)
      // One without a record was cut off in its half minute: it is as old as its files.
      const rang = this.#parts.isRinging(session) ? null : (ring?.wall ?? film.written)
      return { ...film, door: ring?.door ?? null, ended: rang, promisedDays: null, isHeld }
    }
    const visit = this.#visitOf(session)
    const ended = visit && visit.state !== 'closed' ? null : (visit?.closed ?? film.written)
    return { ...film, door: visit?.door ?? null, ended, promisedDays: visit?.filmDays ?? null, isHeld }
  }

  #visitOf(session: SessionId): Visit | null {
    const { visitOf, records } = this.#parts
    // cast: what the runtime put there
    return visitOf(session) ?? (records.get('visit', session) as Visit | null)
  }

  #ringOf(session: string): RingRecord | null {
    // cast: what the ring desk put there
    return this.#parts.records.get('ring', session) as RingRecord | null
  }
}
