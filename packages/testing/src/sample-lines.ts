// Journal lines for tests that need a chain but not its proof: numbered and linked, with hashes made up by seed.
import { FIRST_PREV } from '@portico/core'
import type { DraftLine, JournalLine } from '@portico/core'
import type { Batch } from '@portico/ports'
import { seededChance } from './seeded-chance.ts'

export const sampleDraft: DraftLine = {
  v: 1,
  home: 'home',
  boot: 'test-boot',
  epoch: 1,
  mono: 100_000,
  wall: 1_767_600_000_000,
  writer: 'hub',
  door: 'front',
  session: null,
  type: 'BoltObserved',
  cause: 'ReportBolt',
  lag: 0,
  data: { q: null, bolt: 'locked', source: 'auto', battery: 80 },
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The line that continues `head` (null: the first). Its hash is unique by seq and content, but proves nothing. */
export function sampleLine(
  head: { readonly seq: number; readonly hash: string } | null,
  draft: Partial<DraftLine> = {},
): JournalLine {
  const seq = head === null ? 0 : head.seq + 1
  const line = { ...sampleDraft, ...draft, seq, prev: head?.hash ?? FIRST_PREV }
  let mixed = seq
  for (const character of JSON.stringify(line))
    mixed = (Math.imul(mixed, 31) + (character.codePointAt(0) ?? 0)) | 0
  return { ...line, hash: hex(seededChance(mixed).bytes(32)) }
}

/** As many lines as drafts, one after the other, continuing `head`. */
export function sampleLines(
  head: { readonly seq: number; readonly hash: string } | null,
  drafts: readonly Partial<DraftLine>[],
): readonly JournalLine[] {
  const lines: JournalLine[] = []
  for (const draft of drafts) lines.push(sampleLine(lines.at(-1) ?? head, draft))
  return lines
}

/** A batch of what is given and nothing else. */
export const sampleBatch = (parts: Partial<Batch>): Batch => ({
  lines: [],
  outbox: [],
  records: [],
  blobs: [],
  ...parts,
})
