// Which sentences decide a case, and what then limits them. What is not known counts as whatever makes it more careful.
import type { Ceiling, Mode } from '../door/mode.ts'
import type { DoorId, ParcelId } from '../ids.ts'
import type { ParcelValue } from '../parcel/observed.ts'
import type { LocalTime } from '../time.ts'
import {
  type Policy,
  type Presence,
  type Ruling,
  type Sentence,
  bothAllow,
  carrierName,
  closeness,
  normalRuling,
} from './policy.ts'

/** `unsaid`: this household never said who is at home. */
export type PresenceFact = Presence | 'unsaid'

/**
 * What limits every sentence. `source`: by what came to us; `claim`: nobody of the home knows the parcel; `window`: it
 * has none, or a wide one; `carrier`: he said since that it is not coming; `tightened`: somebody asked for more care
 * since; `plain-http`: couriers reach us without HTTPS; `presence`: a child is alone, or somebody sleeps, or may.
 */
export const capNames = [
  'source',
  'claim',
  'window',
  'carrier',
  'tightened',
  'plain-http',
  'presence',
] as const

export type CapName = (typeof capNames)[number]

export interface Cap {
  readonly by: CapName
  readonly ceiling: Ceiling
}

/** One parcel at one door in one minute. */
export interface PolicyCase {
  readonly door: DoorId
  /** Itself first, then what was merged into it. */
  readonly parcels: readonly ParcelId[]
  /** null: not known. The same below. */
  readonly person: string | null
  readonly carrier: string | null
  readonly sender: string | null
  readonly perishable: boolean | null
  readonly value: ParcelValue | null
  readonly at: LocalTime
  /** All that may be so; never empty. */
  readonly presence: readonly PresenceFact[]
  readonly caps: readonly Cap[]
}

export interface PolicyDecision extends Ruling {
  /** Ids of the sentences that decided; none: the mode of the home did. */
  readonly because: readonly string[]
  /** The first limit that made it more careful than the sentences are. */
  readonly capped: CapName | null
  /** What is not known, and counted as the more careful. */
  readonly unknown: readonly UnknownFact[]
}

export const unknownFacts = ['person', 'carrier', 'sender', 'presence', 'perishable', 'value'] as const

export type UnknownFact = (typeof unknownFacts)[number]

type Answer = 'yes' | 'maybe' | 'no'

const isIn = ({ days, from, to }: Sentence, { weekday, minute }: LocalTime): boolean => {
  if (days !== undefined && !days.includes(weekday)) return false
  if (from === undefined || to === undefined) return true
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

/** What a sentence asks for, against what is known of it. */
const asks = <Wish, Known>(
  wish: Wish | undefined,
  known: Known | null,
  fits: (wish: Wish, known: Known) => boolean,
): Answer => (wish === undefined ? 'yes' : known === null ? 'maybe' : fits(wish, known) ? 'yes' : 'no')

const same = (wish: string, known: string): boolean => wish.toLowerCase() === known.toLowerCase()

function presenceFits(wish: Presence | undefined, facts: readonly PresenceFact[]): Answer {
  if (wish === undefined || facts.every((fact) => fact === wish)) return 'yes'
  return facts.some((fact) => fact === wish || fact === 'unsaid') ? 'maybe' : 'no'
}

function valueFits({ valueFrom }: Sentence, { value }: PolicyCase): Answer {
  const known = value !== null && value.currency === valueFrom?.currency ? value : null
  return asks(valueFrom, known, (least, { minor }) => minor >= least.minor)
}

/** Of each fact that may be unknown. */
function answersOf(sentence: Sentence, known: PolicyCase): Readonly<Record<UnknownFact, Answer>> {
  return {
    person: asks(sentence.person, known.person, same),
    carrier: asks(sentence.carrier, known.carrier, (a, b: string) => carrierName(a) === carrierName(b)),
    sender: asks(sentence.sender, known.sender, same),
    presence: presenceFits(sentence.presence, known.presence),
    perishable: asks(sentence.perishable, known.perishable, (_, is: boolean) => is),
    value: valueFits(sentence, known),
  }
}

interface Candidate extends Ruling {
  /** null: the mode of the home. */
  readonly id: string | null
  readonly closeness: number
  readonly surely: boolean
  readonly unknown: readonly UnknownFact[]
}

function candidateOf(sentence: Sentence, known: PolicyCase): Candidate | null {
  const { id, door, parcel } = sentence
  if (door !== undefined && door !== known.door) return null
  if (parcel !== undefined && !known.parcels.includes(parcel)) return null
  if (!isIn(sentence, known.at)) return null
  const answers = answersOf(sentence, known)
  if (Object.values(answers).includes('no')) return null
  const unknown = unknownFacts.filter((name) => answers[name] === 'maybe')
  return {
    id,
    ...normalRuling(sentence),
    closeness: closeness(sentence),
    surely: unknown.length === 0,
    unknown,
  }
}

/** Closest first; one that only may hold counts as well wherever it could be the one that decides. */
function winners({ mode, sentences }: Policy, known: PolicyCase): readonly Candidate[] {
  const rest: Candidate = { id: null, place: 'inside', mode, closeness: -1, surely: true, unknown: [] }
  const all = [rest, ...sentences.flatMap((sentence) => candidateOf(sentence, known) ?? [])]
  const closest = Math.max(...all.filter(({ surely }) => surely).map((each) => each.closeness))
  return all.filter((each) => each.closeness >= closest)
}

/** A child alone or somebody asleep, or a word too old to know: nobody comes in unasked (threats G18). */
const presenceCap = ({ presence }: PolicyCase): readonly Cap[] =>
  presence.some((fact) => fact === 'child-alone' || fact === 'asleep')
    ? [{ by: 'presence', ceiling: 'owner' }]
    : []

const under = (ruling: Ruling, ceiling: Ceiling): Ruling => {
  const widest: Readonly<Record<Ceiling, Ruling>> = {
    porch: { place: 'porch', mode: 'owner' },
    owner: { place: 'inside', mode: 'owner' },
    auto: ruling,
  }
  return bothAllow(ruling, widest[ceiling])
}

const isSame = (a: Ruling, b: Ruling): boolean => a.place === b.place && a.mode === b.mode

/** The closest sentence decides; of several equally close ones what all of them allow; and then every limit. */
export function decidePolicy(policy: Policy, known: PolicyCase): PolicyDecision {
  const deciding = winners(policy, known)
  const [first, ...others] = deciding
  const start: Ruling = first ?? { place: 'refuse', mode: 'owner' }
  const ruled = others.reduce<Ruling>(bothAllow, start)
  let capped: CapName | null = null
  let limited = ruled
  for (const { by, ceiling } of [...known.caps, ...presenceCap(known)]) {
    const within = under(limited, ceiling)
    if (!isSame(within, limited)) capped ??= by
    limited = within
  }
  const doubtful = deciding.flatMap((each) => each.unknown)
  return {
    place: limited.place,
    mode: limited.mode,
    because: deciding.flatMap(({ id }) => id ?? []),
    capped,
    unknown: unknownFacts.filter((name) => doubtful.includes(name)),
  }
}

/** What all of these allow: of the parcels of one visit, or of the rules of then and of now. */
export function bothDecide(a: PolicyDecision, b: PolicyDecision): PolicyDecision {
  const both = bothAllow(a, b)
  const deciding = [a, b].filter((each) => isSame(each, both))
  const [one] = deciding
  if (one) return one
  return {
    place: both.place,
    mode: both.mode,
    because: [...new Set([...a.because, ...b.because])],
    capped: a.capped ?? b.capped,
    unknown: unknownFacts.filter((name) => a.unknown.includes(name) || b.unknown.includes(name)),
  }
}

/** The mode in which a door may be armed: where the parcel does not go inside, nobody comes in unasked. */
export const armingMode = ({ place, mode }: Ruling): Mode => (place === 'inside' ? mode : 'owner')
