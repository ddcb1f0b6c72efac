// One thing that was said of a parcel, by whom, and how much that is worth.
import { parcelStatuses, sourceGrades } from '@portico/core'
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const PARCEL_STEPS_MAX = 100

export const ParcelStep = Type.Object(
  {
    /** When it happened as the source says, else when it was heard. */
    at: Wall,
    /** Null: a claim, or a message without a status. */
    status: Nullable(words(parcelStatuses)),
    /** A carrier; `hand`: a resident, `token`: a script. */
    source: Type.String(),
    grade: words(sourceGrades),
    /** `household`: a resident said that it is ours. */
    claim: Type.Union([Type.Literal('household'), Type.Literal('none')]),
    elsewhere: Type.Optional(Type.String()),
    /** A camera saw something of a parcel's size: that it was set down, or taken. Then `source` is `camera`. */
    seen: Type.Optional(
      Type.Object(
        {
          what: Type.Union([Type.Literal('appeared'), Type.Literal('removed')]),
          camera: Type.String(),
          confidence: Type.Number({ minimum: 0, maximum: 1 }),
        },
        strict,
      ),
    ),
    window: Type.Optional(Type.Object({ from: Wall, to: Wall }, strict)),
  },
  strict,
)
export type ParcelStep = Static<typeof ParcelStep>
