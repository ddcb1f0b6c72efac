// Numbers and hashes journal lines. The one place where a line gets its place in the chain.
import { hash } from 'node:crypto'
import { type DraftLine, FIRST_PREV, type JournalLine } from '@portico/core'
import { evidenceError } from '../errors.ts'
import { hashedText } from '../verify/line-hash.ts'

/** UTF-16 units of a line's canonical text; three bytes each stay below what the verifier reads. */
export const LINE_LENGTH_MAX = 64 * 1024

/** The newest line of a home's chain. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

/**
 * The next line of a chain; `head` null begins one. A line is written as `JSON.stringify(line)`.
 *
 * @throws HubError `HUB_SEAL_LINE` when the draft holds what JSON cannot (see `canonicalJson`) or is longer than
 * 64 Ki characters. The chain is untouched then.
 */
export function sealLine(head: ChainHead | null, draft: DraftLine): JournalLine {
  const { v, home, boot, epoch, mono, wall, writer, door, session, type, cause, lag, data } = draft
  const seq = head === null ? 0 : head.seq + 1
  const prev = head === null ? FIRST_PREV : head.hash
  const body = { v, home, seq, boot, epoch, mono, wall, writer, door, session, type, cause, lag, data, prev }
  const text = textOf(body)
  if (text.length > LINE_LENGTH_MAX)
    throw evidenceError('HUB_SEAL_LINE', `line ${type}: ${text.length} characters, over ${LINE_LENGTH_MAX}`)
  return { ...body, hash: hash('sha256', text, 'hex') }
}

function textOf(body: Omit<JournalLine, 'hash'>): string {
  try {
    return hashedText(body)
  } catch (error) {
    throw evidenceError('HUB_SEAL_LINE', `line ${body.type}: its content is no JSON`, error)
  }
}
