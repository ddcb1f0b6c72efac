// What bolt and contact said in the course of a visit, as stretches of time, and when the door was not secure. It ends
// being insecure when it was proved, not when the words look well again.
import type { TraceReply } from '@portico/protocol'
import { clockSeconds } from '../../live/hub-clock.ts'
import type { Span } from './film-timeline.ts'

export interface Stretch extends Span {
  /** As the device says it; `unknown` before its first word. */
  readonly word: string
}

export interface Trace {
  readonly bolt: readonly Stretch[]
  readonly contact: readonly Stretch[]
  readonly insecure: readonly Span[]
  /** Unix ms of every change, in order. */
  readonly changes: readonly number[]
}

const UNKNOWN = 'unknown'

interface Said {
  readonly at: number
  readonly word: string
}

/** Cut to the time of the film. */
function stretchesOf(said: readonly Said[], { from, to }: Span): readonly Stretch[] {
  const stretches: Stretch[] = []
  let word = UNKNOWN
  let since = from
  for (const next of said) {
    if (next.word === word) continue
    const at = Math.min(to, Math.max(from, next.at))
    if (at > since) stretches.push({ from: since, to: at, word })
    word = next.word
    since = at
  }
  if (to > since) stretches.push({ from: since, to, word })
  return stretches
}

const isWell = (bolt: string, contact: string): boolean => bolt === 'locked' && contact === 'closed'

function insecureOf(events: TraceReply['events'], { from, to }: Span): readonly Span[] {
  const spans: Span[] = []
  let bolt = UNKNOWN
  let contact = UNKNOWN
  let since: number | null = null
  const end = (at: number): void => {
    if (since !== null && at > from && since < to)
      spans.push({ from: Math.max(from, since), to: Math.min(to, at) })
    since = null
  }
  for (const event of events) {
    bolt = event.bolt ?? bolt
    contact = event.contact ?? contact
    const isKnown = bolt !== UNKNOWN && contact !== UNKNOWN
    const spoke = event.bolt !== undefined || event.contact !== undefined
    if (since === null && spoke && isKnown && !isWell(bolt, contact)) since = event.at
    if (event.type === 'DoorSecured' && isWell(bolt, contact)) end(event.at)
  }
  end(to)
  return spans
}

/** What is missing at the end of an incomplete trace is not known. */
export function foldTrace({ events, isComplete }: TraceReply, whole: Span): Trace {
  const said = (which: 'bolt' | 'contact'): readonly Said[] => {
    const words = events.flatMap(({ at, [which]: word }) => (word === undefined ? [] : [{ at, word }]))
    const last = events.at(-1)
    return isComplete || !last ? words : [...words, { at: last.at, word: UNKNOWN }]
  }
  const bolt = stretchesOf(said('bolt'), whole)
  const contact = stretchesOf(said('contact'), whole)
  const changes = [...bolt, ...contact].map(({ from }) => from).filter((at) => at > whole.from)
  return {
    bolt,
    contact,
    insecure: insecureOf(events, whole),
    changes: [...new Set(changes)].toSorted((a, b) => a - b),
  }
}

export const wordAt = (stretches: readonly Stretch[], at: number): string =>
  stretches.findLast(({ from }) => from <= at)?.word ?? UNKNOWN

const boltWords: Readonly<Record<string, string>> = {
  locked: 'thrown',
  unlocked: 'drawn back',
  moving: 'moving',
  jammed: 'jammed',
}
const contactWords: Readonly<Record<string, string>> = { closed: 'shut', open: 'open' }

/** "thrown", "drawn back": the bolt in the words of a door. */
export const boltWord = (word: string): string => boltWords[word] ?? 'not known'
export const contactWord = (word: string): string => contactWords[word] ?? 'not known'

export interface SpokenFacts {
  /** Unix ms. */
  readonly at: number
  /** Null: there is none to read. */
  readonly trace: Trace | null
  readonly hasPicture: boolean
}

/** "14:31:44, bolt drawn back, door open": what a screen reader hears of the scrubber. */
export function spokenAt({ at, trace, hasPicture }: SpokenFacts): string {
  const parts = [clockSeconds(at)]
  if (trace)
    parts.push(`bolt ${boltWord(wordAt(trace.bolt, at))}`, `door ${contactWord(wordAt(trace.contact, at))}`)
  if (!hasPicture) parts.push('no picture')
  return parts.join(', ')
}
