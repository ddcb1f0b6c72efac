// Where films lie: `<folder>/<session>/<camera>-<n>.mp4.sealed`, and beside each finished piece a closing record. A piece
// without one was left behind by a crash and is mended at the next start. Pictures lie sealed, always.
import { type FileHandle, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type SessionId, instant, sessionId } from '@portico/core'
import {
  FileSealer,
  type HomeKey,
  type RecordPlace,
  SealedFile,
  openRecord,
  sealFile,
} from '@portico/evidence/seal'
import type { Clock, FilmSegment } from '@portico/ports'
import { type WholePart, findWholePart } from './mend-film.ts'

/** Names that may stand in a path: nothing that climbs or hides. */
export const isPlainName = (name: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_-]{0,127}$/.test(name)

const PIECE = /^(?<camera>[A-Za-z0-9_][A-Za-z0-9_-]{0,127})-(?<segment>\d{1,6})\.mp4\.sealed$/

interface PieceName {
  readonly session: SessionId
  readonly camera: string
  readonly segment: number
}

export class FilmFolder {
  readonly path: string
  readonly #clock: Clock
  readonly #key: HomeKey

  constructor(path: string, clock: Clock, key: HomeKey) {
    this.path = path
    this.#clock = clock
    this.#key = key
  }

  /** Seals the records of one new file. */
  sealer(): FileSealer {
    return new FileSealer(this.#key)
  }

  /** A small file, written and synced as a whole. */
  async write(file: string, content: Uint8Array): Promise<void> {
    await writeSynced(this.pathOf(file), sealFile(this.#key, content))
  }

  /** One record of a file. Rejects as the file system does, or with `HUB_SEAL_OPEN`. */
  async readRecord(path: string, place: RecordPlace): Promise<Uint8Array> {
    await using file = await open(path, 'r')
    return await openRecord(file, this.#key, place)
  }

  /** The folder of a session, made when it is not there. */
  async sessionFolder(session: SessionId): Promise<string> {
    const path = join(this.path, session)
    await mkdir(path, { recursive: true, mode: 0o700 })
    return path
  }

  /** The first number that no piece of this camera and session has. */
  async nextSegment(session: SessionId, camera: string): Promise<number> {
    const pieces = (await this.#pieces(session)).filter((piece) => piece.camera === camera)
    return Math.max(0, ...pieces.map(({ segment }) => segment)) + 1
  }

  pathOf(file: string): string {
    return join(this.path, file)
  }

  /** Writes the closing record; from then on the piece is finished. */
  async close(segment: FilmSegment): Promise<void> {
    const path = recordPath(this.pathOf(segment.file))
    await writeSynced(path, JSON.stringify(segment))
  }

  /** The finished pieces of a session, also of earlier lives of this process, by camera and number. */
  async segments(session: SessionId): Promise<FilmSegment[]> {
    const found: FilmSegment[] = []
    for (const piece of await this.#pieces(session)) {
      const record = await readFile(recordPath(this.pathOf(fileOf(piece))), 'utf8').catch(nullIfMissing)
      // cast: the record was written by `close` of this very class.
      if (record !== null) found.push(JSON.parse(record) as FilmSegment)
    }
    return found.toSorted((a, b) => a.camera.localeCompare(b.camera) || a.segment - b.segment)
  }

  /** Mends and closes what an earlier life left open, in all sessions; calls for each piece. */
  async mend(onSegment: (segment: FilmSegment) => void): Promise<void> {
    const sessions = (await readdir(this.path, { withFileTypes: true }).catch(nullIfMissing)) ?? []
    for (const entry of sessions) {
      if (!entry.isDirectory() || !isPlainName(entry.name)) continue
      await this.mendSession(sessionId(entry.name), onSegment)
    }
  }

  /** As `mend`, for one session of which no piece is being written. */
  async mendSession(session: SessionId, onSegment: (segment: FilmSegment) => void): Promise<void> {
    const names = new Set((await readdir(join(this.path, session)).catch(nullIfMissing)) ?? [])
    for (const piece of await this.#pieces(session)) {
      if (names.has(basename(recordPath(fileOf(piece))))) continue
      const segment = await this.#mendPiece(piece)
      if (segment) onSegment(segment)
    }
  }

  async #mendPiece(piece: PieceName): Promise<FilmSegment | null> {
    const path = this.pathOf(fileOf(piece))
    const whole = await this.#cutToWhole(path)
    if (whole === 'closed') return null
    if (whole === 'nothing') {
      // Nothing that anybody could see ever reached the disk.
      await rm(path)
      return null
    }
    // The film knows wall time only; what stood between the clocks then is taken to be what stands now.
    const toMono = this.#clock.mono() - this.#clock.wall()
    const segment: FilmSegment = {
      ...piece,
      file: fileOf(piece),
      sha256: whole.sha256,
      bytes: whole.bytes,
      from: instant(whole.fromWallMs + toMono),
      to: instant(whole.toWallMs + toMono),
      frames: whole.frames,
    }
    await this.close(segment)
    return segment
  }

  /** `nothing`: no picture ever reached it. `closed`: it does not open with this key, and is left as it is. */
  async #cutToWhole(path: string): Promise<WholePart | 'nothing' | 'closed'> {
    await using file: FileHandle = await open(path, 'r+')
    const sealed = await SealedFile.open(file, this.#key)
    if (!sealed || sealed.bytes === 0) return 'nothing'
    const whole = await findWholePart({ read: (buffer, ...where) => sealed.readAt(buffer, ...where) })
    const end = sealed.sealedEnd(whole.bytes)
    if (whole.bytes === 0 || end === null) return 'closed'
    if (whole.frames === 0) return 'nothing'
    await file.truncate(end)
    await file.sync()
    return whole
  }

  async #pieces(session: SessionId): Promise<PieceName[]> {
    const names = (await readdir(join(this.path, session)).catch(nullIfMissing)) ?? []
    return names.flatMap((name) => {
      const groups = PIECE.exec(name)?.groups
      if (!groups) return []
      return [{ session, camera: groups['camera'] ?? '', segment: Number(groups['segment']) }]
    })
  }
}

export const fileOf = ({ session, camera, segment }: PieceName): string =>
  `${session}/${camera}-${segment}.mp4.sealed`

const recordPath = (piecePath: string): string => piecePath.replace(/\.mp4\.sealed$/, '.json')

/** Written beside, synced, then put in its place: there is never half a file under this name. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.part`
  await using file = await open(temporary, 'w', 0o600)
  await file.writeFile(content)
  await file.sync()
  await rename(temporary, path)
  await syncFolder(join(path, '..'))
}

/** Makes the names in a folder as durable as the files. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
