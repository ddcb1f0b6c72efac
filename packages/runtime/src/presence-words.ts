// Who is at home, by the word of a person of the household: kept sealed, for the journal tells only that something was
// said, and by whom.
import { type Presence, type PresenceFact, type PresenceWord, presenceAt } from '@portico/core'
import type { Clock } from '@portico/ports'
import type { HomeJournal } from './home-journal.ts'
import type { SealedRecords } from './sealed-records.ts'
import { SerialByKey } from './serial-by-key.ts'

export interface PresenceParts {
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly clock: Clock
  /** What nobody need be asked about a moment ago may have to be asked about now. */
  readonly onSaid: () => void
}

export class PresenceWords {
  readonly #parts: PresenceParts
  readonly #serial = new SerialByKey()
  #word: PresenceWord | null

  constructor(parts: PresenceParts) {
    this.#parts = parts
    // cast: only this class writes the record
    this.#word = parts.records.get('presence', 'home') as PresenceWord | null
  }

  /** The newest word, whatever its age. */
  get word(): PresenceWord | null {
    return this.#word
  }
  /** All that may be so now. */
  get facts(): readonly PresenceFact[] {
    return presenceAt(this.#word, this.#parts.clock.wall())
  }

  /** Counts from this moment on, beside what was so before; resolves once it is durable. */
  say(presence: Presence, by: string): Promise<void> {
    return this.#serial.run(['presence'], async () => {
      const { journal, records, clock, onSaid } = this.#parts
      const word: PresenceWord = { presence, said: clock.wall(), by, before: this.facts }
      this.#word = word
      onSaid()
      await journal.append({
        lines: [{ door: null, session: null, type: 'PresenceSaid', cause: 'runtime', data: { by } }],
        records: [records.put('presence', 'home', word)],
      })
    })
  }
}
