// The lines an evidence file is made of: everything of the home from the first line of a visit to its last, and on to
// the checkpoint that signs it.
import type { JournalLine } from '@portico/core'
import type { LineQuery } from '@portico/ports'

/** Reads lines of this home: of a running hub, or of a folder at rest. */
export type ReadLines = (query: Omit<LineQuery, 'home'>) => readonly JournalLine[]

const PAGE = 500

function lastOf(read: ReadLines, session: string): number {
  let last = -1
  for (;;) {
    const newest = read({ session, after: last, limit: PAGE }).at(-1)
    if (!newest) return last
    last = newest.seq
  }
}

/** The checkpoint behind a line; the line itself where none was signed since. */
function signedEnd(read: ReadLines, last: number): number {
  const [checkpoint] = read({ types: ['Checkpoint', 'KeyChanged'], after: last, limit: 1 })
  return checkpoint?.seq ?? last
}

/** Page by page; others have their turn in between. */
export async function* sessionLines(read: ReadLines, session: string): AsyncGenerator<JournalLine> {
  const [first] = read({ session, after: -1, limit: 1 })
  if (!first) return
  const last = signedEnd(read, lastOf(read, session))
  let after = first.seq - 1
  while (after < last) {
    const lines = read({ after, limit: Math.min(PAGE, last - after) })
    const newest = lines.at(-1)
    if (!newest) return
    yield* lines
    after = newest.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}
