// The one verdict on a delivery, out of all that is known of it (threats G1, G8). Pure, and the same in whatever order
// its witnesses spoke.
import { isTerminal } from '../parcel/status.ts'
import { type WallTime, hours, minutes } from '../time.ts'
import { byRank, compare, houses, isContrary, said, saids, weight } from './source-words.ts'
import type { DropSeen, SourceWord, Testimony, VisitSeen } from './testimony.ts'
import { type Confidence, type Reason, type Verdict, type VerdictName, safeVerdicts } from './verdict.ts'

/** What a camera is sure of. */
export const SURE = 0.7
/** A courier scans before he sets down, and a camera looks twice: so long after *delivered* nothing is missed yet. */
export const SEEN_WITHIN = minutes(15)
/** The camera must have looked since so long before *delivered* for its silence to mean anything. */
export const LOOKED_BEFORE = minutes(15)
/** What a carrier says so long after a word of the household is about something new. */
export const NEWS_AFTER = hours(1)

interface Case {
  readonly known: Testimony
  /** The word that leads; null: nobody outside has said anything. */
  readonly word: SourceWord | null
  /** Of the other sources, those that say the same end. */
  readonly agreeing: readonly Reason[]
  /** The carrier's own position, where it lies far from home. */
  readonly apart: readonly Reason[]
  /** Words that say otherwise, and not before it. What was said before has been overtaken. */
  readonly otherwise: readonly Reason[]
  /** Both: what speaks against a good place that the house has not seen with its own eyes. */
  readonly contrary: readonly Reason[]
  /** The newest visit. */
  readonly visit: VisitSeen | null
}

function caseOf(known: Testimony): Case {
  const [word = null, ...others] = known.words.toSorted(byRank)
  const [visit = null] = known.visits.toSorted((a, b) => b.closed - a.closed)
  const none = { apart: [], otherwise: [], contrary: [] }
  if (word === null) return { known, word, agreeing: [], ...none, visit }
  const agreeing = others.filter(({ status }) => status.value === word.status.value)
  const contrary = others.filter((other) => isContrary(word, other))
  const apart = word.status.value === 'delivered' ? apartReason(known) : []
  const otherwise = contrary.map(said)
  return {
    known,
    word,
    agreeing: agreeing.map(said),
    apart,
    otherwise,
    contrary: [...otherwise, ...apart],
    visit,
  }
}

const apartReason = ({ apart }: Testimony): readonly Reason[] =>
  apart === null
    ? []
    : [
        {
          why: 'position-apart',
          at: apart.at,
          source: apart.source,
          grade: apart.grade,
          metres: apart.metres,
        },
      ]

interface Finding {
  readonly is: VerdictName
  readonly confidence: Confidence
  readonly for?: readonly Reason[]
  readonly against?: readonly Reason[]
}

const verdictOf = ({ is, confidence, for: pro = [], against = [] }: Finding): Verdict => ({
  is,
  confidence,
  for: pro,
  against,
})

/** People of the house were there. What a carrier says of a later day is about something else. */
function bySayOfHouse({ known, word, apart }: Case): Verdict | null {
  const [newest] = known.household.toSorted((a, b) => b.at - a.at || compare(a.says, b.says))
  if (!newest) return null
  const isOld = word !== null && isTerminal(word.status.value) && word.status.at > newest.at + NEWS_AFTER
  if (isOld && newest.says !== 'taken-in') return null
  const words = word === null ? [] : [said(word)]
  switch (newest.says) {
    case 'taken-in': {
      const isReturned = isOld && saids[word.status.value] === 'said-returned'
      if (isReturned) return null
      const isAgreed = word?.status.value === 'delivered'
      return verdictOf({
        is: 'received',
        confidence: isAgreed ? 'sure' : 'likely',
        for: [houses('household-has-it', newest.at), ...(isAgreed ? words : [])],
        against: isAgreed || word === null || !isTerminal(word.status.value) ? [] : words,
      })
    }
    case 'not-my-door':
      return verdictOf({
        is: 'wrong-house',
        confidence: known.photo === null && apart.length === 0 ? 'likely' : 'sure',
        for: [houses('household-not-my-door', newest.at), ...apart],
        against: words,
      })
    case 'not-here':
      return word?.status.value === 'delivered'
        ? verdictOf({
            is: 'not-here',
            confidence: 'sure',
            for: [houses('household-not-here', newest.at), ...apart],
            against: words,
          })
        : null
  }
}

const doubtOf = { 'carrier-silent': 'carrier-silent-hour', 'label-again': 'label-again' } as const

/** The house saw somebody come in with it. */
function byVisit({ visit, word, otherwise, apart, agreeing }: Case): Verdict | null {
  if (visit?.end !== 'inside') return null
  const { closed, doubts, isProved } = visit
  const isAgreed = visit.isAgreed && word?.status.value === 'delivered'
  const seen = houses(isProved ? 'visit-inside' : 'visit-unproved', closed)
  const words = word === null ? [] : [said(word), ...agreeing]
  const speaksOtherwise =
    word !== null && saids[word.status.value] !== 'said-delivered' && isAfterAll(word, closed)
  if (speaksOtherwise || otherwise.length > 0)
    return verdictOf({
      is: 'doubtful-visit',
      confidence: 'disputed',
      for: [seen],
      against: [...(speaksOtherwise ? words : []), ...otherwise],
    })
  const stands = doubts.filter((why) => why === 'label-again' || !isAgreed)
  if (stands.length > 0)
    return verdictOf({
      is: 'doubtful-visit',
      confidence: 'disputed',
      for: [seen],
      against: stands.map((why) => houses(doubtOf[why], null)),
    })
  if (!isProved) return verdictOf({ is: 'unknown', confidence: 'disputed', for: words, against: [seen] })
  return isAgreed
    ? verdictOf({ is: 'inside', confidence: 'sure', for: [seen, ...words], against: apart })
    : verdictOf({
        is: 'unknown',
        confidence: 'waits',
        for: [seen],
        against: [houses('carrier-silent', null)],
      })
}

/** What was in vain before a visit says nothing of the visit; an end does, whenever it was. */
const isAfterAll = ({ status }: SourceWord, closed: WallTime): boolean =>
  isTerminal(status.value) || (saids[status.value] === 'said-attempted' && status.at > closed)

/** The house saw a visit and nobody came in: it stands beside what else is known. */
const besides = ({ visit }: Case): readonly Reason[] => {
  if (visit === null || visit.end === 'inside') return []
  return [houses(visit.end === 'empty' ? 'visit-empty' : 'visit-refused', visit.closed)]
}

const dropReason = ({ seen, confidence }: DropSeen): Reason =>
  houses(confidence >= SURE ? 'drop-seen' : 'drop-unsure', seen)

function byElsewhere(the: Case & { readonly word: SourceWord }): Verdict {
  const { word, known, agreeing, contrary } = the
  const place = word.elsewhere
  const is =
    place === 'neighbour' ? 'neighbour' : place === 'other' || place === null ? 'unknown' : 'pickup-point'
  const against = [...contrary, ...(known.drop ? [dropReason(known.drop)] : [])]
  return verdictOf({
    is,
    confidence: against.length > 0 ? 'disputed' : weight(word) > 0 ? 'likely' : 'weak',
    for: [said(word), ...agreeing],
    against,
  })
}

/** The carrier says that it is delivered, and nobody came in with it. */
function byDelivered(the: Case & { readonly word: SourceWord }): Verdict {
  const { word, known, agreeing, contrary } = the
  const words = [
    said(word),
    ...agreeing,
    ...(known.photo === null ? [] : [houses('carrier-photo', known.photo)]),
  ]
  const against = [...contrary]
  if (known.drop && known.drop.gone?.by !== 'visit') return byDrop(the, known.drop, words)
  if (known.boxOpened !== null || the.visit?.boxOffered === true) {
    const opened = known.boxOpened
    const pro = [...words, houses(opened === null ? 'box-offered' : 'box-opened', opened)]
    if (weight(word) === 0) return verdictOf({ is: 'unknown', confidence: 'weak', for: pro, against })
    return verdictOf({ is: 'box', confidence: opened === null ? 'likely' : 'sure', for: pro, against })
  }
  const { exists, since } = known.watched
  const looked = exists && since !== null && since <= word.status.at - LOOKED_BEFORE
  const other = besides(the)
  if (!looked)
    return verdictOf({
      is: 'unknown',
      confidence: contrary.length > 0 ? 'disputed' : 'weak',
      for: words,
      against: [houses('nobody-looked', null), ...other, ...against],
    })
  return known.now < word.status.at + SEEN_WITHIN
    ? verdictOf({
        is: 'unknown',
        confidence: 'waits',
        for: words,
        against: [houses('nothing-seen-yet', null), ...other, ...against],
      })
    : verdictOf({
        is: 'not-here',
        confidence: 'likely',
        for: [houses('nothing-seen', null), ...the.apart, ...other],
        against: [...words, ...the.otherwise],
      })
}

function byDrop(
  { word, contrary }: Case & { readonly word: SourceWord },
  drop: DropSeen,
  words: readonly Reason[],
): Verdict {
  const seen = dropReason(drop)
  switch (drop.gone?.by) {
    case 'nobody':
      return verdictOf({
        is: 'taken',
        confidence: drop.confidence >= SURE ? 'likely' : 'weak',
        for: [houses('drop-gone', drop.gone.at), seen],
        against: words,
      })
    case 'door':
      return verdictOf({
        is: 'received',
        confidence: 'likely',
        for: [houses('drop-gone-by-door', drop.gone.at), seen, ...words],
        against: contrary,
      })
    case 'household':
      return verdictOf({
        is: 'received',
        confidence: 'sure',
        for: [houses('household-has-it', drop.gone.at), seen, ...words],
        against: contrary,
      })
    default:
      return verdictOf({
        is: 'at-door',
        confidence: weight(word) === 0 ? 'weak' : drop.confidence >= SURE ? 'sure' : 'likely',
        for: [seen, ...words],
        against: contrary,
      })
  }
}

function byWord(the: Case & { readonly word: SourceWord }): Verdict {
  const { word, known, agreeing, contrary } = the
  const pro = [said(word), ...agreeing]
  const drop = known.drop && known.drop.gone?.by !== 'visit' ? [dropReason(known.drop)] : []
  switch (saids[word.status.value]) {
    case 'said-delivered':
      return byDelivered(the)
    case 'said-elsewhere':
      return byElsewhere(the)
    case 'said-returned': {
      const against = [...contrary, ...drop]
      const confidence = against.length > 0 ? 'disputed' : weight(word) > 0 ? 'likely' : 'weak'
      return verdictOf({ is: 'returned', confidence, for: pro, against })
    }
    default: {
      // Something lies there, and nobody has said that this is it.
      if (drop.length > 0)
        return verdictOf({
          is: 'unknown',
          confidence: 'waits',
          for: drop,
          against: [houses('carrier-silent', null)],
        })
      return verdictOf({ is: 'on-the-way', confidence: 'waits', for: pro, against: besides(the) })
    }
  }
}

/** A good place that somebody speaks against is not a good place. */
const unlessDisputed = (verdict: Verdict, contrary: readonly Reason[]): Verdict =>
  contrary.length > 0 && safeVerdicts.has(verdict.is) && verdict.is !== 'received'
    ? {
        ...verdict,
        is: 'unknown',
        confidence: 'disputed',
        against: [...new Set([...verdict.against, ...contrary])],
      }
    : verdict

export function judgeDelivery(known: Testimony): Verdict {
  const the = caseOf(known)
  const firm = bySayOfHouse(the) ?? byVisit(the)
  if (firm) return firm
  const { word } = the
  if (word === null) return verdictOf({ is: 'on-the-way', confidence: 'waits', against: besides(the) })
  return unlessDisputed(byWord({ ...the, word }), the.contrary)
}
