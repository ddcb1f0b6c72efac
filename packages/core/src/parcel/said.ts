// A word of a source, with what it is worth: when the thing happened, and how well the source vouches for it.
import { type WallTime, wallTime } from '../time.ts'
import { type SourceGrade, sourceGrades } from './status.ts'

export interface Said<T> {
  readonly value: T
  /** When it happened as the source says, else when it was heard. */
  readonly at: WallTime
  readonly grade: SourceGrade
}

/** Greater is better. */
export const strength = (grade: SourceGrade): number => sourceGrades.length - sourceGrades.indexOf(grade)

export const later = (a: WallTime, b: WallTime): WallTime => wallTime(Math.max(a, b))

/** What counts of a word, the weightiest first. */
export type Ranking<T> = (said: Said<T>) => readonly number[]

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [place, value] of a.entries()) {
    const other = b[place] ?? 0
    if (value !== other) return value - other
  }
  return 0
}

/** Of two words alike in every respect one is chosen by its text: the same one, whichever was heard first. */
const byText = (a: unknown, b: unknown): number => {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** The one that counts. */
export function stronger<T>(a: Said<T> | null, b: Said<T> | null, ranking: Ranking<T>): Said<T> | null {
  if (a === null || b === null) return a ?? b
  return (compare(ranking(a), ranking(b)) || byText(a, b)) >= 0 ? a : b
}
