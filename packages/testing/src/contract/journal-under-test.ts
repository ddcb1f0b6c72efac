// What the journal's contract needs from whoever wants to be judged by it, and the pieces its suites share.
import type { JournalLine } from '@portico/core'
import { codeOf } from '@portico/ports'
import type { Journal, OutboxRow } from '@portico/ports'

export interface JournalUnderTest {
  readonly journal: Journal
  /** Closes the journal, when it is open, and opens the same place again. */
  reopen(): Promise<Journal>
  /** At least the next write fails, with `HUB_JOURNAL_WRITE`, until the returned function was called. */
  breakDisk(): Promise<() => Promise<void>>
  /** Closes and removes everything, whatever state it is in. */
  dispose(): Promise<void>
}

/** The journal of the running test; another after `reopen`. */
export interface Now {
  readonly journal: Journal
  reopen(): Promise<void>
  breakDisk(): Promise<() => Promise<void>>
}

export const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

export const effect: OutboxRow = {
  home: 'home',
  id: 'front:1:0',
  door: 'front',
  session: 's_1',
  effect: 'LockDoor',
  op: 's_1#0',
  state: 'issued',
  wall: 1_767_600_000_000,
  payload: { q: 3, nested: { why: null } },
}

/** The code each promise was rejected with; null where it was kept. */
export const codesOf = async (promises: readonly Promise<void>[]): Promise<readonly (string | null)[]> =>
  (await Promise.allSettled(promises)).map((one) => (one.status === 'rejected' ? codeOf(one.reason) : null))

export const allLines = (journal: Journal, home = 'home'): readonly JournalLine[] =>
  journal.lines({ home, after: -1, limit: 10_000 })
