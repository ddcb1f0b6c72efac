// Marks on their way into a film: bounded, in order, each a line of text with its own time.
import type { Instant } from '@portico/core'
import type { FilmMark } from '@portico/ports'

/** Marks that wait for the next fragment; more in a quarter of a second are no marks of a door. */
export const MARKS_MAX = 64
/** As long as the longest fragment, ms. */
const TOGETHER_MS = 250
/** Letters of a word; longer ones are cut. */
const WORD_MAX = 80

/** `2026-11-26T14:31:44.250Z bolt unlocked`: the time is that of the mark, whatever place the track gives it. */
export function lineOfMark({ at, kind, word }: FilmMark, wallOf: (at: Instant) => number): string {
  const plain = word.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, WORD_MAX)
  return `${new Date(wallOf(at)).toISOString()} ${kind} ${plain}`
}

export type MarkGroup = readonly [FilmMark, ...FilmMark[]]

/** Marks that share one text: what happened within a quarter of a second, and all that was before the film began. */
export function groupsOf(marks: readonly FilmMark[], begins: Instant): readonly MarkGroup[] {
  const groups: [FilmMark, ...FilmMark[]][] = []
  for (const mark of marks) {
    const group = groups.at(-1)
    if (group && Math.max(begins, mark.at) - Math.max(begins, group[0].at) < TOGETHER_MS) group.push(mark)
    else groups.push([mark])
  }
  return groups
}

export class MarkQueue {
  #waiting: FilmMark[] = []

  /** The newest are kept. */
  push(mark: FilmMark): void {
    this.#waiting.push(mark)
    if (this.#waiting.length > MARKS_MAX) this.#waiting.shift()
  }

  take(): readonly FilmMark[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken.toSorted((a, b) => a.at - b.at)
  }

  get size(): number {
    return this.#waiting.length
  }
}
