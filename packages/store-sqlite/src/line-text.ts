// A line as it lies in the file: the JSON that was appended.
import type { JournalLine } from '@portico/core'
import { storeDamaged } from './errors.ts'

export interface StoredLine {
  readonly seq: number
  readonly text: string
}

/** @throws HubError `HUB_STORE_DAMAGED` when the text is no JSON any more */
export function parseLine(path: string, home: string, { seq, text }: StoredLine): JournalLine {
  try {
    // cast: the writer stored `JSON.stringify` of a JournalLine.
    return JSON.parse(text) as JournalLine
  } catch (error) {
    throw storeDamaged(path, `line ${seq} of home ${home} is unreadable`, error)
  }
}
