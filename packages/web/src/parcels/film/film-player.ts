// Plays the pieces of a film on one line of time, the hour of the day: each piece stands where it was taken. Where
// nothing was filmed the time goes on without a picture.
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { JOIN_MS, type Span, spanAfter, spanAt } from './film-timeline.ts'
import type { Piece } from './film-reel.ts'
import { FilmSound } from './film-sound.ts'
import { splitTracks } from './film-tracks.ts'

export interface FilmPlayerOptions {
  readonly video: HTMLVideoElement
  readonly whole: Span
  /** Its pictures alone are wanted. */
  readonly isSilent?: boolean
  /** Where this camera has pictures. */
  readonly spans: ReadonlySignal<readonly Span[]>
  /** Unix ms: the place in the film. */
  readonly at: Signal<number>
}

/** Ms that the video may stand still in a span before it is helped over a hole that is too small to be drawn. */
const STALL_MS = 400
/** Seconds behind the edge of a span at which the first picture is surely there. */
const EDGE_S = 0.001
/** A slow phone decodes from the key picture before it on, ms. */
const SEEK_WITHIN_MS = 5_000
/** Less than this behind the last picture is no part of the film that anybody waits for, ms. */
const TAIL_MS = 1_000
/**
 * Seconds in the video before the time of the film begins: a first picture that was taken a little earlier than the
 * journal says would lie before nought, where it is thrown away, and with it all that builds upon it.
 */
const LEAD_S = 10
/** `HAVE_CURRENT_DATA`: there is a picture at the place where it stands. */
const HAS_PICTURE = 2

export const canPlayFilm = (): boolean =>
  (globalThis.ManagedMediaSource ?? globalThis.MediaSource) !== undefined

export class FilmPlayer implements Disposable {
  readonly isPlaying = signal(false)
  /** Unix ms of the picture on the screen; null: none was drawn yet. */
  readonly shown = signal<number | null>(null)
  /** This browser cannot show this film. */
  readonly isUnable = signal(false)
  readonly sound = new FilmSound()
  readonly #options: FilmPlayerOptions
  readonly #source: MediaSource | null
  readonly #address: string | null = null
  #buffer: SourceBuffer | null = null
  #frame = 0
  #before = 0
  #stalled = 0
  #hasBegun = false
  #isOver = false

  constructor(options: FilmPlayerOptions) {
    this.#options = options
    const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource
    this.#source = Source ? new Source() : null
    this.isUnable.value = this.#source === null
    const { video } = options
    if (this.#source) {
      video.disableRemotePlayback = true
      this.#address = URL.createObjectURL(this.#source)
      video.src = this.#address
    }
    this.#watch()
  }

  /** Puts a piece into its place. Resolves when it can be shown, or never will be. */
  async add({ file, bytes }: Piece): Promise<void> {
    const source = this.#source
    const [first] = file?.pictures ?? []
    if (!source || !file || !bytes || !first) return
    await opened(source)
    if (this.#isOver || source.readyState !== 'open') return
    const type = `video/mp4; codecs="${file.codec}"`
    const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource
    if (!Source?.isTypeSupported(type)) {
      this.isUnable.value = true
      return
    }
    if (this.#buffer) this.#buffer.changeType(type)
    const buffer = (this.#buffer ??= source.addSourceBuffer(type))
    const { pictures, sound } = splitTracks(bytes)
    const offset = this.#seconds(first.at) - file.begins
    if (sound && this.#options.isSilent !== true) this.sound.add(sound, offset)
    try {
      buffer.timestampOffset = offset
      buffer.appendBuffer(pictures)
      await new Promise((resolve) => {
        buffer.addEventListener('updateend', resolve, { once: true })
      })
    } catch {
      // The browser's memory for pictures is full: what is in it plays, and the rest is drawn and cannot be shown.
      this.isUnable.value = this.shown.value === null
    }
    if (!this.#isOver && !this.#hasBegun) this.#begin(first.at)
  }

  /** Nobody has gone anywhere yet: it begins with this camera's first picture. */
  #begin(first: number): void {
    const { at, whole } = this.#options
    this.#hasBegun = true
    this.seek(at.value === whole.from ? first : at.value)
  }

  play(): void {
    const { at, whole } = this.#options
    if (this.isPlaying.value) return
    if (at.value >= this.#end - 1) this.seek(whole.from)
    this.isPlaying.value = true
    this.#before = performance.now()
    this.#follow()
    this.#step()
  }

  pause(): void {
    this.isPlaying.value = false
    cancelAnimationFrame(this.#frame)
    this.#options.video.pause()
    this.sound.follow(0, false)
  }

  /** Unix ms; held within the film. */
  seek(to: number): void {
    const { at, whole } = this.#options
    at.value = Math.min(whole.to, Math.max(whole.from, to))
    this.#follow()
  }

  /** Waits for the picture of a moment; false: there is none, or it did not come. Only while nobody plays. */
  async look(moment: number): Promise<boolean> {
    const { video, spans } = this.#options
    if (this.isPlaying.value || this.#isOver || spanAt(spans.peek(), moment) === null) return false
    const come = new Promise<boolean>((resolve) => {
      video.addEventListener('seeked', () => resolve(true), { once: true })
      setTimeout(() => resolve(false), SEEK_WITHIN_MS)
    })
    video.currentTime = this.#seconds(moment) + EDGE_S
    return (await come) && !this.#isOver && video.readyState >= HAS_PICTURE
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.pause()
    this.sound[Symbol.dispose]()
    if (this.#address === null) return
    URL.revokeObjectURL(this.#address)
    this.#options.video.removeAttribute('src')
    this.#options.video.load()
  }

  /** Seconds in the video; a little further on where its first picture is only just not reached. */
  #placeOf(at: number): number {
    const { buffered } = this.#options.video
    const place = this.#seconds(at) + EDGE_S
    for (let range = 0; range < buffered.length; range++) {
      const ahead = buffered.start(range) - place
      if (ahead > 0 && ahead <= JOIN_MS / 1000) return buffered.start(range) + EDGE_S
    }
    return place
  }

  #seconds(at: number): number {
    return (at - this.#options.whole.from) / 1000 + LEAD_S
  }

  /** Unix ms of a second in the video. */
  #momentOf(seconds: number): number {
    return this.#options.whole.from + (seconds - LEAD_S) * 1000
  }

  /** Puts the video to where the time is, playing or not. */
  #follow(): void {
    const { video, at, spans } = this.#options
    const span = spanAt(spans.peek(), at.value)
    if (!span) {
      video.pause()
      return
    }
    video.currentTime = this.#placeOf(at.value)
    this.#stalled = 0
    // A browser that lets nothing play by itself leaves it standing, and so does the time.
    if (this.isPlaying.value) video.play().catch(() => this.pause())
  }

  readonly #step = (): void => {
    if (!this.isPlaying.value) return
    const now = performance.now()
    const passed = now - this.#before
    this.#before = now
    const { at, spans } = this.#options
    const span = spanAt(spans.peek(), at.value)
    if (span) this.#playIn(span, passed)
    else this.#playGap(passed)
    const { video } = this.#options
    this.sound.follow(video.currentTime, !video.paused && !video.seeking)
    if (at.value >= this.#end - 1) return this.#halt()
    this.#frame = requestAnimationFrame(this.#step)
  }

  /** Where playing ends: with the last picture, when the time of the film is over with it or nearly so. */
  get #end(): number {
    const { spans, whole } = this.#options
    const last = spans.peek().at(-1)?.to ?? whole.to
    return whole.to - last < TAIL_MS ? last : whole.to
  }

  /** The last picture stays. */
  #halt(): void {
    this.#options.at.value = this.#end - 1
    this.pause()
  }

  #playIn(span: Span, passed: number): void {
    const { video, at } = this.#options
    const moved = this.#momentOf(video.currentTime)
    if (moved > at.value) {
      this.#stalled = 0
      at.value = Math.min(moved, span.to)
    } else this.#stalled += passed
    if (this.#stalled > STALL_MS) this.#help(span)
    if (at.value >= span.to) video.pause()
  }

  /** Over a hole in the buffer; or, at the end of a span, on into the gap. */
  #help(span: Span): void {
    const { video, at } = this.#options
    if (video.seeking) return
    this.#stalled = 0
    const { buffered, currentTime } = video
    for (let range = 0; range < buffered.length; range++) {
      const start = buffered.start(range)
      if (start > currentTime && this.#momentOf(start) < span.to) {
        video.currentTime = start + EDGE_S
        return
      }
    }
    at.value = span.to
  }

  #playGap(passed: number): void {
    const { at, spans, whole } = this.#options
    const next = spanAfter(spans.peek(), at.value)
    const to = at.value + passed
    if (next && to >= next.from) {
      at.value = next.from
      this.#follow()
    } else at.value = Math.min(to, whole.to)
  }

  #watch(): void {
    const { video } = this.#options
    const shown = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
      if (this.#isOver) return
      this.shown.value = this.#momentOf(mediaTime)
      video.requestVideoFrameCallback(shown)
    }
    video.requestVideoFrameCallback(shown)
  }
}

function opened(source: MediaSource): Promise<void> {
  if (source.readyState !== 'closed') return Promise.resolve()
  return new Promise((resolve) => {
    source.addEventListener('sourceopen', () => resolve(), { once: true })
  })
}
