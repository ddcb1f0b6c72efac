// Cuts a camera's pictures and sound into what HomeKit Secure Video stores: runs that begin with a key picture, about as long
// as was agreed on, each with the sound of its time.
import type { LivePicture } from './picture-line.ts'
import type { PictureTrack, Sample } from './mp4-read.ts'
import {
  AAC_FRAME,
  type RecordedSound,
  SILENT_FRAME,
  recordingFragment,
  recordingInit,
  silence,
} from './mp4-write.ts'
import type { LiveSound } from './sound-line.ts'

export interface MuxOptions {
  /** Of the first picture, which is a key picture. */
  readonly first: LivePicture
  /** Length of a fragment, ms. */
  readonly fragmentMs: number
  /** Of a silent track, samples a second. */
  readonly rate: number
  /** Of the camera's AAC; null: the track is silent. */
  readonly aac: RecordedSound | null
  /** The camera's sound from a moment on. */
  readonly soundsSince: (captured: number) => readonly LiveSound[]
}

/** A run that finds no key picture by then is none that can be stored: bytes. */
const RUN_BYTES_MAX = 24 * 1024 * 1024
/** Sound that comes this much later than what was before it left a hole, ms. */
const DRIFT_MAX_MS = 200

export class RecordingMux {
  readonly #options: MuxOptions
  readonly #track: PictureTrack
  readonly #sound: RecordedSound
  #run: LivePicture[] = []
  #bytes = 0
  #groupMs = 0
  #lastKey: number
  #sequence = 0
  /** Samples of sound written, or passed over. */
  #soundAt = 0
  #soundUpTo: number

  constructor(options: MuxOptions) {
    this.#options = options
    this.#track = options.first.track
    this.#sound = options.aac ?? silence(options.rate)
    this.#lastKey = options.first.captured
    this.#soundUpTo = options.first.captured
  }

  get init(): Uint8Array {
    return recordingInit(this.#track, this.#sound)
  }

  /** The fragment that this picture ends; null: it only prolongs it. @throws Error where the stream cannot be stored on */
  push(picture: LivePicture): Uint8Array | null {
    if (picture.track !== this.#track) throw new Error('the stream of the camera changed')
    const cut = picture.key && this.#ends(picture) ? this.#cut(picture) : null
    this.#run.push(picture)
    this.#bytes += picture.bytes.length
    if (this.#bytes > RUN_BYTES_MAX) throw new Error('the camera sends no key picture')
    return cut
  }

  /** Whether the run would be longer than agreed with the group that begins here. */
  #ends({ captured }: LivePicture): boolean {
    const [first] = this.#run
    if (!first) return false
    this.#groupMs = captured - this.#lastKey
    this.#lastKey = captured
    // A camera's groups are not equal to the millisecond.
    return captured - first.captured + 0.9 * this.#groupMs > this.#options.fragmentMs
  }

  #cut(next: LivePicture): Uint8Array {
    const run = this.#run
    this.#run = []
    this.#bytes = 0
    this.#sequence += 1
    const start = this.#options.first.at
    const samples = run.map(({ bytes, key, at }, i): Sample => {
      const end = run[i + 1]?.at ?? next.at
      return { bytes, key, duration: Math.max(1, end - at) }
    })
    const decodeTime = (run[0]?.at ?? start) - start
    const end = (next.at - start) / this.#track.timescale
    const sounds = this.#options.aac ? this.#heard(next.captured) : this.#silent(end)
    return recordingFragment({ sequence: this.#sequence, pictures: { decodeTime, samples }, sounds })
  }

  /** `end`: seconds. */
  #silent(end: number): { readonly decodeTime: number; readonly samples: readonly Sample[] } {
    const decodeTime = this.#soundAt
    const count = Math.max(0, Math.floor((end * this.#sound.rate - decodeTime) / AAC_FRAME))
    this.#soundAt += count * AAC_FRAME
    const frame: Sample = { bytes: SILENT_FRAME, key: true, duration: AAC_FRAME }
    return { decodeTime, samples: Array.from({ length: count }, () => frame) }
  }

  #heard(until: number): { readonly decodeTime: number; readonly samples: readonly Sample[] } {
    const frames = this.#options.soundsSince(this.#soundUpTo).filter(({ captured }) => captured < until)
    this.#soundUpTo = until
    const samples: { -readonly [Key in keyof Sample]: Sample[Key] }[] = []
    let start: number | null = null
    for (const { bytes, duration, captured } of frames) {
      const hole = this.#holeBefore(captured)
      const before = samples.at(-1)
      // Silence, as long as nothing came.
      if (before) before.duration += hole
      this.#soundAt += hole
      start ??= this.#soundAt
      samples.push({ bytes, key: true, duration })
      this.#soundAt += duration
    }
    return { decodeTime: start ?? this.#soundAt, samples }
  }

  /** Samples between what was written and this moment; 0: it follows closely enough. */
  #holeBefore(captured: number): number {
    const { rate } = this.#sound
    const due = Math.round(((captured - this.#options.first.captured) * rate) / 1000)
    const hole = due - this.#soundAt
    return hole > (DRIFT_MAX_MS * rate) / 1000 ? hole : 0
  }
}
