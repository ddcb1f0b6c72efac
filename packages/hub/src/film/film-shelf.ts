// What films lie on the disk: one folder for each visit and each ring, whatever the journal says of them.
import type { Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type SessionId, type WallTime, sessionId, wallTime } from '@portico/core'
import { codeOf } from '@portico/ports'

export type FilmPurpose = 'visit' | 'ring'

export interface ShelvedFilm {
  readonly session: SessionId
  readonly purpose: FilmPurpose
  /** Sealed, with all that lies beside the film. */
  readonly bytes: number
  /** When its newest file was written, by the file system. */
  readonly written: WallTime
}

const FOLDER = /^(?<kind>[sr])_[A-Za-z0-9_-]{1,126}$/

/** What a session of that name is filmed for; null: no name of ours. */
export function purposeOf(session: string): FilmPurpose | null {
  const kind = FOLDER.exec(session)?.groups?.['kind']
  return kind === undefined ? null : kind === 's' ? 'visit' : 'ring'
}

/** Folders without a file in them count as well: a deletion was cut short there. Rejects as the file system does. */
export async function readShelf(folder: string): Promise<readonly ShelvedFilm[]> {
  const films: ShelvedFilm[] = []
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(nothingIfMissing)) {
    const purpose = entry.isDirectory() ? purposeOf(entry.name) : null
    if (purpose === null) continue
    // One after the other: a shelf of a thousand films must not open them all at once.
    // oxlint-disable-next-line no-await-in-loop
    const { bytes, written } = await sizeOf(join(folder, entry.name))
    films.push({ session: sessionId(entry.name), purpose, bytes, written })
  }
  return films
}

async function sizeOf(folder: string): Promise<Pick<ShelvedFilm, 'bytes' | 'written'>> {
  const names = await readdir(folder).catch(nothingIfMissing)
  const look = async (name: string): Promise<Stats[]> =>
    [await stat(join(folder, name)).catch(nothingIfMissing)].flat()
  const files = (await Promise.all(names.map(look))).flat()
  // A folder is as old as its files; only an empty one has nothing else to tell.
  const dated = files.length > 0 ? files : await look('.')
  return {
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    written: wallTime(Math.round(Math.max(0, ...dated.map(({ mtimeMs }) => mtimeMs)))),
  }
}

/** It went away while it was looked at. */
function nothingIfMissing(error: unknown): [] {
  if (codeOf(error) === 'ENOENT') return []
  throw error
}
