// Who answers when a courier comes and where his parcel goes, how that is changed and tried out, and what no rule can
// loosen.
import { capNames, places, presences, unknownFacts } from '@portico/core'
import { type Static, Type } from 'typebox'
import { SentenceFile, Sentences } from './sentences.ts'
import { Nullable, strict, words } from './shapes.ts'

const Mode = words(['auto', 'owner', 'pin'])

const Wall = Type.Number({ description: 'Unix ms' })

export const alwaysCodes = [
  'ONE_OPENING',
  'FILMED',
  'PICTURE_LIVE',
  'TWO_WITNESSES',
  'SOMEBODY_THERE',
  'CLAIMED_ONLY',
  'CHILD_ALONE',
  'ANY_NO_WINS',
  'EXIT_FREE',
] as const

/** A sentence as it was given, and as it is read aloud. */
export const SentenceView = Type.Object(
  {
    sentence: SentenceFile,
    words: Type.String({ description: 'the whole sentence' }),
    isOrphaned: Type.Boolean({ description: 'whom it names is of this home no more: it can only add care' }),
  },
  strict,
)

/** In the order in which they are asked: the closest first. */
const sentences = Type.Array(SentenceView)

export const RulesView = Type.Object(
  {
    /** Of everything that no sentence is about. */
    mode: Mode,
    sentences,
    /** Couriers come by plain HTTP: whatever the mode, somebody of the home is asked each time. */
    asksAlways: Type.Boolean(),
    /** It is the one of the settings file, not of a person. */
    fromFile: Type.Boolean(),
    /** A loosening that waits; any person may stop it. */
    pending: Nullable(
      Type.Object(
        {
          mode: Mode,
          sentences,
          at: Type.Number({ description: 'Unix ms at which it takes effect' }),
          by: Type.String({ description: 'id of the person' }),
        },
        strict,
      ),
    ),
    /** What no rule can loosen. */
    always: Type.Array(Type.Object({ code: words(alwaysCodes), words: Type.String() }, strict)),
  },
  strict,
)

export const RulesRequest = Type.Object(
  {
    mode: Mode,
    /** Those of now when absent. */
    sentences: Type.Optional(Sentences),
    code: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 16,
        description: 'from the console of the hub: `portico rules code`; needed to loosen',
      }),
    ),
  },
  strict,
)

export const RehearsalRequest = Type.Object(
  {
    mode: Mode,
    sentences: Sentences,
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400, default: 30 })),
  },
  strict,
)

/** What becomes of a visit by the rules: nobody asked, somebody asked, or not inside. */
export const ruledOutcomes = ['opened', 'pin', 'asked', 'garage', 'box', 'porch', 'refused'] as const

const RuledAs = Type.Object(
  { outcome: words(ruledOutcomes), words: Type.String(), because: Type.Array(Type.String()) },
  strict,
)

export const RehearsalView = Type.Object(
  {
    /** It lets couriers in more easily in some case, whether or not one of these was one: it takes a code and waits. */
    loosens: Type.Boolean(),
    /** As the sentences read. */
    sentences,
    /** Visits that somebody came to. */
    visits: Type.Integer(),
    looser: Type.Integer(),
    tighter: Type.Integer(),
    /** Of those visits, by what became of them then, and what would now. */
    then: Type.Record(Type.String(), Type.Integer()),
    now: Type.Record(Type.String(), Type.Integer()),
    /** What would have been otherwise, the looser ones first. */
    differences: Type.Array(
      Type.Object(
        { session: Type.String(), at: Wall, then: RuledAs, now: RuledAs, looser: Type.Boolean() },
        strict,
      ),
    ),
  },
  strict,
)

/** What the sentences said of a visit last, and why not inside. */
export const RulingView = Type.Object(
  {
    place: words(places),
    mode: Mode,
    at: Wall,
    /** What decided, as it reads; the mode of the home when no sentence did. */
    because: Type.Array(Type.String()),
    /** What was more careful than the sentences. */
    capped: Nullable(
      Type.Object({ code: words(capNames), words: Type.String(), next: Type.String() }, strict),
    ),
    /** What is not known, and counted as the more careful. */
    unknown: Type.Array(
      Type.Object({ code: words(unknownFacts), words: Type.String(), next: Type.String() }, strict),
    ),
  },
  strict,
)

/** Who is at home, as far as somebody said so. */
export const AtHomeView = Type.Object(
  {
    /** `unsaid`: never; `unknown`: too long ago. */
    state: words([...presences, 'unsaid', 'unknown']),
    said: Nullable(Wall),
    by: Nullable(Type.String({ description: 'id of the person' })),
    /** Until then what was said before counts as well. */
    settles: Nullable(Wall),
    /** From then on nobody knows. */
    holds: Nullable(Wall),
  },
  strict,
)

export const AtHomeRequest = Type.Object({ presence: words(presences) }, strict)

export type AtHomeView = Static<typeof AtHomeView>
export type AtHomeRequest = Static<typeof AtHomeRequest>
export type RehearsalRequest = Static<typeof RehearsalRequest>
export type RehearsalView = Static<typeof RehearsalView>
export type RulesView = Static<typeof RulesView>
export type RulesRequest = Static<typeof RulesRequest>
export type RulingView = Static<typeof RulingView>
export type SentenceView = Static<typeof SentenceView>
