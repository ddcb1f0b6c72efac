// Deletes the pictures of a visit or a ring. First the journal says so, so that evidence shows a deletion and not a
// hole; the chain itself stays as it is.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { JournalLine } from '@portico/core'
import type { RecordChange } from '@portico/ports'
import type { HomeJournal } from '@portico/runtime'
import type { ReadLines } from './session-lines.ts'

/** Why a film goes. */
export type Removal =
  /** A person wished it; `by` is null on the console of the hub. */
  | { readonly policy: 'owner'; readonly by: string | null; readonly why: string | null }
  /** Its days are over. */
  | { readonly policy: 'days'; readonly days: number }
  /** The disk ran short. */
  | { readonly policy: 'room' }

export interface DeletionOrder {
  readonly session: string
  readonly removal: Removal
  /** What changes with it, in the same transaction. */
  readonly records: readonly Omit<RecordChange, 'home'>[]
}

export interface DeletionParts {
  readonly journal: Pick<HomeJournal, 'append'>
  readonly read: ReadLines
  readonly mediaFolder: string
}

/** A visit with more pictures is none. */
const MEDIA_MAX = 5_000
/** Whatever is asked: nothing outside of the folder of one session. */
const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/

/** How many pictures and films are gone now; asked again, it removes what was left over. */
export async function deleteMedia(
  { journal, read, mediaFolder }: DeletionParts,
  { session, removal, records }: DeletionOrder,
): Promise<number> {
  if (!PLAIN.test(session)) return 0
  const of = (types: readonly string[]): readonly JournalLine[] =>
    read({ session, types, after: -1, limit: MEDIA_MAX })
  const noted = new Set(of(['MediaDeleted']).map(({ data }) => data['sha256']))
  const named = new Set(of(['PhotoTaken', 'SegmentStored', 'RingFilmed']).map(({ data }) => data['sha256']))
  const lines = [...named]
    .filter((sha256) => !noted.has(sha256))
    .map((sha256) => ({
      door: null,
      session,
      type: 'MediaDeleted',
      cause: 'runtime',
      data: { sha256, ...removal },
    }))
  if (lines.length + records.length > 0) await journal.append({ lines, records })
  await rm(join(mediaFolder, session), { recursive: true, force: true })
  return named.size
}
