// The rules as a page shows them, what they said of a visit, and what they would have said of past ones.
import { type Policy, type Ruling, isLooserPolicy, presences } from '@portico/core'
import {
  type AtHomeView,
  type RehearsalView,
  type RulesView,
  type RulingView,
  alwaysCodes,
  alwaysWords,
  capWords,
  modeWords,
  placeWords,
  type ruledOutcomes,
  unknownWords,
} from '@portico/protocol'
import { PRESENCE_HOLDS, PRESENCE_SETTLES } from '@portico/core'
import type { HomeRuntime, RehearsedVisit, Visit } from '@portico/runtime'
import { type SentenceNames, restWords, sentenceViews, sentenceWords } from './sentences.ts'

export function rulesView(runtime: HomeRuntime, names: SentenceNames): RulesView {
  const { policy, fromFile, pending } = runtime.rules.inForce
  return {
    mode: policy.mode,
    sentences: sentenceViews(policy, names),
    asksAlways: runtime.asksAlways,
    fromFile,
    pending: pending && {
      mode: pending.policy.mode,
      sentences: sentenceViews(pending.policy, names),
      at: pending.at,
      by: pending.by,
    },
    always: alwaysCodes.map((code) => ({ code, words: alwaysWords[code] })),
  }
}

/** By the policy that the visit pinned and by the one of now: either may have decided. */
export function rulingView(
  { ruling, policy: hash }: Visit,
  rules: HomeRuntime['rules'],
  names: SentenceNames,
): RulingView | null {
  if (ruling === null) return null
  const policies = [rules.pinned(hash) ?? rules.policy, rules.policy]
  const sentences = policies.flatMap((policy) => policy.sentences)
  const because = ruling.because.map((id) => {
    const sentence = sentences.find((each) => each.id === id)
    return sentence ? sentenceWords(sentence, names) : 'A rule that is no longer there.'
  })
  const { capped } = ruling
  return {
    place: ruling.place,
    mode: ruling.mode,
    at: ruling.wall,
    because: because.length > 0 ? because : [restWords(policies[0] ?? rules.policy)],
    capped: capped && { code: capped, ...capWords[capped] },
    unknown: ruling.unknown.map((code) => ({ code, ...unknownWords[code] })),
  }
}

type Outcome = (typeof ruledOutcomes)[number]

const insideAs = { auto: 'opened', pin: 'pin', owner: 'asked' } as const

export const outcomeOf = ({ place, mode }: Ruling): Outcome =>
  place === 'inside' ? insideAs[mode] : place === 'refuse' ? 'refused' : place

const outcomeWords = ({ place, mode }: Ruling): string =>
  place === 'inside' ? `${placeWords.inside}, ${modeWords[mode]}` : placeWords[place]

const counted = (rulings: readonly Ruling[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const ruling of rulings) counts[outcomeOf(ruling)] = (counts[outcomeOf(ruling)] ?? 0) + 1
  return counts
}

export interface RehearsalFacts {
  readonly was: Policy
  readonly wished: Policy
  readonly visits: readonly RehearsedVisit[]
  readonly names: SentenceNames
}

const SHOWN_MAX = 100

export function rehearsalView({ was, wished, visits, names }: RehearsalFacts): RehearsalView {
  const differing = visits.filter(({ differs }) => differs)
  const ruledAs = ({ because, ...ruling }: RehearsedVisit['then'], policy: Policy) => ({
    outcome: outcomeOf(ruling),
    words: outcomeWords(ruling),
    because: because.flatMap((id) => {
      const sentence = policy.sentences.find((each) => each.id === id)
      return sentence ? [sentenceWords(sentence, names)] : []
    }),
  })
  return {
    loosens: isLooserPolicy(was, wished),
    sentences: sentenceViews(wished, names),
    visits: visits.length,
    looser: differing.filter(({ looser }) => looser).length,
    tighter: differing.filter(({ looser }) => !looser).length,
    then: counted(visits.map((each) => each.then)),
    now: counted(visits.map((each) => each.now)),
    differences: differing.slice(0, SHOWN_MAX).map(({ session, at, then, now, looser }) => ({
      session,
      at,
      then: ruledAs(then, was),
      now: ruledAs(now, wished),
      looser,
    })),
  }
}

export function atHomeView({ presence }: HomeRuntime, now: number): AtHomeView {
  const { word, facts } = presence
  if (word === null) return { state: 'unsaid', said: null, by: null, settles: null, holds: null }
  const isKnown = facts.length < presences.length
  const settles = word.said + PRESENCE_SETTLES
  return {
    state: isKnown || now < settles ? word.presence : 'unknown',
    said: word.said,
    by: word.by,
    settles: settles > now && facts.length > 1 ? settles : null,
    holds: word.said + PRESENCE_HOLDS,
  }
}
