// Gathers the journal of one session for its evidence file: its lines in full, the lines between as stubs.
import type { JournalLine } from '@portico/core'
import { evidenceError } from '../errors.ts'
import { MEDIA_MAX, type NamedMedia, deletionOf, mediaOf } from '../verify/evidence-format.ts'
import type { Stub } from '../verify/journal-text.ts'
import { isOfChain } from '../verify/session-journal.ts'

/** UTF-16 units of the journal in one file: it is held in memory, because an archive tells sizes first. */
const JOURNAL_LENGTH_MAX = 64 * 1024 * 1024

/** What stands in the file's journal, and what must be known of it before the first byte is written. */
export interface GatheredJournal {
  readonly session: string
  readonly door: string | null
  readonly first: JournalLine
  readonly last: JournalLine
  readonly text: string
  readonly media: readonly (NamedMedia & { readonly line: JournalLine })[]
}

/**
 * Ends with the session's last line, or with what follows of the lines given: a checkpoint, or the deletion of its
 * media. The lines are not judged here: a journal that was damaged can still be handed out, and the verifier says where.
 */
export async function gatherJournal(
  session: string,
  lines: Iterable<JournalLine> | AsyncIterable<JournalLine>,
): Promise<GatheredJournal> {
  const media = new Map<string, NamedMedia & { readonly line: JournalLine }>()
  const written: string[] = []
  let length = 0
  /** How many of `written` end with a line in full: the stubs after it are cut off. */
  let kept = 0
  let first: JournalLine | null = null
  let last: JournalLine | null = null
  let before: JournalLine | null = null
  let door: string | null = null
  for await (const line of lines) {
    if (before !== null && line.seq !== before.seq + 1)
      throw evidenceError(
        'HUB_EVIDENCE_LINES',
        `evidence of ${session}: line ${line.seq} after ${before.seq}`,
      )
    before = line
    const own = line.session === session
    if (first === null && !own) continue
    const deletion = deletionOf(line)
    const full = own || isOfChain(line) || (deletion !== null && media.has(deletion))
    const text = JSON.stringify(full ? line : stubOf(line))
    length += text.length + 1
    if (length > JOURNAL_LENGTH_MAX)
      throw evidenceError(
        'HUB_EVIDENCE_SIZE',
        `evidence of ${session}: journal over ${JOURNAL_LENGTH_MAX} characters`,
      )
    written.push(text)
    if (!full) continue
    first ??= line
    last = line
    kept = written.length
    if (!own) continue
    door ??= line.door
    const named = mediaOf(line)
    if (named !== null && named !== 'nameless' && !media.has(named.sha256))
      media.set(named.sha256, { ...named, line })
    if (media.size > MEDIA_MAX)
      throw evidenceError(
        'HUB_EVIDENCE_SIZE',
        `evidence of ${session}: more than ${MEDIA_MAX} pictures and films`,
      )
  }
  if (first === null || last === null)
    throw evidenceError('HUB_EVIDENCE_LINES', `evidence of ${session}: none of its lines was given`)
  const text = written
    .slice(0, kept)
    .map((each) => `${each}\n`)
    .join('')
  return { session, door, first, last, text, media: [...media.values()] }
}

const stubOf = ({ seq, prev, hash }: JournalLine): Stub => ({ withheld: true, seq, prev, hash })
