// What the hub lets be heard of one camera, shared by all who listen and by the recording. A home that does not listen to its
// camera, or a camera without an ear, gives nothing.
import { type FindHub, FrameLine } from './hub-socket.ts'
import type { RecordedSound } from './mp4-write.ts'
import { type SoundTrack, readFragment, readTrack } from './mp4-read.ts'

export interface LiveSound {
  readonly track: SoundTrack
  /** One coded frame. */
  readonly bytes: Uint8Array
  /** Samples at the track's rate. */
  readonly duration: number
  /** Samples since the track began. */
  readonly at: number
  /** When its first sample was heard, of this process's `performance.now()`, ms. */
  readonly captured: number
}

/** The frames kept for a recording, at most. */
const KEPT_MAX = 1_024

export class SoundLine implements Disposable {
  readonly #hub: FindHub
  readonly #camera: string
  readonly #followers = new Set<(sound: LiveSound) => void>()
  readonly #wishes = new Map<symbol, number>()
  #line: FrameLine | null = null
  #track: SoundTrack | null = null
  #kept: LiveSound[] = []

  constructor(hub: FindHub, camera: string) {
    this.#hub = hub
    this.#camera = camera
  }

  /** What an AAC track of it would be; null: nothing was heard yet, or it is no AAC. */
  get aac(): RecordedSound | null {
    const track = this.#track
    if (track?.codec !== 'aac') return null
    return { rate: track.timescale, channels: track.channels, configuration: track.configuration }
  }

  since(captured: number): LiveSound[] {
    return this.#kept.filter((sound) => sound.captured >= captured)
  }

  /** Keeps the line open, and `backMs` of what it brought, until what is returned is disposed. */
  want(backMs = 0): Disposable {
    const wish = Symbol('wish')
    this.#wishes.set(wish, backMs)
    this.#open()
    return {
      [Symbol.dispose]: () => {
        if (this.#wishes.delete(wish) && this.#wishes.size === 0) this[Symbol.dispose]()
      },
    }
  }

  follow(follower: (sound: LiveSound) => void): Disposable {
    const wish = this.want()
    this.#followers.add(follower)
    return {
      [Symbol.dispose]: () => {
        this.#followers.delete(follower)
        wish[Symbol.dispose]()
      },
    }
  }

  #open(): void {
    this.#line ??= new FrameLine(this.#hub, `/ws/listen/${encodeURIComponent(this.#camera)}`, {
      onHead: () => this.#forget(),
      onPiece: (ageMs, bytes) => this.#take(performance.now() - ageMs, bytes),
      onEnd: () => this.#forget(),
    })
  }

  #take(newest: number, bytes: Uint8Array): void {
    if (!this.#track) {
      const track = readTrack(bytes)
      this.#track = track?.kind === 'sound' ? track : null
      return
    }
    const track = this.#track
    const fragment = readFragment(bytes)
    if (!fragment) return
    const whole = fragment.samples.slice(0, -1).reduce((sum, { duration }) => sum + duration, 0)
    let at = fragment.decodeTime
    for (const { bytes: frame, duration } of fragment.samples) {
      const captured = newest - (1000 * (whole - (at - fragment.decodeTime))) / track.timescale
      this.#keep({ track, bytes: frame, duration, at, captured })
      at += duration
    }
  }

  #keep(sound: LiveSound): void {
    const edge = sound.captured - Math.max(0, ...this.#wishes.values())
    this.#kept.push(sound)
    while (this.#kept.length > KEPT_MAX || (this.#kept[0]?.captured ?? Infinity) < edge) this.#kept.shift()
    for (const follower of this.#followers) follower(sound)
  }

  #forget(): void {
    this.#track = null
    this.#kept = []
  }

  [Symbol.dispose](): void {
    this.#line?.[Symbol.dispose]()
    this.#line = null
    this.#forget()
  }
}
