// What the hash of a journal line is taken over, for sealing and for verifying alike.
import type { JournalLine } from '@portico/core'
import { canonicalJson } from './canonical-json.ts'
import { sha256Hex } from './sha-256.ts'

/** The canonical JSON of a line without its hash. */
export const hashedText = (line: Omit<JournalLine, 'hash'>): string => canonicalJson(line)

/** The hash a line must bear, hex. */
export function lineHash(line: JournalLine): string {
  const { hash: _, ...rest } = line
  return sha256Hex(hashedText(rest))
}
