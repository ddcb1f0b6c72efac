// A line of the journal as sockets tell it.
import type { JournalLine } from '@portico/core'
import { type LiveEvent, isTold } from '@portico/protocol'

/** Null for a line that is of use to the hub alone. */
export function liveEventOf(line: JournalLine): LiveEvent | null {
  if (!isTold(line.type)) return null
  const { seq, home, wall, door, session, type, data } = line
  return { seq, home, wall, door, session, type, data }
}

/** What a source says of itself and of the carrier, and where its picture lies. */
export function withoutSender(data: LiveEvent['data']): LiveEvent['data'] {
  const { source: _source, sources: _sources, carrier: _carrier, link: _link, ...rest } = data
  return rest
}
