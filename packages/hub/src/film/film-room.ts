// How much more can be filmed: bytes told as visits and hours, and the three states of the disk. Pure.

export type RoomState = 'good' | 'low' | 'full'

export interface FilmRoom {
  readonly state: RoomState
  readonly freeBytes: number
  /** Below this nothing is filmed and nobody is let in. */
  readonly reserveBytes: number
  /** Visits as large as the newest ones. */
  readonly visits: number
  /** Hours of one camera. */
  readonly hours: number
}

/** Film of a visit that was. */
export interface FilmSample {
  /** Of the whole visit. */
  readonly bytes: number
  /** Of all its cameras together. */
  readonly seconds: number
}

/** Below this many reserves people are told what will go next. */
export const LOW_RESERVES = 2
/**
 * Below this many reserves what may go goes: before the reserve itself is touched, because from there on no courier
 * comes in.
 */
const SHORT = 1.5
/** Visits that are looked at. */
const SAMPLES = 20
/** A visit and a second of film where none was yet: two cameras, a minute and a half, 2 Mbit/s each. */
const USUAL: FilmSample = { bytes: 45_000_000, seconds: 180 }

/** `samples`: newest first. */
export function roomOf(
  { freeBytes, reserveBytes }: Pick<FilmRoom, 'freeBytes' | 'reserveBytes'>,
  samples: readonly FilmSample[],
): FilmRoom {
  const known = samples.filter(({ bytes, seconds }) => bytes > 0 && seconds > 0).slice(0, SAMPLES)
  const all = known.length === 0 ? [USUAL] : known
  const bytes = all.reduce((sum, each) => sum + each.bytes, 0)
  const seconds = all.reduce((sum, each) => sum + each.seconds, 0)
  const usable = Math.max(0, freeBytes - reserveBytes)
  return {
    state: freeBytes < reserveBytes ? 'full' : freeBytes < LOW_RESERVES * reserveBytes ? 'low' : 'good',
    freeBytes,
    reserveBytes,
    visits: Math.floor(usable / (bytes / all.length)),
    hours: Math.floor((usable / (bytes / seconds) / 3600) * 10) / 10,
  }
}

/** Bytes that have to go before the disk is as free as it should be; 0: none. */
export const shortBy = ({ freeBytes, reserveBytes }: Pick<FilmRoom, 'freeBytes' | 'reserveBytes'>): number =>
  Math.max(0, SHORT * reserveBytes - freeBytes)
