// The sound of a film beside its pictures: an audio element that goes where the video goes, when somebody wants to hear it.
import { signal } from '@preact/signals'
import type { FilmTracks } from './film-tracks.ts'

type Sound = NonNullable<FilmTracks['sound']>

/** The two may be apart by this before the sound is put right, s. */
const APART_MAX = 0.2

export class FilmSound implements Disposable {
  /** There is sound that this browser can play. */
  readonly isThere = signal(false)
  readonly isOn = signal(false)
  #audio: HTMLAudioElement | null = null
  #source: MediaSource | null = null
  #buffer: SourceBuffer | null = null
  #last: Promise<void> = Promise.resolve()

  /** The sound of a piece; it begins `offset` seconds after the video does. */
  add(sound: Sound, offset: number): void {
    this.#last = this.#last.then(() => this.#add(sound, offset))
  }

  async #add({ codec, bytes }: Sound, offset: number): Promise<void> {
    const type = `audio/mp4; codecs="${codec}"`
    const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource
    if (!Source?.isTypeSupported(type)) return
    const source = (this.#source ??= await this.#open(new Source()))
    if (source.readyState !== 'open') return
    if (this.#buffer) this.#buffer.changeType(type)
    const buffer = (this.#buffer ??= source.addSourceBuffer(type))
    try {
      buffer.timestampOffset = offset
      buffer.appendBuffer(bytes)
      await new Promise((resolve) => buffer.addEventListener('updateend', resolve, { once: true }))
      this.isThere.value = true
    } catch {
      // The browser's memory is full: what is in it is heard.
    }
  }

  async #open(source: MediaSource): Promise<MediaSource> {
    this.#audio = new Audio()
    this.#audio.disableRemotePlayback = true
    this.#audio.src = URL.createObjectURL(source)
    await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }))
    return source
  }

  /** Where the video is now, and whether it runs. */
  follow(at: number, runs: boolean): void {
    const audio = this.#audio
    if (!audio) return
    if (!runs || !this.isOn.value) {
      if (!audio.paused) audio.pause()
      return
    }
    if (Math.abs(audio.currentTime - at) > APART_MAX) audio.currentTime = at
    if (audio.paused) audio.play().catch(() => void (this.isOn.value = false))
  }

  [Symbol.dispose](): void {
    const audio = this.#audio
    this.#audio = null
    if (!audio) return
    audio.pause()
    URL.revokeObjectURL(audio.src)
    audio.removeAttribute('src')
    audio.load()
  }
}
