// All that keeps films while the hub runs: marks in them, missed rings, and the shelf with its keeper.
import type { CameraEngine, Chance, Clock, FilmMarker } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { Announcements } from '../live/announcement.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { FilmKeeper } from './film-keeper.ts'
import { FilmMarks } from './film-marks.ts'
import { type FilmDisk, FilmStore } from './film-store.ts'
import { RingBook } from './ring-book.ts'
import { RingDesk } from './ring-desk.ts'

export interface FilmsOrder {
  readonly settings: Pick<CheckedSettings, 'doors' | 'film'>
  readonly engine: Pick<CameraEngine, 'startFilm' | 'stopFilm'> & FilmMarker
  readonly runtime: HomeRuntime
  readonly announcements: Announcements
  readonly folder: string
  readonly disk: FilmDisk
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

export interface KeptFilms extends AsyncDisposable {
  readonly films: FilmStore
  readonly rings: RingDesk
}

export function keepFilms({ settings, engine, runtime, announcements, ...rest }: FilmsOrder): KeptFilms {
  const parts = new AsyncDisposableStack()
  const { folder, disk, clock, chance, log } = rest
  const { records, journal } = runtime
  const marks = parts.use(new FilmMarks(engine, runtime))
  const rings = parts.use(
    new RingDesk({
      doors: settings.doors,
      films: settings.film.ringDays > 0,
      engine,
      marks,
      runtime,
      announcements,
      book: new RingBook({ journal, records, clock, folder }),
      clock,
      chance,
      log,
    }),
  )
  const films = new FilmStore({
    folder,
    disk,
    journal,
    records,
    read: (which) => runtime.lines(which),
    terms: settings.film,
    clock,
    visitOf: (session) => runtime.visits.get(session),
    isRinging: (session) => rings.isRinging(session),
  })
  parts.use(
    new FilmKeeper({
      store: films,
      clock,
      log,
      isClockTrusted: () => runtime.doors.every(({ gate }) => gate.clockOk),
      notice: (data) => runtime.notice('storage-low', data),
    }),
  )
  return { films, rings, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}
