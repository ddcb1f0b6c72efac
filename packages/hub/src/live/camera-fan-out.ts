// One live stream of a camera for all who look: the engine is watched while anybody does, and whoever comes later
// begins with the newest group of pictures.
import { type Instant, elapsed } from '@portico/core'
import type { CameraSource } from '@portico/plugin-api'
import type { CameraEngine, Clock, FeedReport, LivePiece } from '@portico/ports'
import type { Cameras } from './cameras.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'

export interface CameraFanOut extends Cameras {
  onFeed(report: FeedReport): void
  onLive(piece: LivePiece): void
  /** Told when the source of a camera is known. */
  onSource(camera: string, source: CameraSource): void
  /** Nobody who joins is shown what was kept of this camera. */
  forget(camera: string): void
  /** The engine is gone: what it showed is old. */
  onLost(): void
}

/** Largest group of pictures that is kept for late comers; a longer one is shown from its next beginning. */
export const GROUP_BYTES_MAX = 4 * 1024 * 1024
/**
 * A stream that stood still this long is asked for anew: the engine itself then says whether this camera may be looked
 * at now.
 */
const FRESH_MAX_MS = 2_000

type Follower = (piece: LivePiece) => void

class Stream {
  readonly followers = new Set<Follower>()
  #init: LivePiece | null = null
  #group: LivePiece[] = []
  #bytes = 0
  #newest: Instant | null = null

  take(piece: LivePiece, now: Instant): void {
    this.#newest = now
    if (piece.type === 'init') {
      this.#init = piece
      this.#drop()
    } else this.#keep(piece)
    for (const follower of this.followers) follower(piece)
  }

  isFresh(now: Instant): boolean {
    return this.#newest !== null && this.#group.length > 0 && elapsed(this.#newest, now) <= FRESH_MAX_MS
  }

  forget(): void {
    this.#init = null
    this.#newest = null
    this.#drop()
  }

  replay(follower: Follower): void {
    if (this.#init) follower(this.#init)
    for (const piece of this.#group) follower(piece)
  }

  #keep(piece: LivePiece): void {
    if (piece.key) this.#drop()
    else if (this.#group.length === 0) return
    this.#group.push(piece)
    this.#bytes += piece.bytes.length
    if (this.#bytes > GROUP_BYTES_MAX) this.#drop()
  }

  #drop(): void {
    this.#group = []
    this.#bytes = 0
  }
}

/** What was drawn in the views, and how one is learned anew. */
export interface CameraViews {
  readonly views: CheckedSettings['views']
  readonly learnView: (camera: string) => void
}

export function createCameras(
  engine: CameraEngine,
  clock: Clock,
  { views, learnView }: CameraViews,
): CameraFanOut {
  const feeds = new Map<string, FeedReport>()
  const sources = new Map<string, CameraSource>()
  const streams = new Map<string, Stream>()

  function leave(camera: string, stream: Stream, follower: Follower): void {
    stream.followers.delete(follower)
    if (stream.followers.size > 0 || streams.get(camera) !== stream) return
    streams.delete(camera)
    // An engine that does not answer is gone, and its watch with it.
    engine.unwatch(camera).catch(() => {})
  }

  async function follow(camera: string, follower: Follower): Promise<Disposable> {
    const stream = streams.get(camera) ?? new Stream()
    streams.set(camera, stream)
    const shows = stream.isFresh(clock.mono())
    if (shows) stream.replay(follower)
    else stream.forget()
    stream.followers.add(follower)
    const end = { [Symbol.dispose]: () => leave(camera, stream, follower) }
    if (shows) return end
    try {
      await engine.watch(camera)
    } catch (error) {
      end[Symbol.dispose]()
      throw error
    }
    return end
  }

  return {
    engine,
    feed: (camera) => feeds.get(camera) ?? null,
    proofOf: (camera) =>
      sources.get(camera)?.liveness.method === 'signed' ? 'signed' : (views[camera]?.proof ?? 'none'),
    learnView,
    hears: (camera) => {
      const source = sources.get(camera)
      return source?.rtsp !== undefined && source.rtsp !== null && source.backchannel === true
    },
    follow,
    onFeed: (report) => void feeds.set(report.camera, report),
    onSource: (camera, source) => void sources.set(camera, source),
    onLive: (piece) => streams.get(piece.camera)?.take(piece, clock.mono()),
    forget: (camera) => streams.get(camera)?.forget(),
    onLost: () => {
      for (const stream of streams.values()) stream.forget()
      for (const [camera, { captured }] of feeds) feeds.set(camera, { camera, state: 'silent', captured })
    },
  }
}
