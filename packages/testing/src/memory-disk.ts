// What a memory journal has written. Values go in and come out as copies, as they do with a file.
import { assert } from '@portico/core'
import type { JournalLine } from '@portico/core'
import type { Batch, EffectState, JournalHead, LineQuery, OutboxRow } from '@portico/ports'

interface WrittenLine {
  readonly home: string
  readonly door: string | null
  readonly session: string | null
  readonly type: string
  readonly text: string
}

interface WrittenRow {
  readonly home: string
  readonly id: string
  readonly state: EffectState
  readonly text: string
}

// cast: the texts come from `JSON.stringify` of these very types.
const parseLine = (text: string): JournalLine => JSON.parse(text) as JournalLine
const parseRow = (text: string): OutboxRow => JSON.parse(text) as OutboxRow

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)

/** `slice` would not do: a Node `Buffer` answers it with a view of the same bytes. */
const copyOf = (value: Uint8Array | null | undefined): Uint8Array | null =>
  value === undefined || value === null ? null : new Uint8Array(value)

/** A batch as it will lie on the disk: later changes to what was handed in do not reach it. */
export interface WrittenBatch {
  readonly lines: readonly WrittenLine[]
  readonly outbox: readonly WrittenRow[]
  readonly records: Batch['records']
  readonly blobs: Batch['blobs']
}

const withCopy = <Change extends { readonly value: Uint8Array | null }>(change: Change): Change => ({
  ...change,
  value: copyOf(change.value),
})

export const written = ({ lines, outbox, records, blobs }: Batch): WrittenBatch => ({
  lines: lines.map((line) => {
    const { home, door, session, type } = line
    return { home, door, session, type, text: JSON.stringify(line) }
  }),
  outbox: outbox.map((row) => ({ home: row.home, id: row.id, state: row.state, text: JSON.stringify(row) })),
  records: records.map(withCopy),
  blobs: blobs.map(withCopy),
})

/** Outlives the journals that write to it, as a disk outlives processes. */
export class MemoryDisk {
  /** By home; a line's place is its seq. */
  readonly #lines = new Map<string, WrittenLine[]>()
  /** By home, then id, oldest first: a map keeps the place of what is set again. */
  readonly #outbox = new Map<string, Map<string, string>>()
  /** By home and kind, then id. */
  readonly #records = new Map<string, Map<string, Uint8Array>>()
  readonly #blobs = new Map<string, Uint8Array>()

  write({ lines, outbox, records, blobs }: WrittenBatch): void {
    for (const line of lines) room(this.#lines, line.home, () => []).push(line)
    for (const { home, id, state, text } of outbox) {
      const rows = room(this.#outbox, home, () => new Map<string, string>())
      if (state === 'ended') rows.delete(id)
      else rows.set(id, text)
    }
    for (const { home, kind, id, value } of records) {
      const kept = room(this.#records, keyOf(home, kind), () => new Map<string, Uint8Array>())
      if (value === null) kept.delete(id)
      else kept.set(id, value)
    }
    for (const { home, hash, value } of blobs) {
      if (value === null) this.#blobs.delete(keyOf(home, hash))
      else this.#blobs.set(keyOf(home, hash), value)
    }
  }

  head(home: string): JournalHead | null {
    const last = this.#lines.get(home)?.at(-1)
    if (last === undefined) return null
    const { seq, hash, wall } = parseLine(last.text)
    return { seq, hash, wall }
  }

  lines({ home, door, session, types, after, limit }: LineQuery): readonly JournalLine[] {
    assert(Number.isSafeInteger(limit) && limit >= 0, 'a limit is a whole number, not negative')
    const found: JournalLine[] = []
    const all = this.#lines.get(home) ?? []
    for (let seq = Math.max(0, Math.floor(after) + 1); seq < all.length && found.length < limit; seq++) {
      const line = all[seq]
      if (line === undefined) break
      if (door !== undefined && line.door !== door) continue
      if (session !== undefined && line.session !== session) continue
      if (types === undefined || types.includes(line.type)) found.push(parseLine(line.text))
    }
    return found
  }

  openEffects(home: string): readonly OutboxRow[] {
    return [...(this.#outbox.get(home)?.values() ?? [])].map(parseRow)
  }

  record(home: string, kind: string, id: string): Uint8Array | null {
    return copyOf(this.#records.get(keyOf(home, kind))?.get(id))
  }

  records(home: string, kind: string): readonly { readonly id: string; readonly value: Uint8Array }[] {
    return [...(this.#records.get(keyOf(home, kind)) ?? [])]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, value]) => ({ id, value: new Uint8Array(value) }))
  }

  blob(home: string, hash: string): Uint8Array | null {
    return copyOf(this.#blobs.get(keyOf(home, hash)))
  }
}

function room<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
