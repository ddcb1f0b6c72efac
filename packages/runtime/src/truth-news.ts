// What is new about one parcel since it was judged last: the verdict that moved, what people are told of it, and when time
// alone will change it.
import {
  type DoorId,
  type Parcel,
  type Verdict,
  type WallTime,
  SEEN_WITHIN,
  canArm,
  hours,
  isTerminal,
  judgeDelivery,
  movedBy,
  wallTime,
} from '@portico/core'
import type { ParcelNotice, ParcelNoticeName } from './parcel-notices.ts'
import { type TestimonyParts, testimonyOf } from './testimony-of.ts'
import { type Found, newest } from './truth-book.ts'

export interface TruthNews {
  readonly verdict: Verdict
  /** Null: nothing is to be written. */
  readonly found: Found | null
  readonly notices: readonly ParcelNotice[]
  /** When it is to be judged again though nobody says anything; null: never. */
  readonly next: WallTime | null
}

/** Of what is older people have heard, or it came with the past of a mailbox. */
const NEWS_WITHIN = hours(18)
/** After the end of its window a parcel is late. */
const LATE_AFTER = hours(1)
const DAY = hours(24)

const START: Verdict = { is: 'on-the-way', confidence: 'waits', for: [], against: [] }

const noticeOf: Partial<Record<Verdict['is'], ParcelNoticeName>> = {
  'at-door': 'delivered',
  inside: 'delivered',
  box: 'delivered',
  neighbour: 'delivered',
  'pickup-point': 'delivered',
  'not-here': 'not-here',
  taken: 'taken',
}

/** A notice with the occasion for which it is told once. */
type Due = readonly [notice: ParcelNoticeName, occasion: string]

const dayOf = (at: WallTime): string => String(Math.floor(at / DAY))

function dueOf(parcel: Parcel, verdict: Verdict, now: WallTime): readonly Due[] {
  const { status, statusAt, window, direction, disowned } = parcel
  if (disowned !== null || direction === 'return') return []
  const due: Due[] = []
  const isNews = statusAt !== null && now - statusAt <= NEWS_WITHIN && statusAt - now <= NEWS_WITHIN
  if (isNews && status !== null && canArm(status)) due.push(['arriving', dayOf(statusAt)])
  if (isNews && (status === 'attempted' || status === 'exception')) due.push(['delayed', dayOf(statusAt)])
  const isUnderWay = status === null || !isTerminal(status)
  if (isUnderWay && window !== null && verdict.is === 'on-the-way') {
    const late = now - (window.to + LATE_AFTER)
    if (late >= 0 && late <= NEWS_WITHIN) due.push(['delayed', String(window.to)])
  }
  const about = noticeOf[verdict.is]
  // Who looked for it himself needs no news of it.
  const isTold = verdict.for.some(({ why }) => why === 'household-not-here')
  if (about !== undefined && !isTold && (isNews || verdict.is === 'taken'))
    due.push([about, `${verdict.is} ${statusAt === null ? '' : dayOf(statusAt)}`])
  return due
}

function nextOf({ status, statusAt, window }: Parcel, verdict: Verdict, now: WallTime): WallTime | null {
  const times: number[] = []
  if (status === 'delivered' && statusAt !== null && verdict.confidence === 'waits')
    times.push(statusAt + SEEN_WITHIN)
  if ((status === null || !isTerminal(status)) && window !== null) times.push(window.to + LATE_AFTER)
  const ahead = times.filter((time) => time > now)
  return ahead.length === 0 ? null : wallTime(Math.min(...ahead))
}

export interface NewsParts extends TestimonyParts {
  /** Where deliveries come to; null: nowhere in particular. */
  readonly door: DoorId | null
}

export function truthNews(parts: NewsParts): TruthNews {
  const { parcel, truth, now, door } = parts
  const verdict = judgeDelivery(testimonyOf(parts))
  const before = truth.verdict ?? START
  const hasMoved = before.is !== verdict.is || before.confidence !== verdict.confidence
  const isUnseen = verdict.for.some(({ why }) => why === 'nothing-seen')
  const unseen = isUnseen ? parcel.statusAt : truth.unseen
  const due = dueOf(parcel, verdict, now).filter((each) => !truth.told.includes(each.join(' ')))
  const next = nextOf(parcel, verdict, now)
  if (!hasMoved && unseen === truth.unseen && due.length === 0)
    return { verdict, found: null, notices: [], next }
  const move = { from: before.is, to: verdict.is, at: now, why: movedBy(before, verdict).slice(0, 4) }
  return {
    verdict,
    found: {
      verdict,
      unseen,
      moves: before.is === verdict.is ? truth.moves : newest([...truth.moves, move]),
      told: newest([...truth.told, ...due.map((each) => each.join(' '))]),
    },
    notices: due.map(([notice]) => ({ notice, parcel: parcel.id, door, at: now })),
    next,
  }
}
