// Holds the pictures of a camera that must sign against its key. Only a signature that is right, new and of now counts;
// a recording, however perfect, has old times and cannot know the hub's nonce.
import { type PictureSignature, readPictureSignature } from '@portico/rtp'
import { Streak } from './streak.ts'

/** How far a signed time may stand from the hub's clock, ms. */
const TIME_OFF_MAX_MS = 1_500

export interface SignedPicture {
  readonly nals: readonly Uint8Array[]
  /** First of a new connection or time line: a camera may have begun to count anew. */
  readonly restarted: boolean
  /** Hub's Unix ms at arrival, and monotonic ms. */
  readonly wall: number
  readonly now: number
}

/** `late`: truly signed, but too long ago (or the clocks differ). `bad`: missing, forged or used before. */
export type SignatureVerdict = 'good' | 'late' | 'bad'

export class SignatureWatch {
  readonly #key: Uint8Array
  readonly #alarm = new Streak()
  #counter = -1
  #capturedWallMs = 0
  #nonce: string | null = null
  /** A new time line may begin a lower count, until its first good picture. */
  #mayRestart = true

  constructor(key: Uint8Array) {
    this.#key = key
  }

  /** Pictures that are not the camera's have come for long enough to be no accident. */
  get frozen(): boolean {
    return this.#alarm.on
  }

  /** The nonce in the newest good picture, lower case. */
  get nonce(): string | null {
    return this.#nonce
  }

  judge({ nals, restarted, wall, now }: SignedPicture): SignatureVerdict {
    if (restarted) this.#mayRestart = true
    const verdict = this.#verdict(readPictureSignature(nals, this.#key), wall)
    this.#alarm.see(verdict === 'bad', now)
    return verdict
  }

  #verdict(signature: PictureSignature, wall: number): SignatureVerdict {
    if (signature.verdict !== 'signed') return 'bad'
    const { counter, capturedWallMs, nonce } = signature
    const rises = counter > this.#counter || (this.#mayRestart && capturedWallMs > this.#capturedWallMs)
    if (!rises) return 'bad'
    if (Math.abs(capturedWallMs - wall) > TIME_OFF_MAX_MS) return 'late'
    this.#mayRestart = false
    this.#counter = counter
    this.#capturedWallMs = capturedWallMs
    this.#nonce = nonce
    return 'good'
  }
}
