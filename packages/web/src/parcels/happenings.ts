// One line of time for a parcel: what was said of it and what the house saw, each with who says so. Newest first.
import type { ParcelStep, SessionView, TruthView } from '@portico/protocol'
import { truthHappenings } from '../truth/truth-words.ts'
import { sourceWords, statusOf, windowWords } from './parcel-words.ts'

/** `proved`: two witnesses or a photo; `open`: the door was not secure; `alarm`; `plain`: all else. */
export type Mark = 'proved' | 'open' | 'alarm' | 'plain'

export interface Happening {
  /** Unix ms. */
  readonly at: number
  readonly mark: Mark
  /** What, in a word or two. */
  readonly what: string
  /** Who says so, or how it was known. */
  readonly rest: string
}

export interface HappeningFacts {
  readonly timeline: readonly ParcelStep[]
  readonly visit: SessionView | null
  /** What a camera saw and people said; null: not loaded. */
  readonly truth: Pick<TruthView, 'drops' | 'household' | 'moves'> | null
  /** Name of a person by id; null: not known. */
  readonly nameOf: (id: string) => string | null
  /** Unix ms. */
  readonly now: number
}

/** "13 s after the door was shut" */
function since(at: number, before: number | null, what: string): string {
  if (before === null || at < before) return ''
  const seconds = (at - before) / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s after ${what}`
}

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ')

export function happeningsOf(facts: HappeningFacts): readonly Happening[] {
  const { timeline, visit, truth, nameOf } = facts
  const said = timeline.map((step) => saidHappening(step, facts.now))
  const all = [
    ...said,
    ...(visit ? seenHappenings(visit, nameOf) : []),
    ...(truth ? truthHappenings(truth, nameOf) : []),
  ]
  // Of two in the same moment the later one is the newer.
  return all.toReversed().toSorted((a, b) => b.at - a.at)
}

/** What a camera is sure of. */
const SURE = 0.7

function saidHappening(step: ParcelStep, now: number): Happening {
  const { at, status, claim, elsewhere = null, window } = step
  const who = sourceWords(step)
  if (step.seen) {
    const { what, camera, confidence } = step.seen
    const sure = confidence >= SURE ? '' : ', not surely'
    const rest = `something of a parcel’s size, by the camera “${camera}”${sure}`
    return { at, mark: 'plain', what: what === 'appeared' ? 'Set down' : 'Taken away', rest }
  }
  if (status === null) {
    const what = claim === 'household' ? 'Claimed' : 'Message without a status'
    return {
      at,
      mark: 'plain',
      what,
      rest: claim === 'household' ? 'somebody of this home waits for it' : who,
    }
  }
  const due = window ? `expected ${windowWords(window, now)}` : ''
  return { at, mark: 'plain', what: statusOf({ status, elsewhere }), rest: joined(due, who) }
}

function seenHappenings(visit: SessionView, nameOf: HappeningFacts['nameOf']): readonly Happening[] {
  const { steps, refusals, alarms, deniedBy } = visit
  const all: Happening[] = steps.flatMap((step) => stepHappening(step, visit, nameOf) ?? [])
  for (const { at, words, next, code } of refusals) {
    const by = code === 'APPROVAL_DENIED' && deniedBy !== null ? nameOf(deniedBy) : null
    const rest = `${by === null ? words : `${by} said not today.`}${next === 'None' ? '' : ` Next: ${next}.`}`
    all.push({ at, mark: 'plain', what: 'Not let in', rest })
  }
  for (const { at, words } of alarms) all.push({ at, mark: 'alarm', what: 'Alarm', rest: words })
  return all
}

type Step = SessionView['steps'][number]

/** Null: a step that says nothing to people. */
function stepHappening(
  { rung, at }: Step,
  visit: SessionView,
  nameOf: HappeningFacts['nameOf'],
): Happening | null {
  const next = (name: string): number | null =>
    visit.steps.find((step) => step.rung === name && step.at >= at)?.at ?? null
  const last = (name: string): number | null =>
    visit.steps.findLast((step) => step.rung === name && step.at <= at)?.at ?? null
  const afterShut = since(at, last('shut'), 'the door was shut')
  switch (rung) {
    case 'here':
      return { at, mark: 'plain', what: 'Somebody at the door', rest: 'code scanned' }
    case 'asked':
      return { at, mark: 'plain', what: 'You were asked', rest: '' }
    case 'approved': {
      const by = visit.approvedBy === null ? null : nameOf(visit.approvedBy)
      return { at, mark: 'plain', what: 'Allowed once', rest: by === null ? '' : `by ${by}` }
    }
    case 'unlocked':
      return { at, mark: 'open', what: 'Bolt drawn back', rest: '' }
    case 'inside': {
      const shut = next('shut')
      const rest = shut === null ? 'not seen shut yet' : `for ${Math.round((shut - at) / 1000)} s`
      return { at, mark: 'open', what: 'Door open', rest }
    }
    case 'shut':
      return { at, mark: 'open', what: 'Door shut', rest: 'not proved locked yet' }
    case 'locked':
      return { at, mark: 'proved', what: 'Locked', rest: joined('bolt and contact agree', afterShut) }
    case 'photo':
      return { at, mark: 'proved', what: 'Photo', rest: afterShut }
    case 'sealed':
      return { at, mark: 'plain', what: 'Evidence sealed', rest: '' }
    default:
      return null
  }
}
