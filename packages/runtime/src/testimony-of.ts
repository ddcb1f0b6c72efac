// What the home knows of the end of one delivery, put together for the judge in the core.
import {
  type DropSeen,
  type DropWatch,
  type Parcel,
  type SourceWord,
  type Testimony,
  type VisitSeen,
  type WallTime,
  type Watched,
  carrierAgrees,
  dropOf,
  hours,
  minutes,
  wallTime,
} from '@portico/core'
import type { TruthRecord } from './truth-book.ts'
import type { Visit } from './visit.ts'

export interface TestimonyParts {
  readonly parcel: Parcel
  /** Of the home; those of other parcels say nothing here. */
  readonly visits: readonly Visit[]
  readonly truth: TruthRecord
  /** Of every door at which a camera looks for parcels, and which cameras these are. */
  readonly porches: readonly { readonly watch: DropWatch; readonly cameras: readonly string[] }[]
  /** When boxes were opened, the newest last. */
  readonly boxes: readonly WallTime[]
  readonly now: WallTime
}

const wordsOf = ({ accounts }: Parcel): readonly SourceWord[] =>
  accounts.flatMap(({ source, status, elsewhere }) =>
    status === null
      ? []
      : [
          {
            source,
            status,
            elsewhere: elsewhere !== null && elsewhere.at >= status.at ? elsewhere.value : null,
          },
        ],
  )

const endOf = ({ outcome }: Visit): VisitSeen['end'] => {
  switch (outcome) {
    case 'delivered':
    case 'unsealed':
      return 'inside'
    case 'undelivered':
    case 'taken-over':
      return 'empty'
    default:
      return 'refused'
  }
}

/** Nobody came: it says nothing. */
const wasHere = ({ state, outcome, refusals }: Visit): boolean =>
  state === 'closed' && (outcome !== 'expired' || refusals.length > 0)

function visitsOf({ parcel, visits }: TestimonyParts): readonly VisitSeen[] {
  const own = visits.filter((visit) => visit.parcels.some((id) => parcel.parts.includes(id)))
  return own.filter(wasHere).map((visit) => ({
    closed: visit.closed ?? visit.created,
    end: endOf(visit),
    isProved: visit.outcome === 'delivered' && visit.steps.some(({ rung }) => rung === 'locked'),
    isAgreed: visit.confirmation?.agreed != null || carrierAgrees([parcel], visit.grade),
    doubts: visit.confirmation?.doubts.map(({ why }) => why) ?? [],
    boxOffered: visit.offer?.offered === 'box',
  }))
}

/** One thing, and several parcels that are said to have come then: whose it is, nobody has seen. */
function dropSeen({ parcel, porches }: TestimonyParts): DropSeen | null {
  const drops = porches.flatMap(({ watch }) => parcel.parts.flatMap((id) => dropOf(watch, id) ?? []))
  const [newest] = drops.toSorted((a, b) => b.seen - a.seen)
  if (!newest) return null
  const { seen, confidence, ended, parcels } = newest
  const said = porches.flatMap(({ watch }) => watch.said.map((word) => word.parcel))
  const isShared = parcels.filter((id) => said.includes(id) && !parcel.parts.includes(id)).length > 0
  return { seen, confidence: isShared ? confidence / 2 : confidence, gone: ended }
}

/** A courier may go to any of them: each must have been looked at. */
function watchedOf({ porches, truth, parcel }: TestimonyParts): Watched {
  const exists = porches.length > 0
  if (truth.unseen !== null && truth.unseen === parcel.statusAt)
    return { exists: true, since: wallTime(truth.unseen - hours(24)) }
  const since = porches.map(({ watch, cameras }) => {
    const eyes = cameras.flatMap((camera) => watch.eyes[camera] ?? [])
    return eyes.length === 0 ? null : Math.min(...eyes)
  })
  const known = since.flatMap((at) => at ?? [])
  return { exists, since: exists && known.length === since.length ? wallTime(Math.max(...known)) : null }
}

const BOX_BEFORE = minutes(15)
const BOX_AFTER = minutes(15)

/** A box that was opened about the time of *delivered*. */
const boxOpened = ({ boxes, parcel }: TestimonyParts): WallTime | null =>
  boxes.findLast((at) => {
    if (parcel.status !== 'delivered' || parcel.statusAt === null) return false
    return at >= parcel.statusAt - BOX_BEFORE && at <= parcel.statusAt + BOX_AFTER
  }) ?? null

export function testimonyOf(parts: TestimonyParts): Testimony {
  const { parcel, truth, now } = parts
  return {
    words: wordsOf(parcel),
    visits: visitsOf(parts),
    drop: dropSeen(parts),
    boxOpened: boxOpened(parts),
    household: truth.household,
    watched: watchedOf(parts),
    photo: truth.photo?.at ?? null,
    apart: truth.apart,
    now,
  }
}
