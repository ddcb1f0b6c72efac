// The media of an evidence file: each one the journal names, in its order, with the bytes it had; no other.
import { type ChangedEvidence, type EvidenceMedia, changedFile } from './evidence-verdict.ts'
import type { SessionMedia } from './session-journal.ts'
import { Sha256 } from './sha-256.ts'
import type { TarReader } from './tar-reader.ts'

/** Reads the archive from the first entry after the journal to its end. */
export async function checkMedia(
  tar: TarReader,
  named: readonly SessionMedia[],
  onBytes: () => void,
): Promise<readonly EvidenceMedia[] | ChangedEvidence> {
  const places = new Map(named.map(({ name }, at) => [name, at]))
  const found: EvidenceMedia[] = []
  for (;;) {
    const step = await tar.next()
    if (step.kind === 'fault') {
      // A broken header has no name to trust: the file that should come next is named, or the end of the archive.
      const due = named.slice(found.length).find(({ deleted }) => !deleted)
      return changedFile(due?.name ?? null, step.why, step.words)
    }
    const place = step.kind === 'end' ? named.length : places.get(step.entry.name)
    if (step.kind === 'entry') {
      if (place === undefined)
        return changedFile(step.entry.name, 'surplus', 'no line of the journal names it')
      if (place < found.length)
        return changedFile(step.entry.name, 'order', 'it stands twice or out of its order')
    }
    // What was passed over is gone for good: deleted with a word in the journal, or missing.
    for (const { name, type, sha256, deleted } of named.slice(found.length, place))
      found.push({ name, type, sha256, state: deleted ? 'deleted' : 'missing' })
    const media = place === undefined ? undefined : named[place]
    if (step.kind === 'end' || media === undefined) return found
    const { name, type, sha256 } = media
    const hash = new Sha256()
    const offset = tar.position
    const fault = await tar.content(step.entry, (bytes) => {
      hash.update(bytes)
      onBytes()
      return 'go on'
    })
    if (fault) return changedFile(name, fault.why, fault.words)
    if (hash.hex() !== sha256)
      return changedFile(name, 'altered', `its bytes are not those that line ${media.seq} names`)
    found.push({ name, type, sha256, state: 'there', bytes: step.entry.size, offset })
  }
}
