// Stills and the photo of a drop-off: which pictures come into question, and the sharpest of them as a JPEG on disk.
import { type Instant, type TimeGrade, instant } from '@portico/core'
import type { Area, Photo, PhotoOrder, Still, StillWish } from '@portico/ports'
import { splitLengthPrefixed } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import { type Picture, sha256 } from '../feed/picture.ts'
import type { PictureRing } from '../feed/picture-ring.ts'
import type { FilmFolder } from '../film/film-folder.ts'
import type { KeyPlace } from '../film/film-piece.ts'
import type { Decoder, Encoded } from './decoder.ts'

/** Where the pictures of one camera are. */
export interface PhotoSource {
  readonly camera: string
  readonly ring: PictureRing
  /** Key pictures on disk, oldest first. */
  readonly keys: readonly KeyPlace[]
  /** No picture after this may be used; null: any. */
  readonly until: Instant | null
  readonly masks: readonly Area[]
}

interface StoredSource extends PhotoSource {
  readonly folder: FilmFolder
}

/** A picture that may become the photo: its own group, to be decoded up to it. */
interface Candidate {
  readonly captured: Instant
  readonly grade: TimeGrade
  readonly load: () => Promise<readonly Encoded[]>
}

/** Pictures compared for one photo: seven of the film and the newest one. */
const KEYS_MAX = 7
/** Where the span is empty, a picture this much before it still shows the visit, ms. */
const BEFORE_MAX_MS = 10_000
/** A still shows its moment, ms: a picture that is this much older shows another one. */
const STILL_AGE_MAX_MS = 2_000

/**
 * The picture of a moment, decoded forward from the key picture before it; the newest one when `wish` names no moment.
 * Rejects with `HUB_CAMERA_NO_PICTURE`, `HUB_CAMERA_MOMENT_GONE`, `HUB_CAMERA_UNDECODABLE` and as `Decoder.develop` does.
 */
export async function takeStill(
  {
    camera,
    ring,
    masks,
    wish,
  }: Pick<PhotoSource, 'camera' | 'ring' | 'masks'> & { readonly wish: StillWish },
  decoder: Decoder,
  now: Instant,
): Promise<Still> {
  const at = wish.at ?? now
  const group = ring.groupUpTo(at)
  const newest = group.at(-1)
  if (!newest || at - newest.captured > STILL_AGE_MAX_MS) {
    // A later one is there: what was not seen then comes no more.
    if ((ring.newest?.captured ?? -Infinity) > at)
      throw mediaError('HUB_CAMERA_MOMENT_GONE', `camera ${camera}: no picture of that moment is left`)
    throw mediaError('HUB_CAMERA_NO_PICTURE', `camera ${camera}: no picture of that moment`, {
      retryable: true,
    })
  }
  const { width = null, format = 'jpeg' } = wish
  const place = { camera, begins: group[0]?.captured ?? newest.captured }
  const image = await decoder.develop([group], { dress: { masks, width, format }, place })
  return { ...stillOf(camera, newest, image), ...(format === 'jpeg' ? {} : { format }) }
}

/**
 * The sharpest picture of the first camera that has one in the later half of the span, when the parcel is more likely
 * to stand than to be carried; else in all of it; else the newest one shortly before its end.
 * Rejects with `HUB_CAMERA_NO_PICTURE`, `HUB_CAMERA_UNDECODABLE` or `HUB_MEDIA_STORAGE`.
 */
export async function takePhoto(
  order: PhotoOrder,
  sources: readonly PhotoSource[],
  { decoder, folder }: { readonly decoder: Decoder; readonly folder: FilmFolder },
): Promise<Photo> {
  let failed: unknown = mediaError('HUB_CAMERA_NO_PICTURE', 'no camera has a picture of that time')
  for (const choose of [lateInSpan, inSpan, beforeSpan]) {
    for (const source of sources) {
      const candidates = choose({ ...source, folder }, order)
      if (candidates.length === 0) continue
      const still = await develop(source, candidates, decoder).catch((error: unknown) => {
        failed = error
        return null
      })
      if (still) return await store(still, order, folder)
    }
  }
  throw failed
}

function lateInSpan(source: StoredSource, order: PhotoOrder): Candidate[] {
  const { from, to } = order
  return inSpan(source, { ...order, from: instant((from + endOf(source, to)) / 2) })
}

function inSpan(source: StoredSource, { from, to }: PhotoOrder): Candidate[] {
  const end = endOf(source, to)
  const keys = source.keys.filter(({ captured }) => captured >= from && captured <= end)
  const newest = newestUpTo(source, end)
  const last = newest && newest.captured >= from ? [newest] : []
  return [...spread(keys, KEYS_MAX).map((key) => ofKey(key, source.folder)), ...last]
}

function beforeSpan(source: StoredSource, { from, to }: PhotoOrder): Candidate[] {
  const end = endOf(source, to)
  const key = source.keys.findLast(({ captured }) => captured <= end)
  const found = [newestUpTo(source, end), key ? ofKey(key, source.folder) : null].filter(
    (one) => one !== null,
  )
  const [newest] = found.toSorted((a, b) => b.captured - a.captured)
  return newest && newest.captured >= from - BEFORE_MAX_MS ? [newest] : []
}

const endOf = ({ until }: PhotoSource, to: Instant): Instant =>
  until === null ? to : instant(Math.min(until, to))

function newestUpTo({ ring }: PhotoSource, end: Instant): Candidate | null {
  const group: readonly Picture[] = ring.groupUpTo(end)
  const newest = group.at(-1)
  if (!newest) return null
  return { captured: newest.captured, grade: newest.grade, load: () => Promise.resolve(group) }
}

function ofKey(place: KeyPlace, folder: FilmFolder): Candidate {
  const { captured, grade, parameters, path, record, offset, length } = place
  const load = async (): Promise<Encoded[]> => {
    const fragment = await folder.readRecord(path, record).catch((cause: unknown) => {
      throw mediaError('HUB_CAMERA_NO_PICTURE', 'the film is no longer there', { cause })
    })
    const sample = fragment.slice(offset, offset + length)
    return [{ nals: splitLengthPrefixed(sample), parameters, key: true }]
  }
  return { captured, grade, load }
}

/** At most `count` of the list, evenly over it, the last one among them. */
export function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list]
  const step = (list.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, i) => list[Math.round(i * step)]).filter(
    (one) => one !== undefined,
  )
}

async function develop(
  { camera, masks }: Pick<PhotoSource, 'camera' | 'masks'>,
  candidates: readonly Candidate[],
  decoder: Decoder,
): Promise<Still> {
  const groups = await Promise.all(candidates.map(({ load }) => load()))
  const jpeg = await decoder.develop(groups, { dress: { masks, width: null, format: 'jpeg' } })
  const chosen = candidates[jpeg.group]
  if (!chosen) throw mediaError('HUB_MEDIA_FAULT', `no picture ${jpeg.group}`)
  return stillOf(camera, chosen, jpeg)
}

function stillOf(
  camera: string,
  { captured, grade }: Pick<Candidate, 'captured' | 'grade'>,
  { width, height, bytes }: { readonly width: number; readonly height: number; readonly bytes: Uint8Array },
): Still {
  return { camera, captured, grade, sha256: sha256(bytes), width, height, jpeg: bytes }
}

async function store(still: Still, { session }: PhotoOrder, folder: FilmFolder): Promise<Photo> {
  const file = `${session}/photo-${still.sha256.slice(0, 12)}.jpg.sealed`
  try {
    await folder.sessionFolder(session)
    await folder.write(file, still.jpeg)
  } catch (cause) {
    throw mediaError('HUB_MEDIA_STORAGE', `photo of ${still.camera} could not be written`, { cause })
  }
  return { ...still, file }
}
