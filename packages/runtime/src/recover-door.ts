// A door from what is on disk: its newest snapshot and every event after it.
import {
  type DoorId,
  type DoorSettings,
  type DoorState,
  type HomeId,
  type JournalLine,
  STATE_VERSION,
  evolve,
  initialDoor,
} from '@portico/core'
import type { Journal } from '@portico/ports'
import { eventOfLine } from './line-event.ts'
import type { SealedRecords } from './sealed-records.ts'

export interface DoorSnapshot {
  /** A state of another version is not taken over: the door is built from its lines instead. */
  readonly version: number
  /** Lines up to here are in the state. */
  readonly seq: number
  readonly door: DoorState
}

export interface RecoveredDoor {
  readonly door: DoorState
  /** Boot id of the newest line; null when the door has none. */
  readonly boot: string | null
  /** The first line nobody can read; the door begins anew and an alarm tells. */
  readonly unreadable: JournalLine | null
}

export interface RecoverParts {
  readonly home: HomeId
  readonly door: DoorId
  readonly settings: DoorSettings
  readonly journal: Journal
  readonly records: SealedRecords
}

const PAGE = 1000

export function recoverDoor({ home, door, settings, journal, records }: RecoverParts): RecoveredDoor {
  // cast: only the runtime writes this record
  const stored = records.get('door', door) as DoorSnapshot | null
  const snapshot = stored?.version === STATE_VERSION ? stored : null
  let state: DoorState = snapshot ? { ...snapshot.door, settings } : initialDoor(home, door, settings)
  let boot: string | null = null
  let after = snapshot?.seq ?? -1
  if (snapshot) boot = journal.lines({ home, after: after - 1, limit: 1 })[0]?.boot ?? null
  for (;;) {
    const lines = journal.lines({ home, door, after, limit: PAGE })
    for (const line of lines) {
      const event = eventOfLine(line)
      if (event === undefined)
        return { door: initialDoor(home, door, settings), boot: line.boot, unreadable: line }
      if (event) state = evolve(state, event)
      boot = line.boot
      after = line.seq
    }
    if (lines.length < PAGE) return { door: state, boot, unreadable: null }
  }
}
