// Which kills of which stories: all of them, or an even choice of so many.
import { type Side, sides } from './crash-order.ts'
import type { StoryName } from './stories.ts'

export interface CrashPoint {
  readonly story: StoryName
  readonly write: number
  readonly side: Side
}

export const pointsOf = (story: StoryName, writes: number): readonly CrashPoint[] =>
  Array.from({ length: writes }, (_, at) => sides.map((side) => ({ story, write: at + 1, side }))).flat()

/** So many, spread evenly over the whole; neighbours differ in their side. */
export function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (count >= items.length) return items
  return Array.from({ length: count }, (_, at) => {
    const place = Math.floor((at * items.length) / count) + (at % sides.length)
    return items[Math.min(place, items.length - 1)]
  }).filter((item) => item !== undefined)
}
