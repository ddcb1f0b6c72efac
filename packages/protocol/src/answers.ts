// Recorded answers to whoever stands at a door. The words are fixed; the voice is that of the house.
import { type Static, Type } from 'typebox'
import { Nullable, strict } from './shapes.ts'

/** None of them says whether anybody is at home, nor how many parcels are awaited. */
export const quickAnswers = [
  { id: 'leave-at-door', words: 'Please leave it at the door.' },
  { id: 'one-moment', words: 'One moment, please.' },
  { id: 'not-today', words: 'Not today, thank you.' },
  { id: 'parcel-box', words: 'Please use the parcel box.' },
  { id: 'neighbour', words: 'Please take it to a neighbour.' },
  { id: 'who', words: 'Who is it, please?' },
] as const

export type QuickAnswerId = (typeof quickAnswers)[number]['id']
export const quickAnswerIds: readonly QuickAnswerId[] = quickAnswers.map(({ id }) => id)

export const QuickAnswerView = Type.Object(
  {
    id: Type.String(),
    words: Type.String(),
    lastsMs: Nullable(Type.Number({ minimum: 0, description: 'null: nobody has recorded it' })),
  },
  strict,
)

export type QuickAnswerView = Static<typeof QuickAnswerView>
