// What bolt and contact said in the course of a visit, and its key steps, for a scrubber over its film.
import { type Static, Type } from 'typebox'
import { strict } from './shapes.ts'

export const TRACE_MAX = 2_000

/** A word is there when a witness said it; between two lines nothing else was said. */
export const TraceEvent = Type.Object(
  {
    at: Type.Number({ description: 'Unix ms' }),
    type: Type.String({ description: 'of the journal line' }),
    bolt: Type.Optional(Type.String()),
    contact: Type.Optional(Type.String()),
  },
  strict,
)

export const TraceReply = Type.Object(
  {
    /** In order of time. */
    events: Type.Array(TraceEvent, { maxItems: TRACE_MAX }),
    /** False: there is more than is told; what is missing is at the end. */
    isComplete: Type.Boolean(),
  },
  strict,
)

export type TraceEvent = Static<typeof TraceEvent>
export type TraceReply = Static<typeof TraceReply>
