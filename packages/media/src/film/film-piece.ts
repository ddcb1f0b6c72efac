// One film file while it is written: each fragment is a record sealed by itself, the hash is that of the plain film.
import { type Hash, createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Instant, SessionId } from '@portico/core'
import type { FileSealer, RecordPlace } from '@portico/evidence/seal'
import type { FilmMark, FilmSegment } from '@portico/ports'
import { type Picture, sampleOf } from '../feed/picture.ts'
import { type Sound, samplesAt } from '../feed/sound.ts'
import { type FilmFolder, fileOf, syncFolder } from './film-folder.ts'
import type { TimedPicture } from './fragment-cutter.ts'
import { soundFragment, withSoundTrack } from './sound-track.ts'
import { type SoundFormat, TICKS_PER_MS } from '@portico/rtp'
import { fragment, initSegment } from './fragmented-mp4.ts'
import { type MarkGroup, groupsOf, lineOfMark } from './mark-queue.ts'
import { MARK_TICKS, marksFragment, withMarksTrack } from './marks-track.ts'

/** Where a key picture stands in a film, so that a photo can be made of it minutes later. */
export interface KeyPlace {
  readonly captured: Instant
  readonly grade: Picture['grade']
  readonly parameters: Picture['parameters']
  readonly path: string
  readonly record: RecordPlace
  /** In the plain record. */
  readonly offset: number
  readonly length: number
}

export interface PieceOptions {
  readonly folder: FilmFolder
  readonly session: SessionId
  readonly camera: string
  readonly first: Picture
  /** Null: this film has no sound. */
  readonly sound: SoundFormat | null
  /** Unix ms of an instant. */
  readonly wallOf: (at: Instant) => number
}

/** A piece ends at the first key picture after either of these. */
const PIECE_BYTES_MAX = 64 * 1024 * 1024
const PIECE_MS_MAX = 120_000

export class FilmPiece {
  readonly #options: PieceOptions
  readonly #segment: number
  readonly #file: FileHandle
  readonly #hash: Hash = createHash('sha256')
  readonly #sealer: FileSealer
  /** Of the plain film. */
  #bytes = 0
  #frames = 0
  #sequence = 0
  /** Where the newest mark ends, ticks: marks stand one behind the other. */
  #marked = 0
  /** Up to here there is sound, on the line of the feed. */
  #heard = 0
  #newest: Picture
  #named = false

  private constructor(options: PieceOptions, segment: number, file: FileHandle) {
    this.#options = options
    this.#segment = segment
    this.#file = file
    this.#sealer = options.folder.sealer()
    this.#newest = options.first
  }

  /** Rejects as the file system does. */
  static async open(options: PieceOptions): Promise<FilmPiece> {
    const { folder, session, camera, first, sound } = options
    await folder.sessionFolder(session)
    const segment = await folder.nextSegment(session, camera)
    const path = folder.pathOf(fileOf({ session, camera, segment }))
    const piece = new FilmPiece(options, segment, await open(path, 'wx', 0o600))
    const init = initSegment(first.parameters)
    await piece.#append(withMarksTrack(sound ? withSoundTrack(init, sound) : init))
    return piece
  }

  /** Whether the film goes on in this file with such a picture and such sound. */
  continues({ parameters, captured }: Picture, format: SoundFormat | null): boolean {
    const { first, sound } = this.#options
    const short = this.#bytes < PIECE_BYTES_MAX && captured - first.captured < PIECE_MS_MAX
    return short && parameters === first.parameters && format === sound
  }

  /** Appends one fragment; resolves with the key pictures in it. */
  async write(run: readonly TimedPicture[]): Promise<KeyPlace[]> {
    const { first, wallOf } = this.#options
    const start = run[0]?.picture ?? first
    this.#sequence += 1
    const { bytes, offsets } = fragment({
      sequence: this.#sequence,
      decodeTime: start.mediaTime - first.mediaTime,
      samples: run.map(({ picture, duration }) => ({ bytes: sampleOf(picture), key: picture.key, duration })),
      wallMs: wallOf(start.captured),
    })
    const record = await this.#append(bytes)
    this.#frames += run.length
    this.#newest = run.at(-1)?.picture ?? this.#newest
    const path = this.#path
    return run.flatMap(({ picture }, i) => {
      if (!picture.key) return []
      const { captured, grade, parameters } = picture
      const [offset, length] = [offsets[i] ?? 0, sampleOf(picture).length]
      return [{ captured, grade, parameters, path, record, offset, length }]
    })
  }

  /** Appends what was heard, as far as it belongs to this piece and lies behind what is there. */
  async hear(sounds: readonly Sound[]): Promise<void> {
    const { first, sound } = this.#options
    if (!sound) return
    const start = samplesAt(first.mediaTime, sound.rate)
    this.#heard = Math.max(this.#heard, start)
    const fitting = sounds.filter(({ format, at, samples }) => {
      const fits = format === sound && at >= this.#heard
      if (fits) this.#heard = at + samples
      return fits
    })
    const [oldest] = fitting
    if (!oldest) return
    this.#sequence += 1
    const decodeTime = oldest.at - start
    await this.#append(soundFragment({ sequence: this.#sequence, decodeTime, sounds: fitting }))
  }

  /** Appends what happened, oldest first; what was before this piece stands at its beginning. */
  async mark(marks: readonly FilmMark[]): Promise<void> {
    for (const group of groupsOf(marks, this.#options.first.captured))
      // oxlint-disable-next-line no-await-in-loop
      await this.#markTogether(group)
  }

  /** One text of several lines. */
  async #markTogether([oldest, ...later]: MarkGroup): Promise<void> {
    const { first, wallOf } = this.#options
    const marks = [oldest, ...later]
    const since = Math.round((oldest.at - this.#newest.captured) * TICKS_PER_MS)
    const decodeTime = Math.max(this.#marked, this.#newest.mediaTime - first.mediaTime + since)
    this.#sequence += 1
    this.#marked = decodeTime + MARK_TICKS
    const lines = marks.map((mark) => lineOfMark(mark, wallOf))
    await this.#append(marksFragment({ sequence: this.#sequence, decodeTime, lines }))
  }

  /** Resolves when all that was written is on the disk, name and all. */
  async sync(): Promise<void> {
    await this.#file.datasync()
    if (this.#named) return
    await syncFolder(dirname(this.#path))
    await syncFolder(dirname(dirname(this.#path)))
    this.#named = true
  }

  /** Syncs, closes and writes the closing record. */
  async close(): Promise<FilmSegment> {
    const { folder, session, camera, first } = this.#options
    await this.sync()
    await this.#file.close()
    const segment: FilmSegment = {
      session,
      camera,
      segment: this.#segment,
      file: fileOf({ session, camera, segment: this.#segment }),
      sha256: this.#hash.digest('hex'),
      bytes: this.#bytes,
      from: first.captured,
      to: this.#newest.captured,
      frames: this.#frames,
    }
    await folder.close(segment)
    return segment
  }

  /** Lets go of a file that could not be written; what is whole in it is found at the next start. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => undefined)
  }

  get #path(): string {
    const { folder, session, camera } = this.#options
    return folder.pathOf(fileOf({ session, camera, segment: this.#segment }))
  }

  async #append(plain: Uint8Array): Promise<RecordPlace> {
    const { bytes, place } = this.#sealer.seal(plain)
    await this.#file.appendFile(bytes)
    this.#hash.update(plain)
    this.#bytes += plain.length
    return place
  }
}
