// The one shape of every answer that is not what was asked for.
import { type Static, Type } from 'typebox'

export const ErrorReply = Type.Object(
  {
    /** Listed in docs/errors.md; decide by this, never by the message. */
    code: Type.String(),
    message: Type.String(),
    /** What to do next. */
    next: Type.Optional(Type.String()),
    value: Type.Optional(Type.Number()),
    limit: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
)
export type ErrorReply = Static<typeof ErrorReply>
