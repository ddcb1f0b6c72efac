// All who look by WebRTC, as the engine sees them: who may, which cameras they need, and the thread that serves them.
import { instant } from '@portico/core'
import type { StreamSource } from '@portico/plugin-api'
import type { Clock, ViewerOrder, Wake } from '@portico/ports'
import { joinLengthPrefixed, parameterNals } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import type { Feed } from '../feed/feed.ts'
import type { Picture } from '../feed/picture.ts'
import type { MediaLog } from '../wire.ts'
import { isUsable } from './ice-fragment.ts'
import type { ProfileBytes } from './offer.ts'
import { SecondView } from './second-view.ts'
import type { SentPicture, ViewerNews } from './viewer-job.ts'
import { ViewerThread } from './viewer-thread.ts'

export interface ViewerDeskOptions {
  readonly clock: Clock
  readonly log: MediaLog
  /** A camera whose moving picture may be looked at now. Throws `HUB_CAMERA_UNKNOWN`, `…_PRIVATE` or `…_MASKED`. */
  readonly shown: (camera: string) => ShownCamera
  readonly onGone: (viewer: string, why: string) => void
}

type View = Pick<Feed, 'ring' | 'follow'>

export interface ShownCamera {
  readonly feed: View
  readonly source: StreamSource
}

/** Each costs about a hundredth of a core. */
export const VIEWERS_MAX = 16
/** A thread that takes longer to answer has hung, ms. */
const ANSWER_WITHIN_MS = 4_000
/** The thread and its 75 MB are let go when nobody has looked or was expected for so long, ms. */
export const REST_AFTER_MS = 10 * 60_000
/** An older picture is none of now, ms. */
const PICTURE_AGE_MAX_MS = 2_000

type Outcome = Extract<ViewerNews, { type: 'answer' | 'refusal' }>

interface Seat {
  readonly camera: string
  readonly settle: (news: Outcome) => void
}

export class ViewerDesk implements AsyncDisposable {
  readonly #options: ViewerDeskOptions
  readonly #seats = new Map<string, Seat>()
  /** Cameras that somebody looks at, and how that ends. */
  readonly #watched = new Map<string, () => void>()
  /** Of cameras whose main stream no viewer can take. */
  readonly #seconds = new Map<string, SecondView>()
  readonly #thread: ViewerThread
  /** Openings on their way: they need the thread as much as those who look. */
  #opening = 0
  #resting: Wake | null = null

  constructor(options: ViewerDeskOptions) {
    this.#options = options
    const { clock } = options
    this.#thread = new ViewerThread({
      clock,
      onNews: (news) => {
        this.#hear(news)
      },
      onLost: (why) => {
        this.#lost(why)
      },
    })
  }

  /** Somebody may ask for WebRTC next: what serves it is loaded meanwhile. */
  warm(): void {
    this.#thread.start()
    this.#restLater()
  }

  #restLater(): void {
    const { clock } = this.#options
    this.#resting?.cancel()
    this.#resting = clock.wake(instant(clock.mono() + REST_AFTER_MS), () => {
      if (this.#seats.size > 0 || this.#opening > 0) this.#restLater()
      else this.#thread.rest()
    })
  }

  /**
   * The answer to an offer. Rejects with `HUB_CAMERA_OFFER`, `HUB_CAMERA_CODEC`, `HUB_CAMERA_NO_PICTURE`, what `shown`
   * throws, `HUB_MEDIA_BUSY`, `HUB_MEDIA_TIMEOUT` or `HUB_MEDIA_FAULT`.
   */
  async open(order: ViewerOrder): Promise<string> {
    this.#opening += 1
    this.#restLater()
    try {
      return await this.#open(order)
    } finally {
      this.#opening -= 1
    }
  }

  async #open({ viewer, camera, offer, addresses, stun }: ViewerOrder): Promise<string> {
    if (this.#seats.size >= VIEWERS_MAX || this.#seats.has(viewer))
      throw mediaError('HUB_MEDIA_BUSY', `${VIEWERS_MAX} are looking already`, { retryable: true })
    // Whoever may not look is told at once.
    this.#options.shown(camera)
    await this.#thread.ready()
    const { view, profile } = await this.#viewOf(camera)
    const news = await this.#seat(viewer, camera, () => {
      this.#watch(camera, view)
      this.#thread.post({ type: 'open', opening: { viewer, camera, offer, profile, addresses, stun } })
    })
    if (news.type === 'answer') return news.answer
    this.close(viewer)
    if (news.why === 'malformed')
      throw mediaError('HUB_CAMERA_OFFER', `the offer cannot be used: ${news.words}`)
    if (news.why === 'unfit')
      throw mediaError('HUB_CAMERA_CODEC', `the viewer cannot take the pictures of camera ${camera}`)
    // It may have ended because nobody may look any more: then that is the answer.
    this.#options.shown(camera)
    throw mediaError('HUB_MEDIA_FAULT', `no viewer: ${news.words}`, { retryable: true })
  }

  /** Harmless for one who is gone. */
  trickle(viewer: string, candidates: readonly string[]): void {
    if (this.#seats.has(viewer))
      this.#thread.post({ type: 'trickle', viewer, candidates: candidates.filter(isUsable) })
  }

  /** Harmless when it is gone already; not told by `onGone`. */
  close(viewer: string): void {
    if (!this.#seats.has(viewer)) return
    this.#thread.post({ type: 'close', viewer })
    this.#leave(viewer)
  }

  /** The camera may not be looked at any more. */
  closeAll(camera: string, why: string): void {
    for (const [viewer, seat] of this.#seats) {
      if (seat.camera !== camera) continue
      this.close(viewer)
      this.#options.onGone(viewer, why)
    }
  }

  /** The stream of a camera that a viewer can take: its main one, or a second one where that is H.265. */
  async #viewOf(camera: string): Promise<{ readonly view: View; readonly profile: ProfileBytes }> {
    const { feed, source } = this.#options.shown(camera)
    const { clock } = this.#options
    const url = source.second ?? null
    if (feed.ring.newest?.parameters.codec !== 'h265' || url === null)
      return { view: feed, profile: this.#profileOf(camera, feed) }
    const second = this.#seconds.get(camera) ?? new SecondView({ camera, source, url, clock })
    this.#seconds.set(camera, second)
    try {
      await second.untilFirst()
      // Meanwhile the visit may have ended.
      this.#options.shown(camera)
      return { view: second, profile: this.#profileOf(camera, second) }
    } catch (error) {
      this.#leaveSecond(camera)
      throw error
    }
  }

  /** Nobody looks through it any more. */
  #leaveSecond(camera: string): void {
    if ([...this.#seats.values()].some((seat) => seat.camera === camera)) return
    void this.#seconds.get(camera)?.[Symbol.asyncDispose]()
    this.#seconds.delete(camera)
  }

  #profileOf(camera: string, { ring }: Pick<Feed, 'ring'>): ProfileBytes {
    const { newest } = ring
    const { clock } = this.#options
    if (!newest || clock.mono() - newest.captured > PICTURE_AGE_MAX_MS)
      throw mediaError('HUB_CAMERA_NO_PICTURE', `camera ${camera} has no picture of now`, { retryable: true })
    const { codec, sps } = newest.parameters
    if (codec !== 'h264') throw mediaError('HUB_CAMERA_CODEC', `camera ${camera} sends ${codec}`)
    return [sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0]
  }

  async #seat(viewer: string, camera: string, begin: () => void): Promise<Outcome> {
    const { clock } = this.#options
    const answered = Promise.withResolvers<Outcome>()
    this.#seats.set(viewer, { camera, settle: answered.resolve })
    const limit = clock.wake(instant(clock.mono() + ANSWER_WITHIN_MS), () => {
      this.#thread.end('the thread of the viewers does not answer')
    })
    begin()
    const news = await answered.promise
    limit.cancel()
    return news
  }

  #watch(camera: string, feed: View): void {
    if (this.#watched.has(camera)) return
    const { newest } = feed.ring
    this.#show(camera, newest ? feed.ring.groupUpTo(newest.captured) : [], true)
    const unfollow = feed.follow((picture) => {
      this.#show(camera, [picture], false)
    })
    this.#watched.set(camera, unfollow)
  }

  #show(camera: string, pictures: readonly Picture[], fresh: boolean): void {
    const sent = pictures.map(toSend)
    this.#thread.post(
      { type: 'pictures', camera, fresh, pictures: sent },
      sent.map(({ bytes }) => bytes.buffer),
    )
  }

  #leave(viewer: string): void {
    const seat = this.#seats.get(viewer)
    this.#seats.delete(viewer)
    this.#restLater()
    // One that waits for its answer hears no other.
    seat?.settle({ type: 'refusal', viewer, why: 'failed', words: 'it ended meanwhile' })
    if (!seat || [...this.#seats.values()].some(({ camera }) => camera === seat.camera)) return
    this.#watched.get(seat.camera)?.()
    this.#watched.delete(seat.camera)
    this.#leaveSecond(seat.camera)
    this.#thread.post({ type: 'forget', camera: seat.camera })
  }

  #hear(news: Exclude<ViewerNews, { type: 'ready' }>): void {
    if (news.type !== 'gone') {
      this.#seats.get(news.viewer)?.settle(news)
      return
    }
    if (!this.#seats.has(news.viewer)) return
    this.#leave(news.viewer)
    this.#options.onGone(news.viewer, news.why)
  }

  /** The thread is gone, and with it all who look. */
  #lost(why: string): void {
    this.#options.log.warn({ why, viewers: this.#seats.size }, 'thread of the viewers ended')
    for (const unfollow of this.#watched.values()) unfollow()
    this.#watched.clear()
    for (const second of this.#seconds.values()) void second[Symbol.asyncDispose]()
    this.#seconds.clear()
    for (const [viewer, { settle }] of this.#seats) {
      this.#seats.delete(viewer)
      settle({ type: 'refusal', viewer, why: 'failed', words: why })
      this.#options.onGone(viewer, why)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#resting?.cancel()
    await this.#thread[Symbol.asyncDispose]()
  }
}

/** A copy of its own, since the thread takes it away. */
function toSend({ key, parameters, nals, captured }: Picture): SentPicture {
  const all = key ? [...parameterNals(parameters), ...nals] : nals
  // cast: it was made just now, and not over shared memory
  const bytes = joinLengthPrefixed(all) as Uint8Array<ArrayBuffer>
  return { bytes, key, captured }
}
