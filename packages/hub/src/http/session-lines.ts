// The lines an evidence file is made of: everything of the home from the first line of a visit to its last.
import type { JournalLine } from '@portico/core'
import type { HomeRuntime } from '@portico/runtime'

const PAGE = 500

function lastOf(runtime: HomeRuntime, session: string): number {
  let last = -1
  for (;;) {
    const newest = runtime.lines({ session, after: last, limit: PAGE }).at(-1)
    if (!newest) return last
    last = newest.seq
  }
}

/** Page by page; others have their turn in between. */
export async function* sessionLines(runtime: HomeRuntime, session: string): AsyncGenerator<JournalLine> {
  const [first] = runtime.lines({ session, after: -1, limit: 1 })
  if (!first) return
  const last = lastOf(runtime, session)
  let after = first.seq - 1
  while (after < last) {
    const lines = runtime.lines({ after, limit: Math.min(PAGE, last - after) })
    const newest = lines.at(-1)
    if (!newest) return
    yield* lines
    after = newest.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}
