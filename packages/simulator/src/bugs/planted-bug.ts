// A planted bug as data: which text of which file becomes which, and what must notice.

export interface Edit {
  /** From the root. */
  readonly file: string
  /** Stands exactly once in the file; when it does not, the list is out of date, which is an error. */
  readonly text: string
  readonly into: string
}

export interface PlantedBug {
  /** As in section 4 of the safety design; from B100 on our own. */
  readonly id: string
  readonly what: string
  readonly edits: readonly Edit[]
  /** The invariants that must fire, or one that follows from them; empty: no line can show it. */
  readonly fires: readonly string[]
  /** A second barrier masks it: the tables must catch it alone, the simulator with the barrier removed as well. */
  readonly barrier?: readonly Edit[]
  /** Tests that must fail; without it the decider tables. */
  readonly tables?: readonly string[]
  /** Faults that lead there; without it every seed draws its own. */
  readonly faults?: readonly string[]
  /** A known seed that shows it, played in `npm test`. */
  readonly seed?: number
}

/** The text with every edit of this file made. Throws when one does not fit any more. */
export function plant(file: string, text: string, edits: readonly Edit[]): string {
  let planted = text
  for (const edit of edits) {
    if (edit.file !== file) continue
    const parts = planted.split(edit.text)
    if (parts.length !== 2)
      throw new Error(`${file}: "${edit.text}" stands there ${parts.length - 1} times, not once`)
    planted = parts.join(edit.into)
  }
  return planted
}
