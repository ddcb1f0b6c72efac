// Verifies an evidence file in one pass: the archive byte for byte, the chain of its journal, and that every picture
// and film the journal names is there unaltered, with nothing besides.
import { ByteReader } from './byte-reader.ts'
import {
  CHECKER_BYTES_MAX,
  CHECKER_NAME,
  JOURNAL_NAME,
  MANIFEST_BYTES_MAX,
  MANIFEST_NAME,
  type ManifestChecker,
  README_NAME,
  README_TEXT,
  archiveTime,
  manifestText,
} from './evidence-format.ts'
import {
  type ChangedEvidence,
  type EvidenceMedia,
  type EvidenceVerdict,
  changedFile,
  changedLine,
} from './evidence-verdict.ts'
import { LineSplitter, type TextLine } from './line-splitter.ts'
import { checkMedia } from './media-check.ts'
import type { JudgeOptions } from './outside.ts'
import { type SessionFacts, SessionJournal } from './session-journal.ts'
import { Sha256 } from './sha-256.ts'
import { TAR_BLOCK, type TarEntry, equalBytes, hasTarMark, isTarHeader } from './tar.ts'
import { TarReader, type TarStep } from './tar-reader.ts'

const utf8 = new TextEncoder()

/**
 * Reads the source once; holds a piece of it, one line, the manifest and the list of media, whatever the film's size.
 *
 * @throws only what the source itself throws.
 */
export async function verifyEvidenceFile(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  options: JudgeOptions = {},
): Promise<EvidenceVerdict> {
  await using bytes = new ByteReader(source)
  const head = await bytes.exactly(TAR_BLOCK)
  if (head.length === 0) return { verdict: 'not-evidence', why: 'empty' }
  if (isAnotherFile(head)) return { verdict: 'not-evidence', why: 'another-file' }
  const tar = new TarReader(bytes)
  const readme = await readWhole(tar, await tar.next(head), { name: README_NAME, bytesMax: README.length })
  if ('verdict' in readme) return readme
  if (!equalBytes(readme.bytes, README))
    return changedFile(README_NAME, 'altered', 'its words are not those of the format')
  const checker = await readChecker(tar)
  if ('verdict' in checker) return checker
  const order = { name: MANIFEST_NAME, bytesMax: MANIFEST_BYTES_MAX }
  const manifest = await readWhole(tar, checker.next, order)
  if ('verdict' in manifest) return manifest
  const of = recordsIn(manifest.bytes)
  const facts = await readJournal(tar, options, of)
  if ('verdict' in facts) return facts
  const media = await checkMedia(tar, facts.media, () => options.onProgress?.(facts.lines, facts.lines))
  if ('verdict' in media) return media
  if (tar.mtime !== archiveTime(facts.last.wall))
    return changedFile(README_NAME, 'header', 'its time is not that of the last line of the journal')
  const { closed, ...rest } = facts
  const missing = media.filter(({ state }) => state === 'missing').map(({ name }) => name)
  // The list of what is not there cannot be held against anything.
  if (missing.length > 0) return { verdict: 'incomplete', ...rest, media, missing, closed }
  if (!equalBytes(manifest.bytes, utf8.encode(manifestOf(facts, media, checker.page))))
    return changedFile(
      MANIFEST_NAME,
      'altered',
      `it does not say what journal, media and ${CHECKER_NAME} say`,
    )
  return closed
    ? { verdict: 'sound', ...rest, media }
    : { verdict: 'incomplete', ...rest, media, missing, closed }
}

const README = utf8.encode(README_TEXT)

/** One changed byte in a first block of ours leaves its name or its mark, and always breaks its checksum. */
function isAnotherFile(head: Uint8Array): boolean {
  const name = utf8.encode(`${README_NAME}\0`)
  if (equalBytes(head.subarray(0, name.length), name)) return false
  return !hasTarMark(head) || isTarHeader(head)
}

function manifestOf(
  facts: SessionFacts,
  media: readonly EvidenceMedia[],
  checker: ManifestChecker | null,
): string {
  const { home, session, door, first, last } = facts
  const listed = media.filter((each) => each.state === 'there')
  return manifestText({ v: 1, home, session, door, first: first.seq, last: last.seq, checker, media: listed })
}

/** How many lines the manifest promises, to tell how far the check has come; null where it cannot be read. */
function recordsIn(manifest: Uint8Array): number | null {
  const text = new TextDecoder().decode(manifest)
  const [first, last] = ['first', 'last'].map((name) => new RegExp(`"${name}": (\\d{1,15}),`).exec(text)?.[1])
  return first === undefined || last === undefined ? null : Math.max(0, Number(last) - Number(first) + 1)
}

interface ReadChecker {
  readonly page: ManifestChecker | null
  /** What stands after it. */
  readonly next: TarStep
}

/** The page may be left out; its bytes are bound by the manifest alone, and it is no part of what is judged. */
async function readChecker(tar: TarReader): Promise<ReadChecker | ChangedEvidence> {
  const step = await tar.next()
  if (step.kind !== 'entry' || step.entry.name !== CHECKER_NAME) return { page: null, next: step }
  const { size } = step.entry
  if (size > CHECKER_BYTES_MAX)
    return changedFile(CHECKER_NAME, 'altered', `it is larger than ${CHECKER_BYTES_MAX} bytes`)
  const hash = new Sha256()
  const fault = await tar.content(step.entry, (bytes) => {
    hash.update(bytes)
    return 'go on'
  })
  if (fault) return changedFile(CHECKER_NAME, fault.why, fault.words)
  return { page: { name: CHECKER_NAME, bytes: size, sha256: hash.hex() }, next: await tar.next() }
}

/** The entry of a step, if it is the one that must come. */
function entryNamed(name: string, step: TarStep): TarEntry | ChangedEvidence {
  if (step.kind === 'fault') return changedFile(name, step.why, step.words)
  if (step.kind === 'end') return changedFile(name, 'missing', 'it is not in the archive')
  if (step.entry.name === name) return step.entry
  return changedFile(name, 'missing', `${step.entry.name} stands in its place`)
}

async function readWhole(
  tar: TarReader,
  step: TarStep,
  { name, bytesMax }: { readonly name: string; readonly bytesMax: number },
): Promise<{ readonly bytes: Uint8Array } | ChangedEvidence> {
  const entry = entryNamed(name, step)
  if ('verdict' in entry) return entry
  if (entry.size > bytesMax) return changedFile(name, 'altered', `it is larger than ${bytesMax} bytes`)
  const whole = new Uint8Array(entry.size)
  let at = 0
  const fault = await tar.content(entry, (bytes) => {
    whole.set(bytes, at)
    at += bytes.length
    return 'go on'
  })
  return fault ? changedFile(name, fault.why, fault.words) : { bytes: whole }
}

async function readJournal(
  tar: TarReader,
  options: JudgeOptions,
  of: number | null,
): Promise<SessionFacts | ChangedEvidence> {
  const entry = entryNamed(JOURNAL_NAME, await tar.next())
  if ('verdict' in entry) return entry
  const splitter = new LineSplitter()
  const journal = new SessionJournal(options)
  /** The first bad line among these; none when all are good. */
  const take = (lines: Iterable<TextLine>): readonly ChangedEvidence[] => {
    for (const { text, damaged } of lines) {
      const bad = journal.take(damaged ? null : text)
      if (bad) return [changedLine(bad)]
    }
    return []
  }
  const found: ChangedEvidence[] = []
  const fault = await tar.content(entry, (bytes) => {
    found.push(...take(splitter.push(bytes)))
    options.onProgress?.(journal.lines, of)
    return found.length === 0 ? 'go on' : 'stop'
  })
  const [bad] = found
  if (bad) return bad
  if (fault) return changedFile(JOURNAL_NAME, fault.why, fault.words)
  const [cut] = take(splitter.end())
  if (cut) return cut
  const facts = journal.end()
  return 'why' in facts ? changedLine(facts) : facts
}
