// The hub's live picture of one camera, shared by all who look by this plugin and by the recording: the newest group is at
// hand as soon as somebody wants it, and as much of the past as the recording asks for. Open only while it is wanted.
import { splitLengthPrefixed } from '@portico/rtp'
import { type FindHub, FrameLine, type LineEnd } from './hub-socket.ts'
import { type PictureTrack, readFragment, readTrack } from './mp4-read.ts'

export interface LivePicture {
  /** What it was coded with: another object where the stream changed. */
  readonly track: PictureTrack
  readonly nals: readonly Uint8Array[]
  /** As MP4 holds it. */
  readonly bytes: Uint8Array
  readonly key: boolean
  /** Ticks of the track since it began. */
  readonly at: number
  /** Of this process's `performance.now()`, ms. */
  readonly captured: number
}

/** It stays open this long after the last who wanted it, ms: a snapshot is often followed by a look. */
const LINGER_MS = 30_000
/** Bytes of pictures kept at most; the oldest groups go first. */
const RING_BYTES_MAX = 48 * 1024 * 1024

/** `codec`: the camera sends what HomeKit does not show, H.265. */
export type PictureEnd = LineEnd | 'codec'

type Follower = (picture: LivePicture) => void

export interface PictureLineOptions {
  readonly hub: FindHub
  readonly camera: string
  /** The line broke or was refused: whoever looks sees nothing new. */
  readonly onEnd: (why: PictureEnd) => void
}

export class PictureLine implements Disposable {
  readonly #options: PictureLineOptions
  readonly #followers = new Set<Follower>()
  readonly #wishes = new Map<symbol, number>()
  #line: FrameLine | null = null
  #linger: NodeJS.Timeout | null = null
  #track: PictureTrack | null = null
  #waitsForKey = true
  #ended: PictureEnd | null = null
  #groups: { readonly pictures: LivePicture[]; bytes: number }[] = []

  constructor(options: PictureLineOptions) {
    this.#options = options
  }

  /** Why nothing comes; null: it does, or nobody knows yet. */
  get ended(): PictureEnd | null {
    return this.#ended
  }

  /** The newest pictures from a key picture on; empty: none came yet. */
  get newestGroup(): readonly LivePicture[] {
    return this.#groups.at(-1)?.pictures ?? []
  }

  /** From the group that holds `captured` on, or from the oldest that is kept. */
  since(captured: number): LivePicture[] {
    const first = this.#groups.findLastIndex(
      ({ pictures }) => (pictures[0]?.captured ?? Infinity) <= captured,
    )
    return this.#groups.slice(Math.max(0, first)).flatMap(({ pictures }) => pictures)
  }

  /** Keeps the line open, and `backMs` of what it brought, until what is returned is disposed. */
  want(backMs = 0): Disposable {
    const wish = Symbol('wish')
    this.#wishes.set(wish, backMs)
    this.#open()
    return {
      [Symbol.dispose]: () => {
        if (!this.#wishes.delete(wish)) return
        this.#trim()
        if (this.#wishes.size === 0) this.#closeSoon()
      },
    }
  }

  /** Calls for each picture from now on; it wants the line as well. */
  follow(follower: Follower): Disposable {
    const wish = this.want()
    this.#followers.add(follower)
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(follower)
        wish[Symbol.dispose]()
      },
    }
  }

  /** Opens it for a while, for whoever may come. */
  warm(): void {
    this.want()[Symbol.dispose]()
  }

  #open(): void {
    if (this.#linger) clearTimeout(this.#linger)
    this.#linger = null
    const { hub, camera } = this.#options
    this.#line ??= new FrameLine(hub, `/ws/live/${encodeURIComponent(camera)}`, {
      onHead: () => {
        this.#forget()
        this.#ended = null
      },
      onPiece: (ageMs, bytes) => this.#take(performance.now() - ageMs, bytes),
      onEnd: (why) => this.#end(why),
    })
  }

  #closeSoon(): void {
    if (this.#linger) clearTimeout(this.#linger)
    this.#linger = setTimeout(() => this[Symbol.dispose](), LINGER_MS)
  }

  /** The first piece is the initialisation segment; `newest`: when the last picture in it was taken. */
  #take(newest: number, bytes: Uint8Array): void {
    if (!this.#track) {
      const track = this.#ended === null ? readTrack(bytes) : null
      if (track?.kind === 'picture') this.#track = track
      else if (this.#ended === null) this.#end('codec')
      return
    }
    const fragment = readFragment(bytes)
    if (!fragment) {
      this.#waitsForKey = true
      return
    }
    const track = this.#track
    const whole = fragment.samples.slice(0, -1).reduce((sum, { duration }) => sum + duration, 0)
    const last = fragment.decodeTime + whole
    let at = fragment.decodeTime
    for (const { bytes: sample, key, duration } of fragment.samples) {
      const nals = nalsOf(sample)
      this.#waitsForKey = nals === null || (this.#waitsForKey && !key)
      const captured = newest - (1000 * (last - at)) / track.timescale
      if (nals && !this.#waitsForKey) this.#keep({ track, nals, bytes: sample, key, at, captured })
      at += duration
    }
  }

  #keep(picture: LivePicture): void {
    if (picture.key) this.#groups.push({ pictures: [], bytes: 0 })
    const group = this.#groups.at(-1)
    group?.pictures.push(picture)
    if (group) group.bytes += picture.bytes.length
    if (picture.key) this.#trim()
    for (const follower of this.#followers) follower(picture)
  }

  #trim(): void {
    const newest = this.newestGroup.at(-1)?.captured ?? 0
    const edge = newest - Math.max(0, ...this.#wishes.values())
    let bytes = this.#groups.reduce((sum, group) => sum + group.bytes, 0)
    while (this.#groups.length > 1) {
      const isBehind = (this.#groups[1]?.pictures[0]?.captured ?? Infinity) <= edge
      if (!isBehind && bytes <= RING_BYTES_MAX) return
      bytes -= this.#groups.shift()?.bytes ?? 0
    }
  }

  #end(why: PictureEnd): void {
    this.#forget()
    this.#ended = why
    this.#options.onEnd(why)
  }

  #forget(): void {
    this.#track = null
    this.#waitsForKey = true
    this.#groups = []
  }

  /** Nothing is kept; a new wish begins anew. */
  [Symbol.dispose](): void {
    if (this.#linger) clearTimeout(this.#linger)
    this.#linger = null
    this.#line?.[Symbol.dispose]()
    this.#line = null
    this.#ended = null
    this.#forget()
  }
}

function nalsOf(sample: Uint8Array): Uint8Array[] | null {
  try {
    return splitLengthPrefixed(sample)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
