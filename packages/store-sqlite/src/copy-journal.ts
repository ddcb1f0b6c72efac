// A copy of journal.db as of one moment, whoever writes it meanwhile.
import { connectReader, connectWriter } from './connection.ts'

/**
 * More openings than there are between a copy and the day on which somebody goes back to it: whoever heard of them would obey
 * no home with a lower count.
 */
export const COPY_EPOCHS = 100_000

/** `to` is not there yet. What was deleted does not go with it. Throws the error of SQLite. */
export function copyJournal(from: string, to: string): void {
  {
    using db = connectReader(from)
    db.prepare('VACUUM INTO ?').run(to)
  }
  using copy = connectWriter(to)
  copy.prepare('UPDATE opening SET epoch = epoch + ?').run(COPY_EPOCHS)
}
