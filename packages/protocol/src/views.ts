// What the API shows of doors, visits and parcels. A view never says more than is proved.
import { alarmCodes, doorStates, fallbackRungs, refusalCodes, rungSkips, visitDoubts } from '@portico/core'
import { type Static, Type } from 'typebox'
import { RulingView } from './rules.ts'
import { Nullable, strict, words } from './shapes.ts'

/** Unix milliseconds. */
const Wall = Type.Number({ description: 'Unix ms' })
const AgeMs = Nullable(Type.Number({ minimum: 0, description: 'ms since the device said so; null: never' }))

export const AlarmView = Type.Object(
  {
    id: Type.String(),
    door: Type.String(),
    kind: words(alarmCodes),
    words: Type.String({ description: "the owner's words" }),
    act: Type.String({ description: 'what to do' }),
    standingMs: Type.Number({ minimum: 0 }),
    acknowledged: Type.Boolean({
      description: 'whoever asks has answered it within two minutes; for tokens and displays: anybody has',
    }),
  },
  strict,
)

/**
 * How a camera proves that it lives: it signs its pictures, the display beside the door is seen in its view to show what
 * nobody could foresee, or not at all.
 */
export const cameraProofs = ['signed', 'display', 'none'] as const

export const DoorView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    kind: words(['house', 'box', 'garage', 'porch']),
    state: words(doorStates),
    bolt: Type.Object({ word: Type.String(), ageMs: AgeMs }, strict),
    contact: Type.Object({ word: Type.String(), ageMs: AgeMs }, strict),
    battery: Nullable(Type.Integer({ minimum: 0, maximum: 100 })),
    phase: Type.String({ description: 'idle when no visit is under way' }),
    session: Nullable(Type.String()),
    /** Why nobody can be let in here at all. */
    unfit: Nullable(words(refusalCodes)),
    cameras: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          view: Type.String(),
          witness: Type.Boolean(),
          talk: Type.Boolean({ description: 'it can be spoken through' }),
          sound: words(['off', 'live', 'film']),
          proof: words(cameraProofs),
          masked: Type.Optional(
            Type.Literal(true, { description: 'something in its view is masked: it gives stills alone' }),
          ),
          feed: Type.String({
            description:
              'connecting, live, silent, frozen, black, covered, moved, unsharp, wrong-clock, late or stills',
          }),
          ageMs: AgeMs,
        },
        strict,
      ),
    ),
    alarms: Type.Array(AlarmView),
    simulated: Type.Boolean(),
  },
  strict,
)

export const unprovedFacts = [
  'COURIER_UNPROVED',
  'PARCEL_UNCLAIMED',
  'CARRIER_UNSIGNED',
  'PICTURE_UNPROVED',
] as const

/** What the owner is asked, and what is not proved about it. */
export const AskView = Type.Object(
  {
    try: Type.Integer({ minimum: 0 }),
    untilMs: Type.Number({ description: 'ms left to answer' }),
    camera: Type.String({ description: 'whose picture an approval must name' }),
    unproved: Type.Array(Type.Object({ code: words(unprovedFacts), words: Type.String() }, strict)),
  },
  strict,
)

/** What a clock of the visit runs to: the owner's answer, the proofs, the push, the way out, the bolt. */
export const countdowns = ['answer', 'prove', 'open', 'leave', 'relock'] as const

/** The clock that runs now. It says when something ends, never that it will go well. */
export const Countdown = Type.Object(
  {
    what: words(countdowns),
    leftMs: Type.Number({ minimum: 0 }),
    wholeMs: Type.Number({ minimum: 0 }),
  },
  strict,
)

export const StepView = Type.Object({ rung: Type.String(), at: Wall }, strict)

const Media = Type.Object(
  { camera: Type.String(), sha256: Type.String(), bytes: Type.Integer(), url: Type.String() },
  strict,
)

/** A piece of film; what lies between two pieces was not filmed. */
const FilmPiece = Type.Object({ ...Media.properties, seconds: Type.Number(), from: Wall, to: Wall }, strict)

export const FallbackView = Type.Object(
  {
    /** A place, `redirect`, `keep` (the courier takes it back), `bell`, or `again` (he may try once more). */
    offered: words([...fallbackRungs, 'keep', 'bell', 'again']),
    words: Type.String({ description: 'where it was to go' }),
    code: words(refusalCodes),
    why: Type.String({ description: 'why not inside' }),
    skipped: Type.Array(
      Type.Object({ rung: words(fallbackRungs), why: words(rungSkips), words: Type.String() }, strict),
    ),
    at: Wall,
  },
  strict,
)

export const passStates = ['minted', 'armed', 'used', 'expired', 'revoked'] as const

export const PassView = Type.Object(
  {
    id: Type.String(),
    state: words(passStates),
    from: Wall,
    to: Wall,
    minted: Wall,
    /** It belongs to one phone by now. */
    bound: Type.Boolean(),
  },
  strict,
)

/** Whether somebody besides this house says that it was delivered. */
export const ConfirmationView = Type.Object(
  {
    /** `waits`: the carrier has not said it yet; `doubtful`: he did not in time, or the label was shown again. */
    state: words(['waits', 'agreed', 'doubtful']),
    by: Wall,
    words: Type.String({ description: "the owner's words" }),
    doubts: Type.Array(Type.Object({ why: words(visitDoubts), words: Type.String(), at: Wall }, strict)),
  },
  strict,
)

export const SessionView = Type.Object(
  {
    id: Type.String(),
    door: Type.String(),
    source: Type.String(),
    parcels: Type.Array(Type.String()),
    state: Type.Union([Type.Literal('due'), Type.Literal('open'), Type.Literal('closed')]),
    phase: Type.String(),
    mode: words(['auto', 'owner', 'pin']),
    ceiling: Type.String(),
    claim: Type.String(),
    channel: Type.String(),
    window: Type.Object({ from: Wall, to: Wall, real: Type.Boolean() }, strict),
    tries: Type.Integer({ minimum: 0 }),
    steps: Type.Array(StepView),
    refusals: Type.Array(
      Type.Object({ code: words(refusalCodes), words: Type.String(), next: Type.String(), at: Wall }, strict),
    ),
    /** Where the parcel was to go after the newest no at the door, and why not somewhere better; null before one. */
    fallback: Nullable(FallbackView),
    /** What the rules said of it last, and why not inside; null before anybody looked. */
    ruling: Nullable(RulingView),
    /** Passes for this visit; their secrets are told to nobody again. */
    passes: Type.Array(PassView),
    alarms: Type.Array(Type.Object({ kind: words(alarmCodes), words: Type.String(), at: Wall }, strict)),
    ask: Nullable(AskView),
    /** Null when no clock runs that a person should watch. */
    countdown: Nullable(Countdown),
    /** Ids of people: `GET /api/v1/people` has their names. */
    approvedBy: Nullable(Type.String()),
    deniedBy: Nullable(Type.String()),
    photo: Nullable(Media),
    film: Type.Array(FilmPiece),
    outcome: Nullable(Type.String()),
    /** Null unless the house saw it delivered: that is said by nobody else before `state` is `agreed`. */
    confirmation: Nullable(ConfirmationView),
    created: Wall,
    closed: Nullable(Wall),
    simulated: Type.Boolean(),
  },
  strict,
)

export type AlarmView = Static<typeof AlarmView>
export type DoorView = Static<typeof DoorView>
export type AskView = Static<typeof AskView>
export type ConfirmationView = Static<typeof ConfirmationView>
export type Countdown = Static<typeof Countdown>
export type SessionView = Static<typeof SessionView>
export type FallbackView = Static<typeof FallbackView>
export type PassView = Static<typeof PassView>
