// Writes an evidence file: one archive that any tool opens and the verifier judges byte for byte.
import { createHash } from 'node:crypto'
import type { JournalLine } from '@portico/core'
import { evidenceError } from '../errors.ts'
import {
  JOURNAL_NAME,
  MANIFEST_NAME,
  type Manifest,
  type ManifestMedia,
  README_NAME,
  README_TEXT,
  archiveTime,
  manifestText,
} from '../verify/evidence-format.ts'
import { TAR_BLOCK, paddingOf, tarHeader } from '../verify/tar.ts'
import { gatherJournal } from './session-lines.ts'

/** The bytes of one picture or piece of film, unsealed. */
export interface MediaSource {
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

export interface EvidenceOrder {
  readonly session: string
  /** Of one home, in order and without a gap, from the session's first line or before to its last or after. */
  readonly lines: Iterable<JournalLine> | AsyncIterable<JournalLine>
  /** The media that a line names (`PhotoTaken`, `SegmentStored`); null when there is none any more. */
  media(line: JournalLine): Promise<MediaSource | null>
}

/**
 * The file as a stream of chunks; lines of other sessions are withheld. Media that are gone are left out: unless the
 * lines note the deletion, the verifier then names the file as missing.
 *
 * @throws HubError while it is read: `HUB_EVIDENCE_LINES`, `HUB_EVIDENCE_SIZE` before the first chunk,
 * `HUB_EVIDENCE_MEDIA` when a source gives other bytes than its line names; what was written then is no evidence.
 */
export async function* evidenceFile(order: EvidenceOrder): AsyncGenerator<Uint8Array> {
  const journal = await gatherJournal(order.session, order.lines)
  const media: (ManifestMedia & { readonly source: MediaSource })[] = []
  for (const { line, name, type, sha256 } of journal.media) {
    const source = await order.media(line)
    if (source !== null) media.push({ name, type, bytes: source.bytes, sha256, source })
  }
  const mtime = archiveTime(journal.last.wall)
  const { session, door } = journal
  const [home, first, last] = [journal.last.home, journal.first.seq, journal.last.seq]
  const manifest: Manifest = { v: 1, home, session, door, first, last, media }
  yield* smallFile(README_NAME, README_TEXT, mtime)
  yield* smallFile(MANIFEST_NAME, manifestText(manifest), mtime)
  yield* smallFile(JOURNAL_NAME, journal.text, mtime)
  for (const each of media) yield* mediaFile(each, each.source, mtime)
  yield new Uint8Array(2 * TAR_BLOCK)
}

function* smallFile(name: string, text: string, mtime: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text)
  yield tarHeader({ name, size: bytes.length, mtime })
  yield bytes
  yield new Uint8Array(paddingOf(bytes.length))
}

async function* mediaFile(
  { name, bytes, sha256 }: ManifestMedia,
  source: MediaSource,
  mtime: number,
): AsyncGenerator<Uint8Array> {
  const wrong = (what: string): Error => evidenceError('HUB_EVIDENCE_MEDIA', `evidence ${name}: ${what}`)
  yield tarHeader({ name, size: bytes, mtime })
  const hash = createHash('sha256')
  let count = 0
  for await (const piece of source.read()) {
    count += piece.length
    if (count > bytes) throw wrong(`its source gives more than ${bytes} bytes`)
    hash.update(piece)
    yield piece
  }
  if (count < bytes) throw wrong(`its source gives ${count} of ${bytes} bytes`)
  if (hash.digest('hex') !== sha256) throw wrong('its bytes are not those that its line names')
  yield new Uint8Array(paddingOf(bytes))
}
