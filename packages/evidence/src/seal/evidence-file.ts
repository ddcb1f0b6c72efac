// Writes an evidence file: one archive that any tool opens and the verifier judges byte for byte.
import { createHash, hash } from 'node:crypto'
import type { JournalLine } from '@portico/core'
import { evidenceError } from '../errors.ts'
import {
  CHECKER_NAME,
  JOURNAL_NAME,
  MANIFEST_NAME,
  type Manifest,
  type ManifestChecker,
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
  /** The page that checks the file, as bytes; null: it goes without. */
  readonly checker: Uint8Array | null
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
  const page = order.checker
  const checker: ManifestChecker | null = page && {
    name: CHECKER_NAME,
    bytes: page.length,
    sha256: hash('sha256', page, 'hex'),
  }
  const manifest: Manifest = { v: 1, home, session, door, first, last, checker, media }
  yield* smallFile(README_NAME, Buffer.from(README_TEXT), mtime)
  if (page) yield* smallFile(CHECKER_NAME, page, mtime)
  yield* smallFile(MANIFEST_NAME, Buffer.from(manifestText(manifest)), mtime)
  yield* smallFile(JOURNAL_NAME, Buffer.from(journal.text), mtime)
  for (const each of media) yield* mediaFile(each, each.source, mtime)
  yield new Uint8Array(2 * TAR_BLOCK)
}

function* smallFile(name: string, bytes: Uint8Array, mtime: number): Generator<Uint8Array> {
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
  const digest = createHash('sha256')
  let count = 0
  for await (const piece of source.read()) {
    count += piece.length
    if (count > bytes) throw wrong(`its source gives more than ${bytes} bytes`)
    digest.update(piece)
    yield piece
  }
  if (count < bytes) throw wrong(`its source gives ${count} of ${bytes} bytes`)
  if (digest.digest('hex') !== sha256) throw wrong('its bytes are not those that its line names')
  yield new Uint8Array(paddingOf(bytes))
}
