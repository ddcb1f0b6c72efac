// What a carrier's message brings besides its words: a picture, the address of one, who signed. Sealed like everything
// personal; the journal has the hash of the picture, the host of the address and a keyed hash of the name.
import {
  type ParcelId,
  type GeoPosition,
  type PlaceApart,
  type WallTime,
  apartOf,
  hours,
  wallTime,
} from '@portico/core'
import type { BlobChange, RecordChange } from '@portico/ports'
import type { CarrierReport } from './carrier-report.ts'
import type { LineBody } from './home-journal.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Proved, TruthBook } from './truth-book.ts'

/** Kept so long where films have no days of their own. */
const PHOTO_DAYS = 14

export interface ProofParts {
  readonly records: SealedRecords
  readonly book: TruthBook
  /** Null: the household did not say where it lives. */
  readonly position: GeoPosition | null
  /** Days for which pictures of a visit are kept; null: nobody says. */
  readonly filmDays: number | null
}

/** What goes into the transaction of the report. */
export interface ProofChange {
  readonly lines: readonly LineBody[]
  readonly records: readonly Omit<RecordChange, 'home'>[]
  readonly blobs: readonly Omit<BlobChange, 'home'>[]
  readonly apply: () => void
}

const NOTHING: ProofChange = { lines: [], records: [], blobs: [], apply() {} }

/** Ends of names that mean something in one house alone (RFC 6761, 6762, 8375, and what routers make up). */
const HOUSE_ENDS: ReadonlySet<string | undefined> = new Set([
  'local',
  'localhost',
  'arpa',
  'internal',
  'lan',
  'home',
])

/** By name in the public DNS: a number, a bare name or a name of a house could be the owner's own router. */
function isPublicName(hostname: string): boolean {
  const labels = hostname.replace(/\.$/, '').split('.')
  const last = labels.at(-1)
  return labels.length > 1 && !hostname.startsWith('[') && !/^\d+$/.test(last ?? '') && !HOUSE_ENDS.has(last)
}

/** Only https to a public name, and no address with a name or a password in it, is ever shown as one to open. */
function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host, hostname, username, password } = new URL(url)
  const isBare = protocol === 'https:' && username === '' && password === ''
  return isBare && isPublicName(hostname) ? host : null
}

/** Undefined: it says of no delivery where that was. The place itself is kept nowhere but in the raw message. */
function apartIn(
  { position: place, status, source, grade, occurredAt }: CarrierReport,
  home: GeoPosition | null,
  received: WallTime,
): PlaceApart | null | undefined {
  if (!place || home === null || status !== 'delivered') return undefined
  const metres = apartOf(home, place)
  return metres === null ? null : { metres, at: occurredAt ?? received, source, grade }
}

export function carrierProof(
  { records, book, filmDays, position }: ProofParts,
  { parcel, report, received }: { parcel: ParcelId; report: CarrierReport; received: WallTime },
): ProofChange {
  const { photo, photoUrl, signedBy, source, grade } = report
  const host = photoUrl === undefined ? null : hostOf(photoUrl)
  const before = book.proved(parcel)
  const apart = apartIn(report, position, received)
  const isNear = apart === undefined || apart?.metres === before.apart?.metres
  if (photo === undefined && host === null && signedBy === undefined && isNear) return NOTHING
  const sha256 = photo && records.contentHash(photo.bytes)
  const proved: Proved = {
    photo:
      photo && sha256 !== undefined
        ? { sha256, mime: photo.mime, bytes: photo.bytes.length, source, at: received }
        : before.photo,
    link: photoUrl !== undefined && host !== null ? { url: photoUrl, source, at: received } : before.link,
    signer: signedBy === undefined ? before.signer : { name: signedBy, source, at: received },
    apart: apart === undefined ? before.apart : apart,
  }
  const expires = wallTime(received + (filmDays ?? PHOTO_DAYS) * hours(24))
  const data = {
    parcel,
    source,
    grade,
    photo: sha256 === undefined ? null : { sha256, bytes: photo?.bytes.length, mime: photo?.mime },
    link: host,
    signer: signedBy === undefined ? null : records.hash('signer', signedBy),
    ...(apart && { apart: apart.metres }),
  }
  return {
    lines: [{ door: null, session: null, type: 'CarrierProof', cause: 'ReportCarrier', data }],
    records: [book.proofRecord(parcel, proved)],
    blobs:
      photo && sha256 !== undefined
        ? [{ hash: sha256, value: records.blob(sha256, photo.bytes), expires }]
        : [],
    apply: () => book.putProof(parcel, proved),
  }
}
