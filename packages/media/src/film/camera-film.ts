// The film of one camera for one session: from its pictures to durable pieces, and a report after each sync. Nothing is
// reported that the disk does not have.
import { type FrameReport, type Instant, instant } from '@portico/core'
import type { SessionId } from '@portico/core'
import type { Clock, FilmMark, FilmSegment, Wake } from '@portico/ports'
import type { SoundFormat } from '@portico/rtp'
import type { Feed } from '../feed/feed.ts'
import { type Picture, bytesOf, sampleOf, sha256 } from '../feed/picture.ts'
import { type Sound, samplesAt } from '../feed/sound.ts'
import type { MediaLog } from '../wire.ts'
import type { FilmFolder } from './film-folder.ts'
import { FilmPiece, type KeyPlace } from './film-piece.ts'
import { FragmentCutter, type TimedPicture } from './fragment-cutter.ts'
import { MarkQueue } from './mark-queue.ts'
import type { StorageGuard } from './storage-guard.ts'

export interface CameraFilmOptions {
  readonly session: SessionId
  readonly camera: string
  readonly feed: Pick<Feed, 'ring' | 'follow' | 'contentTrusted' | 'doubt' | 'filmSound'>
  readonly folder: FilmFolder
  readonly guard: Pick<StorageGuard, 'failed'>
  readonly clock: Clock
  readonly log: MediaLog
  /** Film begins with the key picture at or before this. */
  readonly since: Instant
  /** Pictures taken before are pre-roll: they are kept but prove nothing. */
  readonly ordered: Instant
  /** Null: this film proves nothing. */
  readonly onReport: ((report: FrameReport) => void) | null
  readonly onSegment: (segment: FilmSegment) => void
}

/** A camera that pauses leaves its last pictures unwritten no longer than this, ms. */
const FLUSH_EVERY_MS = 250
/** Bytes that wait for a slow disk; more are given up, with the storage. */
const QUEUE_BYTES_MAX = 16 * 1024 * 1024
/** Pieces of one film: a camera that changes its parameters more often fills no disk with files. */
const PIECES_MAX = 200
/** Frames of sound that wait to be written: ten seconds of pre-roll at 50 a second, and as much behind a slow disk. */
const SOUNDS_MAX = 1_024
/** Key pictures remembered for photos: eight minutes at four a second. */
const KEYS_MAX = 2_000

/** Pictures of one fragment, and what the camera's sound was coded in when they came; null: it had none. */
interface QueuedRun {
  readonly run: readonly TimedPicture[]
  readonly sound: SoundFormat | null
}

export class CameraFilm implements AsyncDisposable {
  readonly #options: CameraFilmOptions
  readonly #cutter = new FragmentCutter()
  readonly #unfollow: () => void
  readonly #unhear: () => void
  #sounds: Sound[] = []
  readonly #keys: KeyPlace[] = []
  readonly #marks = new MarkQueue()
  #queue: QueuedRun[] = []
  #queuedBytes = 0
  #writing: Promise<void> | null = null
  #piece: FilmPiece | null = null
  #pieces = 0
  #flush: Wake | null = null
  #idle = false

  /** Begins at once with what the camera remembers of the time since. */
  constructor(options: CameraFilmOptions) {
    this.#options = options
    const { feed, since } = options
    for (const picture of feed.ring.from(since)) this.#take(picture)
    this.#unfollow = feed.follow((picture) => {
      this.#take(picture)
    })
    this.#sounds.push(...(feed.filmSound?.from(since) ?? []))
    const unhear = feed.filmSound?.follow((sound) => {
      this.#sounds.push(sound)
      if (this.#sounds.length > SOUNDS_MAX) this.#sounds.shift()
    })
    this.#unhear = unhear ?? (() => undefined)
    this.#scheduleFlush()
  }

  /** Key pictures of this film, oldest first, wherever they stand on the disk. */
  get keys(): readonly KeyPlace[] {
    return this.#keys
  }

  /** What it shows may be the proof, and the photo, of a visit. */
  get proves(): boolean {
    return this.#options.onReport !== null
  }

  /** Written with the next fragment. */
  mark(mark: FilmMark): void {
    this.#marks.push(mark)
  }

  #take(picture: Picture): void {
    this.#idle = false
    const run = this.#cutter.push(picture)
    if (run) this.#enqueue(run)
  }

  #scheduleFlush(): void {
    const { clock } = this.#options
    this.#flush = clock.wake(instant(clock.mono() + FLUSH_EVERY_MS), () => {
      const run = this.#idle ? this.#cutter.flush() : null
      this.#idle = true
      if (run) this.#enqueue(run)
      this.#scheduleFlush()
    })
  }

  #enqueue(run: TimedPicture[]): void {
    this.#queue.push({ run, sound: this.#options.feed.filmSound?.format ?? null })
    this.#queuedBytes += run.reduce((sum, { picture }) => sum + bytesOf(picture.nals), 0)
    if (this.#queuedBytes > QUEUE_BYTES_MAX) {
      this.#queue = []
      this.#queuedBytes = 0
      this.#options.guard.failed(new Error('the disk is too slow for the film'))
      return
    }
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
  }

  /** Writes and syncs what waits, and what came meanwhile, until nothing waits. */
  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      const runs = this.#queue
      this.#queue = []
      this.#queuedBytes = 0
      try {
        let written: TimedPicture[] = []
        for (const queued of runs)
          written = (await this.#writeRun(queued)) ? [...written, ...queued.run] : written
        await this.#piece?.mark(this.#marks.take())
        await this.#piece?.sync()
        this.#report(written.map(({ picture }) => picture))
      } catch (error) {
        await this.#fail(error)
      }
    }
  }

  async #writeRun({ run, sound }: QueuedRun): Promise<boolean> {
    const first = run[0]?.picture
    if (!first) return false
    if (first.key && this.#piece?.continues(first, sound) !== true) {
      await this.#piece?.hear(this.#takeSounds(first.mediaTime))
      await this.#endPiece()
      await this.#beginPiece(first, sound)
    }
    if (!this.#piece) return false
    this.#keys.push(...(await this.#piece.write(run)))
    const last = run.at(-1)
    if (last) await this.#piece.hear(this.#takeSounds(last.picture.mediaTime + last.duration))
    if (this.#keys.length > KEYS_MAX) this.#keys.splice(0, this.#keys.length - KEYS_MAX)
    return true
  }

  /** What was heard up to a moment of the pictures' media time, and is not written. */
  #takeSounds(until: number): readonly Sound[] {
    const all = this.#sounds
    const isTaken = ({ at, format }: Sound): boolean => at < samplesAt(until, format.rate)
    this.#sounds = all.filter((sound) => !isTaken(sound))
    return all.filter(isTaken)
  }

  async #beginPiece(first: Picture, sound: SoundFormat | null): Promise<void> {
    const { folder, session, camera, clock, log } = this.#options
    if (this.#pieces >= PIECES_MAX) {
      if (this.#pieces === PIECES_MAX) log.error({ camera, session }, 'film has too many pieces and ends')
      this.#pieces = PIECES_MAX + 1
      return
    }
    const wallOf = (at: Instant): number => clock.wall() - (clock.mono() - at)
    this.#piece = await FilmPiece.open({ folder, session, camera, first, sound, wallOf })
    this.#pieces += 1
  }

  async #endPiece(): Promise<void> {
    const piece = this.#piece
    this.#piece = null
    if (!piece) return
    await piece.mark(this.#marks.take())
    this.#options.onSegment(await piece.close())
  }

  async #fail(error: unknown): Promise<void> {
    const piece = this.#piece
    this.#piece = null
    this.#options.guard.failed(error)
    await piece?.abandon()
  }

  #report(written: readonly Picture[]): void {
    const { camera, feed, ordered, onReport } = this.#options
    const proving = written.filter(({ captured }) => captured >= ordered)
    const newest = proving.at(-1)
    if (!newest || !onReport) return
    const { doubt } = feed
    onReport({
      ...(doubt === null ? {} : { doubt }),
      camera,
      captured: newest.captured,
      grade: newest.grade,
      changed: newest.changed && feed.contentTrusted,
      durable: true,
      sha256: sha256(sampleOf(newest)),
      count: proving.length,
    })
  }

  /** Ends the film: what waits is written, the last piece closed with its record. */
  async finish(): Promise<void> {
    await this.#stop()
    try {
      await this.#endPiece()
    } catch (error) {
      await this.#fail(error)
    }
  }

  /**
   * Ends without a closing record, because nobody is there any more to be told of the piece: the next start finds it
   * and tells. Harmless after `finish`, and twice.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop()
    const piece = this.#piece
    this.#piece = null
    await piece?.sync().catch(() => undefined)
    await piece?.abandon()
  }

  async #stop(): Promise<void> {
    this.#unfollow()
    this.#unhear()
    this.#flush?.cancel()
    const run = this.#cutter.flush()
    if (run) this.#enqueue(run)
    await this.#writing
  }
}
