// Reads one piece of film as the hub keeps it (fragmented MP4, ISO/IEC 14496-12): how it is coded, and when each of its
// pictures was taken. What is not whole at its end counts for nothing.
import { PICTURES_MAX, type RunPicture, boxesIn, inside, runIn, viewOf } from '../../live/mp4-boxes.ts'
import { pictureCodec } from './film-tracks.ts'

export interface FilmPicture {
  /** Unix ms at which it was taken. */
  readonly at: number
  /** Ms until the next one, as the film says. */
  readonly lasts: number
}

export interface FilmFile {
  /** RFC 6381, for the player. */
  readonly codec: string
  /** Seconds in the file of the first picture. */
  readonly begins: number
  readonly pictures: readonly FilmPicture[]
}

/** Pictures are the first track. */
function codecIn(moov: DataView): string | null {
  const trak = inside(moov, 'trak')
  return trak && pictureCodec(trak)
}

/** Seconds from 1900 to 1970. */
const NTP_UNIX_S = 2_208_988_800

/** `prft`: Unix ms at which the first picture of the next fragment was taken. */
function capturedIn(body: DataView): number | null {
  if (body.byteLength < 24) return null
  const seconds = body.getUint32(8)
  const era = seconds < NTP_UNIX_S ? 2 ** 32 : 0
  return (seconds + era - NTP_UNIX_S) * 1000 + (body.getUint32(12) / 2 ** 32) * 1000
}

/**
 * Unix ms at second 0 of the file. Each fragment tells when its first picture was taken, as well as the hub knew at that
 * moment; the first ones of a camera that has just begun to send come out late, so the middle one is taken.
 */
function zeroOf(told: readonly number[]): number | null {
  const sorted = told.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/** Null: this is no film of the hub. */
export function readFilm(bytes: Uint8Array): FilmFile | null {
  let codec: string | null = null
  let captured: number | null = null
  let run: readonly RunPicture[] = []
  const told: number[] = []
  const taken: RunPicture[] = []
  for (const { type, body } of boxesIn(viewOf(bytes))) {
    if (type === 'moov') codec = codecIn(body)
    if (type === 'prft') captured = capturedIn(body)
    if (type === 'moof') run = runIn(body)
    if (type !== 'mdat') continue
    const [start] = run
    // Marks and whatever else tells no time of its own are no pictures.
    if (!start || captured === null) continue
    told.push(captured - start.media * 1000)
    if (taken.length + run.length <= PICTURES_MAX) taken.push(...run)
    run = []
    captured = null
  }
  const zero = zeroOf(told)
  const [first] = taken
  if (codec === null || zero === null || !first) return null
  const pictures = taken.map(({ media, lasts }) => ({ at: zero + media * 1000, lasts }))
  return { codec, begins: first.media, pictures }
}
