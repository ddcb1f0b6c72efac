// A pause of deliveries while the household is away: from one moment to another nobody is let in.
import { type Static, Type } from 'typebox'
import { Nullable, strict } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const HoldView = Type.Object(
  {
    hold: Nullable(
      Type.Object(
        { from: Wall, to: Wall, by: Type.String({ description: 'id of the person' }), on: Type.Boolean() },
        strict,
      ),
    ),
    /** An earlier end, or none at all, that waits; any adult may stop it. `to` null: no pause any more. */
    pending: Nullable(Type.Object({ to: Nullable(Wall), at: Wall, by: Type.String() }, strict)),
  },
  strict,
)

const Moment = Type.Number({ minimum: 0, maximum: 4_102_444_800_000, description: 'Unix ms' })

export const HoldRequest = Type.Object({ from: Moment, to: Moment }, strict)

export const HoldEndRequest = Type.Object(
  {
    to: Type.Optional(Moment),
    code: Type.Optional(
      Type.String({ minLength: 8, maxLength: 16, description: 'from the console: `portico rules code`' }),
    ),
  },
  strict,
)

export type HoldView = Static<typeof HoldView>
export type HoldRequest = Static<typeof HoldRequest>
export type HoldEndRequest = Static<typeof HoldEndRequest>
