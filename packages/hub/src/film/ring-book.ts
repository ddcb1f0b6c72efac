// What is kept of bells that nobody answered: a sealed record of each, and its lines in the journal. A ring is written
// down when it begins, so that one whose half minute the hub did not live to see is a missed ring of the next life.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DoorId, type Instant, type SessionId, type WallTime, wallTime } from '@portico/core'
import type { Clock, FilmSegment } from '@portico/ports'
import type { HomeJournal, SealedRecords, VisitFilm } from '@portico/runtime'

export interface RingRecord {
  readonly id: SessionId
  readonly door: DoorId
  /** Of the bell. */
  readonly wall: WallTime
  /** Its half minute is not over, or the hub did not live to see its end. */
  readonly isPending: boolean
  /** Empty: it was not filmed, or its film is gone. */
  readonly film: readonly VisitFilm[]
}

export type Rang = Pick<RingRecord, 'id' | 'door' | 'wall'>

export interface RingBookParts {
  readonly journal: Pick<HomeJournal, 'append'>
  readonly records: SealedRecords
  readonly clock: Pick<Clock, 'mono' | 'wall'>
  /** Of the films. */
  readonly folder: string
}

/** Missed rings that are remembered. */
const RINGS_KEPT = 200

export class RingBook {
  readonly #parts: RingBookParts

  constructor(parts: RingBookParts) {
    this.#parts = parts
  }

  /** Missed rings, newest first. */
  get missed(): readonly RingRecord[] {
    return this.#all.filter(({ isPending }) => !isPending).toSorted((a, b) => b.wall - a.wall)
  }

  /** Begun and never ended, by this life or the one before. */
  get pending(): readonly RingRecord[] {
    return this.#all.filter(({ isPending }) => isPending)
  }

  get(id: string): RingRecord | null {
    // cast: only this class and the shelf write these records
    const ring = this.#parts.records.get('ring', id) as RingRecord | null
    return ring?.isPending === true ? null : ring
  }

  async begin({ id, door, wall }: Rang): Promise<void> {
    const { journal, records } = this.#parts
    const ring: RingRecord = { id, door, wall, isPending: true, film: [] }
    await journal.append({ records: [records.put('ring', id, ring)] })
  }

  /** `RangUnanswered`, and what was filmed of it. */
  async miss({ id, door, wall }: Rang, pieces: readonly FilmSegment[]): Promise<void> {
    const { journal, records } = this.#parts
    const film = pieces.map((piece) => this.#filmOf(piece))
    const ring: RingRecord = { id, door, wall, isPending: false, film }
    // Lines of the home and not of the door: a ring changes nothing of what the door is.
    const line = (type: string, data: Readonly<Record<string, unknown>>) => ({
      door: null,
      session: id,
      type,
      cause: 'runtime',
      data: { door, ...data },
    })
    const forgotten = this.missed.slice(RINGS_KEPT - 1)
    await journal.append({
      lines: [
        line('RangUnanswered', { ring: id, rang: wall, filmed: film.length > 0 }),
        ...pieces.map(({ camera, segment, sha256, bytes, frames, file }) =>
          line('RingFilmed', { camera, segment, sha256, bytes, frames, file }),
        ),
      ],
      records: [records.put('ring', id, ring), ...forgotten.map((old) => records.put('ring', old.id, null))],
    })
  }

  /** It was answered: the journal never named it, and its film goes. */
  async drop(id: SessionId): Promise<void> {
    const { folder, journal, records } = this.#parts
    await journal.append({ records: [records.put('ring', id, null)] })
    await rm(join(folder, id), { recursive: true, force: true })
  }

  get #all(): readonly RingRecord[] {
    // cast: as above
    return this.#parts.records.all('ring').map(({ value }) => value as RingRecord)
  }

  #filmOf({ camera, segment, sha256, bytes, file, from, to }: FilmSegment): VisitFilm {
    const { clock } = this.#parts
    const wallOf = (at: Instant): WallTime => wallTime(Math.round(clock.wall() - (clock.mono() - at)))
    const seconds = (to - from) / 1000
    return { camera, segment, sha256, bytes, file, seconds, from: wallOf(from), to: wallOf(to) }
  }
}
