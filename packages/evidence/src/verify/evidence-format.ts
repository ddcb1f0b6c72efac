// What stands in an evidence file, version 1, and under which names: shared by the writer and the verifier.
import type { JournalLine } from '@portico/core'
import { isHash } from './journal-text.ts'

export const README_NAME = 'README.txt'
export const MANIFEST_NAME = 'manifest.json'
export const JOURNAL_NAME = 'journal.jsonl'
/** A page with this very verifier in it, so that the file can be checked with no hub and no network. */
export const CHECKER_NAME = 'verify.html'

/** Pictures and pieces of film in one file. */
export const MEDIA_MAX = 5_000
/** Bytes of the manifest: room for 5,000 entries. */
export const MANIFEST_BYTES_MAX = 2 * 1024 * 1024
/** Bytes of the page. */
export const CHECKER_BYTES_MAX = 2 * 1024 * 1024

/** The words are part of the format: a verifier demands them letter by letter. */
export const README_TEXT = `EVIDENCE OF ONE VISIT AT A DOOR

This archive was made by Portico, a home hub that lets couriers in for one
delivery, once, on film. It holds everything the hub wrote down about one visit.

  verify.html     a page that checks this archive; open it in a browser and give
                  it the archive. It loads nothing from anywhere
  manifest.json   which home, door and session, and a list of the media
  journal.jsonl   what happened, one line per step, in order
  media/          the pictures and films that the journal names; the number in
                  front of a name is the number (seq) of the journal line

HOW TO CHECK IT

Portico's verifier checks all of this: verify.html, the page /verify of any hub,
or "portico verify FILE". It needs no hub and no network, and it names the first
line or file that was changed. Whoever does not trust the page in this archive,
which came from the same hands, takes it from elsewhere. By hand:

1. Take a line of journal.jsonl. Remove its member "hash", write the rest as
   canonical JSON (RFC 8785) and take the SHA-256 of that text. The result must
   equal the "hash" that you removed.
2. "prev" of each line must equal "hash" of the line before it, and "seq" must
   rise by one.
3. A line with "withheld" belongs to another visit. Only its place in the chain
   is told: its number, its hash and the hash before it.
4. Each line of the type PhotoTaken or SegmentStored names the SHA-256 of one
   file in media/. A file may be missing only where a later line of the type
   MediaDeleted names the same SHA-256.
5. A line of the type Checkpoint holds an Ed25519 signature ("sig", by "key", both
   hex) of four short lines of text, each ended by a line feed: "door-chain-v1",
   "upTo", "hash" and the line's own "wall". "upTo" and "hash" are number and hash
   of the line before it. The pin of a key is the first 80 bits of its SHA-256 in
   Crockford's base 32.

WHAT IT SHOWS, AND WHAT IT DOES NOT

It shows that nothing was altered, left out or put in between after the last
line was written. A chain that somebody wrote anew from its first line on would
pass as well, with another key: compare the pin with the one that the home showed
when it was set up, and a line's number and hash with those that somebody noted
at the time, such as the reference on the courier's page. Whoever holds the
home's signing key can still write anew; only a hash noted elsewhere shows that.
It cannot show what was before the camera but outside of its view, what was in a
parcel, or that the scene was not staged.
`

export interface ManifestMedia {
  readonly name: string
  readonly type: MediaType
  readonly bytes: number
  readonly sha256: string
}

export interface Manifest {
  readonly v: 1
  readonly home: string
  readonly session: string
  readonly door: string | null
  /** `seq` of the first and last line of the journal in this file. */
  readonly first: number
  readonly last: number
  /** The page that came with it; null: none. */
  readonly checker: ManifestChecker | null
  readonly media: readonly ManifestMedia[]
}

export interface ManifestChecker {
  readonly name: typeof CHECKER_NAME
  readonly bytes: number
  readonly sha256: string
}

/** The one spelling of a manifest. */
export function manifestText(manifest: Manifest): string {
  const { v, home, session, door, first, last } = manifest
  const checker = manifest.checker && {
    name: manifest.checker.name,
    bytes: manifest.checker.bytes,
    sha256: manifest.checker.sha256,
  }
  const media = manifest.media.map(({ name, type, bytes, sha256 }) => ({ name, type, bytes, sha256 }))
  return `${JSON.stringify({ v, home, session, door, first, last, checker, media }, null, 2)}\n`
}

export type MediaType = 'image/jpeg' | 'video/mp4'

/** A picture or piece of film as the journal names it. */
export interface NamedMedia {
  /** Number of the line that names it. */
  readonly seq: number
  readonly name: string
  readonly type: MediaType
  readonly sha256: string
}

const mediaKinds = new Map<string, { readonly suffix: string; readonly type: MediaType }>([
  ['PhotoTaken', { suffix: 'photo.jpg', type: 'image/jpeg' }],
  ['SegmentStored', { suffix: 'film.mp4', type: 'video/mp4' }],
])

/** `nameless`: the line must name a picture or film and has no valid hash of one. */
export function mediaOf(line: JournalLine): NamedMedia | 'nameless' | null {
  const kind = mediaKinds.get(line.type)
  if (kind === undefined) return null
  const { sha256 } = line.data
  if (!isHash(sha256)) return 'nameless'
  return { seq: line.seq, name: `media/${line.seq}-${kind.suffix}`, type: kind.type, sha256 }
}

/** The hash of the media whose deletion a line notes; null for any other line. */
export function deletionOf(line: JournalLine): string | null {
  const { sha256 } = line.data
  return line.type === 'MediaDeleted' && isHash(sha256) ? sha256 : null
}

/** Archive time, Unix seconds, of a file whose last line was written at `wall`; a wrong clock is brought into range. */
export const archiveTime = (wall: number): number =>
  Math.min(Math.max(Math.floor(wall / 1000), 0), 8 ** 11 - 1)
