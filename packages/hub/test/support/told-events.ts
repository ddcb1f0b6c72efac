// What the journal holds, as it should be told to whoever follows it.
import { setImmediate as turn } from 'node:timers/promises'
import { type LiveEvent, isTold } from '@portico/protocol'
import type { TestHub } from './test-hub.ts'

/** Everything after a number that is told at all, as it comes over the wire. */
export function toldAfter(hub: TestHub, after: number): LiveEvent[] {
  const told = hub.runtime
    .lines({ after, limit: 100_000 })
    .filter(({ type }) => isTold(type))
    .map(({ seq, home, wall, door, session, type, data }) => ({ seq, home, wall, door, session, type, data }))
  // cast: the same once more, without what JSON leaves out
  return JSON.parse(JSON.stringify(told)) as LiveEvent[]
}

/** Number of the newest event that is told. */
export const newestTold = (hub: TestHub): number => toldAfter(hub, -1).at(-1)?.seq ?? -1

/** Lines of no door, so many at a time, each with words of so many letters; resolves when they are told too. */
export async function write(hub: TestHub, count: number, letters = 1): Promise<void> {
  const data = { what: 'looked', by: null, on: 'x'.repeat(letters) }
  const line = { door: null, session: null, type: 'Audit', cause: 'runtime', data }
  await hub.runtime.journal.append({ lines: Array.from({ length: count }, () => line) })
  await turn()
}

export const eventsUrl = (hub: TestHub, after: number | string | null = null): string =>
  `${hub.houseUrl}/ws/events${after === null ? '' : `?after=${after}`}`
