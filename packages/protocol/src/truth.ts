// What became of a delivery: the verdict with its reasons, the pictures of both sides, and what people of the house say.
import { confidences, householdWords, reasonCodes, sourceGrades, verdicts } from '@portico/core'
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const VerdictView = Type.Object(
  {
    is: words(verdicts),
    confidence: words(confidences),
    words: Type.String({ description: "the owner's words" }),
    /** How sure that is, in words. */
    sure: Type.String(),
  },
  strict,
)

export const ReasonView = Type.Object(
  {
    why: words(reasonCodes),
    words: Type.String(),
    /** Null: it is something that is missing. */
    at: Nullable(Wall),
    /** Whose word; null: the house's own. */
    source: Nullable(Type.String()),
    grade: Nullable(words(sourceGrades)),
    /** How far from home, in coarse steps; null: it is about no place. */
    metres: Nullable(Type.Number()),
  },
  strict,
)

const MoveView = Type.Object(
  {
    from: words(verdicts),
    to: words(verdicts),
    words: Type.String(),
    at: Wall,
    why: Type.Array(Type.String()),
  },
  strict,
)

const PictureView = Type.Object(
  {
    url: Type.String(),
    sha256: Type.String(),
    at: Wall,
    /** A source, or the id of a camera of the house. */
    by: Type.String(),
  },
  strict,
)

export const dropStates = ['seen', 'photographed', 'claimed', 'taken'] as const

/** Something of a parcel's size before a door, about the time of the parcel. */
export const DropView = Type.Object(
  {
    door: Type.String(),
    camera: Type.String(),
    state: words(dropStates),
    seen: Wall,
    confidence: Type.Number({ minimum: 0, maximum: 1 }),
    picture: Nullable(PictureView),
    ended: Nullable(Type.Object({ at: Wall, by: words(['household', 'door', 'visit', 'nobody']) }, strict)),
  },
  strict,
)

export const TruthView = Type.Object(
  {
    verdict: VerdictView,
    for: Type.Array(ReasonView),
    against: Type.Array(ReasonView),
    /** How it came to be what it is, oldest first. */
    moves: Type.Array(MoveView),
    /** The carrier's picture, where it came with a message; its `url` may have ended with its days. */
    photo: Nullable(PictureView),
    /** Where the carrier has one. Nobody of the house has fetched it: whoever opens it is seen there. */
    link: Nullable(Type.Object({ url: Type.String(), host: Type.String(), at: Wall }, strict)),
    /** As the carrier spells the name. */
    signer: Nullable(Type.Object({ name: Type.String(), source: Type.String(), at: Wall }, strict)),
    drops: Type.Array(DropView),
    household: Type.Array(Type.Object({ says: words(householdWords), at: Wall, by: Type.String() }, strict)),
    /** What may be said now; the others would change nothing. */
    mayBeSaid: Type.Array(words(householdWords)),
    /** To be sent to the carrier or the sender; null: there is nothing to complain of. */
    complaint: Nullable(Type.Object({ en: Type.String(), de: Type.String() }, strict)),
  },
  strict,
)

export const SayRequest = Type.Object({ says: words(householdWords) }, strict)

export const noticeNames = ['arriving', 'delivered', 'delayed', 'still-outside', 'taken', 'not-here'] as const

export const NoticeView = Type.Object(
  {
    notice: words(noticeNames),
    parcel: Type.String(),
    /** As the parcel may be called before whoever looks. */
    name: Type.String(),
    door: Nullable(Type.String()),
    at: Wall,
    words: Type.String(),
    /** A person should look now. */
    isUrgent: Type.Boolean(),
  },
  strict,
)

const WeekParcel = Type.Object(
  { parcel: Type.String(), name: Type.String(), verdict: VerdictView, at: Nullable(Wall) },
  strict,
)

export const WeekView = Type.Object(
  {
    /** Seven days of the home, the last is today. */
    from: Wall,
    to: Wall,
    days: Type.Array(
      Type.Object(
        {
          date: Type.String({ description: '2026-11-23' }),
          arrived: Type.Integer(),
          expected: Type.Integer(),
        },
        strict,
      ),
    ),
    /** In these days by what became of them. */
    counts: Type.Array(
      Type.Object({ is: words(verdicts), words: Type.String(), count: Type.Integer() }, strict),
    ),
    /** Of these a person should find out more. */
    open: Type.Array(WeekParcel),
    arrived: Type.Array(WeekParcel),
    /** Of the coming days, the nearest first. */
    expected: Type.Array(
      Type.Object(
        { parcel: Type.String(), name: Type.String(), window: Type.Object({ from: Wall, to: Wall }, strict) },
        strict,
      ),
    ),
  },
  strict,
)

export const CalendarView = Type.Object(
  {
    /** Since when a link is good; null: there is none. */
    since: Nullable(Wall),
    /** When it was last asked for. */
    asked: Nullable(Wall),
    /** Told once, when it is made. */
    path: Nullable(Type.String()),
  },
  strict,
)

export type VerdictView = Static<typeof VerdictView>
export type ReasonView = Static<typeof ReasonView>
export type DropView = Static<typeof DropView>
export type TruthView = Static<typeof TruthView>
export type SayRequest = Static<typeof SayRequest>
export type NoticeView = Static<typeof NoticeView>
export type WeekView = Static<typeof WeekView>
export type CalendarView = Static<typeof CalendarView>
