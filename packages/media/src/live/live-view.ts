// The live view of one camera: an initialisation segment, the newest group of pictures at once, then one fragment for
// each picture as it comes.
import type { LivePiece } from '@portico/ports'
import { TICKS_PER_MS, codecString } from '@portico/rtp'
import type { Feed } from '../feed/feed.ts'
import { type Picture, bytesOf, sampleOf } from '../feed/picture.ts'
import { fragment, initSegment } from '../film/fragmented-mp4.ts'

export interface LiveViewOptions {
  readonly camera: string
  readonly feed: Pick<Feed, 'ring' | 'follow'>
  /** False: the pipe is full; the view goes on with the next key picture. */
  readonly emit: (piece: LivePiece) => boolean
}

/** What a picture lasts before the next one tells: 10 a second, and never longer than half a second. */
const DURATION_FIRST = 100 * TICKS_PER_MS
const DURATION_MAX = 500 * TICKS_PER_MS
/** A larger group is not sent at once: a piece has to fit into a frame of the pipe. */
const GROUP_BYTES_MAX = 6 * 1024 * 1024

export class LiveView implements Disposable {
  readonly #options: LiveViewOptions
  readonly #unfollow: () => void
  #first: Picture | null = null
  #last: Picture | null = null
  #duration = DURATION_FIRST
  #sequence = 0
  #waitsForKey = true

  constructor(options: LiveViewOptions) {
    this.#options = options
    const { feed } = options
    const newest = feed.ring.newest
    const group = newest ? feed.ring.groupUpTo(newest.captured) : []
    const bytes = group.reduce((sum, { nals }) => sum + bytesOf(nals), 0)
    this.#send(bytes <= GROUP_BYTES_MAX ? group : [])
    this.#unfollow = feed.follow((picture) => {
      this.#send([picture])
    })
  }

  /** Pictures in one fragment; the first one is a key picture where the view begins. */
  #send(pictures: readonly Picture[]): void {
    const [first] = pictures
    const newest = pictures.at(-1)
    if (!first || !newest || (this.#waitsForKey && !first.key)) return
    if (this.#first?.parameters !== first.parameters) {
      // A picture of new parameters that is no key picture cannot be shown.
      if (!first.key) return
      this.#begin(first, newest)
    }
    const start = this.#first ?? first
    const samples = pictures.map((picture, i) => {
      const next = pictures[i + 1]
      const before = pictures[i - 1] ?? this.#last
      if (before) this.#duration = Math.min(picture.mediaTime - before.mediaTime, DURATION_MAX)
      const duration = next ? next.mediaTime - picture.mediaTime : this.#duration
      return { bytes: sampleOf(picture), key: picture.key, duration }
    })
    this.#sequence += 1
    const decodeTime = first.mediaTime - start.mediaTime
    const { bytes } = fragment({ sequence: this.#sequence, decodeTime, samples, wallMs: null })
    this.#last = newest
    const { camera, emit } = this.#options
    const { captured } = newest
    this.#waitsForKey = !emit({ camera, type: 'fragment', codec: null, key: first.key, captured, bytes })
  }

  #begin(first: Picture, { captured }: Picture): void {
    const { camera, emit } = this.#options
    this.#first = first
    this.#last = null
    this.#sequence = 0
    const bytes = initSegment(first.parameters)
    emit({ camera, type: 'init', codec: codecString(first.parameters), key: false, captured, bytes })
  }

  [Symbol.dispose](): void {
    this.#unfollow()
  }
}
