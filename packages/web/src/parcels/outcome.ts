// How a parcel stands, in one sentence, by the hub's verdict. What the carrier claims and what the house saw are weighed
// against each other: "inside" is said when both agree and the door was proved locked, and not before.
import type { ParcelView, SessionView } from '@portico/protocol'
import { weightOf } from '../truth/truth-words.ts'
import { isUnderWay, momentWords, statusOf, whoSays, windowWords } from './parcel-words.ts'

/** `proved`: seen here and said by the carrier; `claimed`: one of the two; `no`: it did not come, or they disagree. */
export interface Outcome {
  /** To be read aloud. */
  readonly sentence: string
  /** What holds it up, or what is missing. */
  readonly detail: string
  readonly weight: 'proved' | 'claimed' | 'no' | 'due'
}

export interface ParcelFacts {
  readonly parcel: ParcelView
  /** Its newest visit; null: nobody came with it. */
  readonly visit: SessionView | null
  /** Unix ms. */
  readonly now: number
}

const stepAt = ({ steps }: SessionView, rung: string): number | null =>
  steps.findLast((step) => step.rung === rung)?.at ?? null

/** Of these the verdict alone tells; the others come with a visit or a word of the carrier that tells more. */
const byVerdict: ReadonlySet<ParcelView['verdict']['is']> = new Set([
  'at-door',
  'box',
  'received',
  'wrong-house',
  'not-here',
  'taken',
])

export function outcomeOf(facts: ParcelFacts): Outcome {
  const { visit } = facts
  const { verdict } = facts.parcel
  if (visit?.state === 'open' && visit.phase !== 'armed')
    return { sentence: 'A visit with it is under way', detail: 'It is not over yet.', weight: 'due' }
  if (byVerdict.has(verdict.is))
    return { sentence: verdict.words, detail: verdict.sure, weight: weightOf(verdict) }
  const wasHere = visit?.state === 'closed' && (visit.outcome !== 'expired' || visit.refusals.length > 0)
  return visit && wasHere ? visited(facts, visit) : unseen(facts)
}

function visited(facts: ParcelFacts, visit: SessionView): Outcome {
  switch (visit.outcome) {
    case 'delivered':
    case 'unsealed':
      return cameInside(facts, visit)
    case 'undelivered':
      return { sentence: 'Nothing was seen to be brought', detail: doorWords(visit), weight: 'no' }
    case 'taken-over':
      return {
        sentence: 'Somebody of this home took the door over',
        detail: 'The visit ended then. Portico proved nothing after it.',
        weight: 'no',
      }
    default:
      return stepAt(visit, 'unlocked') === null
        ? notLetIn(facts, visit)
        : { sentence: 'The visit was stopped', detail: doorWords(visit), weight: 'no' }
  }
}

/** What became of the door in a visit that brought nothing. */
function doorWords(visit: SessionView): string {
  const opened = stepAt(visit, 'inside')
  const did = opened === null ? 'The door was unlocked and not opened.' : 'The door was opened.'
  return stepAt(visit, 'locked') === null
    ? `${did} It was not proved locked after it: look at the door.`
    : `${did} It was proved locked after it.`
}

function notLetIn({ parcel, now }: ParcelFacts, visit: SessionView): Outcome {
  const refusal = visit.refusals.at(-1)
  const next = refusal && refusal.next !== 'None' ? ` Next: ${refusal.next}.` : ''
  const detail = refusal ? `${refusal.words}${next}` : 'The visit ended before the door was unlocked.'
  const said = saidDelivered(parcel, now)
  return said === null
    ? { sentence: 'Not let in', detail, weight: 'no' }
    : { sentence: said, detail, weight: 'claimed' }
}

/** These say that it did not come to this door. */
const contrary: ReadonlySet<ParcelView['status']> = new Set([
  'delivered-elsewhere',
  'attempted',
  'exception',
  'returned',
  'cancelled',
])

/** Whether a carrier says delivered; a hand or a script of this home is no second witness. */
const carrierAgrees = ({ status, source }: ParcelView): boolean =>
  status === 'delivered' && source !== 'hand' && source !== 'token'

function cameInside({ parcel, now }: ParcelFacts, visit: SessionView): Outcome {
  const since = stepAt(visit, 'shut') ?? stepAt(visit, 'inside')
  const when = since === null ? '' : ` ${momentWords(since, now)}`
  if (visit.outcome === 'unsealed' || stepAt(visit, 'locked') === null)
    return {
      sentence: `Visited${when}, not proved to the end`,
      detail: 'Door, film or record were not whole at the end. Look at the door and at the film.',
      weight: 'no',
    }
  if (contrary.has(parcel.status))
    return {
      sentence: `Visited${when}, and the carrier says otherwise`,
      detail: `${statusOf(parcel)}. The door was proved locked. Look at the photo and the film.`,
      weight: 'no',
    }
  if (visit.confirmation?.state === 'doubtful')
    return {
      sentence: `Visited${when}, and it is doubtful`,
      detail: `${visit.confirmation.doubts.map(({ words }) => words).join(' ')} Look at the film.`,
      weight: 'no',
    }
  if (!carrierAgrees(parcel))
    return {
      sentence: `Visited${when}, door proved locked`,
      detail: 'Somebody came in once, on film. The carrier has not said delivered: look at the photo.',
      weight: 'claimed',
    }
  const said = parcel.statusAt === null ? '' : ` ${momentWords(parcel.statusAt, now)}`
  return {
    sentence: `Inside since${when}, door proved locked`,
    detail: `Somebody came in once, on film, and the carrier says delivered${said}.`,
    weight: 'proved',
  }
}

function saidDelivered({ status, statusAt }: ParcelView, now: number): string | null {
  if (status !== 'delivered') return null
  return `Said delivered${statusAt === null ? '' : ` ${momentWords(statusAt, now)}`}. Not seen here.`
}

function unseen({ parcel, visit, now }: ParcelFacts): Outcome {
  const delivered = saidDelivered(parcel, now)
  if (delivered !== null)
    return {
      sentence: delivered,
      detail: `So says ${whoSays(parcel.source)}; no visit with it was seen at your door.`,
      weight: 'claimed',
    }
  const when = parcel.statusAt === null ? '' : `, ${momentWords(parcel.statusAt, now)}`
  const window = visit?.state === 'closed' ? null : (parcel.window ?? visit?.window ?? null)
  if (isUnderWay(parcel) && window && window.to > now)
    return {
      sentence: `Expected ${windowWords(window, now)}`,
      detail: `${statusOf(parcel)}${when}.`,
      weight: 'due',
    }
  const nobody = visit?.outcome === 'expired' ? ' Nobody came in the time it was expected.' : ''
  if (parcel.status === null)
    return {
      sentence: 'You wait for this parcel',
      detail: `No word from the carrier yet.${nobody}`,
      weight: 'due',
    }
  const weight = isUnderWay(parcel) ? 'due' : 'claimed'
  return {
    sentence: `${statusOf(parcel)}${when}`,
    detail: `So says ${whoSays(parcel.source)}.${nobody}`,
    weight,
  }
}
