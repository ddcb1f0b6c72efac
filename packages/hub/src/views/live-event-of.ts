// A line of the journal as sockets tell it.
import type { JournalLine } from '@portico/core'
import { type LiveEvent, isTold } from '@portico/protocol'

/** Null for a line that is of use to the hub alone. */
export function liveEventOf(line: JournalLine): LiveEvent | null {
  if (!isTold(line.type)) return null
  const { seq, home, wall, door, session, type, data } = line
  return { seq, home, wall, door, session, type, data }
}
