// Deletes the pictures of a visit. First the journal says so, so that evidence shows a deletion and not a hole; the chain
// itself stays as it is.
import { rm } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import type { JournalLine } from '@portico/core'
import type { HomeJournal } from '@portico/runtime'
import type { ReadLines } from './session-lines.ts'

export interface DeletionOrder {
  readonly session: string
  /** Why: `owner`, somebody asked for it. */
  readonly policy: 'owner'
}

export interface DeletionParts {
  readonly journal: Pick<HomeJournal, 'append'>
  readonly read: ReadLines
  readonly mediaFolder: string
}

/** A visit with more pictures is none. */
const MEDIA_MAX = 5_000

/** How many pictures and films are gone now; asked again, it removes what was left over. */
export async function deleteMedia(
  { journal, read, mediaFolder }: DeletionParts,
  { session, policy }: DeletionOrder,
): Promise<number> {
  const of = (types: readonly string[]): readonly JournalLine[] =>
    read({ session, types, after: -1, limit: MEDIA_MAX })
  const noted = new Set(of(['MediaDeleted']).map(({ data }) => data['sha256']))
  const named = new Map(of(['PhotoTaken', 'SegmentStored']).map((line) => [line.data['sha256'], line]))
  const lines = [...named.keys()]
    .filter((sha256) => !noted.has(sha256))
    .map((sha256) => ({
      door: null,
      session,
      type: 'MediaDeleted',
      cause: 'runtime',
      data: { sha256, policy },
    }))
  if (lines.length > 0) await journal.append({ lines })
  for (const { data } of named.values()) {
    const file = normalize(String(data['file']))
    // Whatever a line names: nothing outside of the folder of the session.
    if (!file.startsWith(`${session}/`)) continue
    await rm(join(mediaFolder, file), { force: true })
    await rm(join(mediaFolder, file.replace(/\.mp4(?:\.sealed)?$/, '.json')), { force: true })
  }
  return named.size
}
