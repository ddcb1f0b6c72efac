// A small journal of one home with two sessions, sealed by the real chain: the material of the tests of this package.
import { createHash } from 'node:crypto'
import type { DraftLine, JournalLine } from '@portico/core'
import {
  type ChainSigner,
  type EvidenceOrder,
  type MediaSource,
  evidenceFile,
  sealLine,
} from '../src/seal/index.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const photo = Uint8Array.from({ length: 700 }, (_, at) => (at * 7) % 251)
export const film = Uint8Array.from({ length: 1_300 }, (_, at) => (at * 13) % 241)

export function draft(change: Partial<DraftLine>): DraftLine {
  return {
    v: 1,
    home: 'default',
    boot: 'b3',
    epoch: 7,
    mono: 184_223.5,
    wall: 1_790_000_000_123,
    writer: 'hub',
    door: 'front',
    session: 's_42',
    type: 'QueryIssued',
    cause: 'ReportContact',
    lag: 3,
    data: { q: 31 },
    ...change,
  }
}

/** Seals drafts one after another, a second of monotonic time apart. */
export function chainOf(changes: readonly Partial<DraftLine>[]): JournalLine[] {
  const lines: JournalLine[] = []
  for (const change of changes) {
    const mono = 184_223.5 + 1000 * lines.length
    const wall = 1_790_000_000_123 + 1000 * lines.length
    lines.push(sealLine(lines.at(-1) ?? null, draft({ mono, wall, ...change })))
  }
  return lines
}

const other = { session: 's_41', door: 'garage' }

/** Lines 2 to 10 hold session `s_42`; 5, 6 and 8 belong to another. */
export const story: readonly Partial<DraftLine>[] = [
  { session: null, door: null, type: 'HubStarted', cause: 'boot', data: { epoch: 7, was: 6 } },
  { ...other, type: 'SessionArmed', data: { sid: 's_41' } },
  { type: 'SessionArmed', cause: 'ArmSession', data: { sid: 's_42', mode: 'owner' } },
  { type: 'DoorOpened', data: { why: 'Tür offen – “ja”', lag: 0.000001 } },
  { type: 'PhotoTaken', cause: 'runtime', data: { sha256: sha256(photo), bytes: photo.length } },
  { ...other, type: 'QueryIssued' },
  { ...other, type: 'DoorClosed', data: {} },
  { type: 'SegmentStored', cause: 'runtime', data: { segment: 0, sha256: sha256(film), frames: 40 } },
  { session: null, door: null, type: 'ParcelObserved', cause: 'runtime', data: { status: 'delivered' } },
  { type: 'DoorSecured', data: { q: 31, bolt: 'locked', contact: 'closed', op: 's_42#0' } },
  { type: 'SessionClosed', data: { outcome: 'delivered' } },
  { ...other, type: 'SessionClosed', data: { outcome: 'expired' } },
]

export const exportOf = (lines: readonly JournalLine[]): Uint8Array =>
  new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

export function sourceOf(bytes: Uint8Array, pieceBytes = bytes.length): MediaSource {
  return {
    bytes: bytes.length,
    async *read() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    },
  }
}

/** The media of the story by their hash; `without` names one that is gone. */
export function mediaOfStory(without?: Uint8Array): EvidenceOrder['media'] {
  const all = [photo, film].filter((bytes) => bytes !== without)
  return async (line) => {
    const bytes = all.find((each) => sha256(each) === line.data['sha256'])
    return bytes === undefined ? null : sourceOf(bytes, 256)
  }
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part.slice())
  return new Uint8Array(Buffer.concat(parts))
}

export const evidenceOf = (change: Partial<EvidenceOrder> = {}): Promise<Uint8Array> =>
  collect(
    evidenceFile({ session: 's_42', lines: chainOf(story), media: mediaOfStory(), checker: null, ...change }),
  )

/** A chain with a checkpoint behind every third line and behind the last one. */
export function signedChainOf(changes: readonly Partial<DraftLine>[], signer: ChainSigner): JournalLine[] {
  const lines: JournalLine[] = []
  const put = (change: Partial<DraftLine>): void => {
    const at = 1000 * lines.length
    const times = { mono: 184_223.5 + at, wall: 1_790_000_000_123 + at }
    lines.push(sealLine(lines.at(-1) ?? null, draft({ ...times, ...change })))
  }
  for (const [at, change] of changes.entries()) {
    put(change)
    const last = lines.at(-1)
    if (last && (at % 3 === 2 || at === changes.length - 1)) put(checkpointAfter(last, signer))
  }
  return lines
}

const ofChain = { door: null, session: null, cause: 'runtime' }

export function checkpointAfter(last: JournalLine, signer: ChainSigner): Partial<DraftLine> {
  const wall = last.wall + 1000
  return { ...ofChain, type: 'Checkpoint', wall, data: { ...signer.checkpoint(last, wall) } }
}

export function keyChangeAfter(
  last: JournalLine,
  signer: ChainSigner,
  next: ChainSigner,
): Partial<DraftLine> {
  const wall = last.wall + 1000
  return { ...ofChain, type: 'KeyChanged', wall, data: { ...signer.change(next, last, wall) } }
}
