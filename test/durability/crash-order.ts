// What the process that dies is told: which story, where, and at which write.
import { type StoryName, isStory } from './stories.ts'

export type Side = 'before' | 'during' | 'after'
export const sides: readonly Side[] = ['before', 'during', 'after']

export type DeathAt =
  | { readonly side: Side; readonly write: number }
  | { readonly side: 'told'; readonly type: string }

export interface CrashOrder {
  readonly story: StoryName
  readonly folder: string
  /** Of a second life: how long no hub ran before it. */
  readonly downMs: number
  /** null: the story is told to its end. */
  readonly dies: DeathAt | null
  /** The hub ends in its order when the story is over; else nothing is closed. */
  readonly isClosed?: boolean
}

export function readOrder(text: string | undefined): CrashOrder {
  // cast: written by the test that started this process
  const order = JSON.parse(text ?? '{}') as CrashOrder
  if (!isStory(order.story)) throw new Error(`no story ${String(order.story)}`)
  return order
}
