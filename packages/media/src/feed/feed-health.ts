// All that speaks for or against a feed in one place: the connection, repeats, signatures, content and age.
import type { FrameDoubt, Instant } from '@portico/core'
import type { FeedState } from '@portico/ports'
import type { RtspState } from '@portico/rtp'
import { SceneWatch } from '../sight/scene-watch.ts'
import { ByteRepeats } from './byte-repeats.ts'
import { ClockWatch } from './clock-watch.ts'
import { ContentWatch } from './content-watch.ts'
import { type SignatureVerdict, SignatureWatch } from './signature-watch.ts'
import { Streak } from './streak.ts'

/** A picture that is older than this when it comes is late, ms: too old to open a door by. */
const LATE_MS = 1_500

export interface SeenPicture {
  readonly nals: readonly Uint8Array[]
  readonly hash: number
  readonly bytes: number
  /** RTP time went on since the picture before. */
  readonly advanced: boolean
  readonly restarted: boolean
  readonly captured: Instant
  readonly now: Instant
  readonly wall: number
}

export class FeedHealth {
  readonly content = new ContentWatch()
  readonly scene = new SceneWatch()
  readonly clock = new ClockWatch()
  readonly #repeats = new ByteRepeats()
  readonly #late = new Streak()
  readonly #signatures: SignatureWatch | null
  #connection: RtspState = 'connecting'

  /** `key`: the pictures have to be signed with it; null: this camera signs nothing. */
  constructor(key: Uint8Array | null) {
    this.#signatures = key && new SignatureWatch(key)
  }

  connection(state: RtspState): void {
    this.#connection = state
  }

  /** True when the picture tells something new, as far as its bytes, time and signature go. */
  see(picture: SeenPicture): boolean {
    const { hash, bytes, now } = picture
    const repeated = this.#repeats.see({ hash, bytes, now })
    const verdict: SignatureVerdict = this.#signatures?.judge(picture) ?? 'good'
    this.#late.see(now - picture.captured > LATE_MS || verdict === 'late', now)
    return !repeated && picture.advanced && verdict === 'good'
  }

  /** The nonce in the newest picture that was truly signed; null for cameras that do not sign. */
  get nonce(): string | null {
    return this.#signatures?.nonce ?? null
  }

  get state(): FeedState {
    if (this.#connection !== 'live') return this.#connection
    if (this.#repeats.frozen || this.#signatures?.frozen === true || this.content.frozen) return 'frozen'
    if (this.content.content === 'black') return 'black'
    return stateOf[this.doubt ?? 'none'] ?? (this.#late.on ? 'late' : 'live')
  }

  /** Why pictures that are new and true are no witness; null: no reason. */
  get doubt(): FrameDoubt | null {
    const { scene } = this.scene
    if (scene === 'covered' || this.content.content === 'black') return 'covered'
    if (this.clock.wrong) return 'clock'
    return scene === 'moved' || scene === 'unsharp' ? scene : null
  }

  /** What the pictures show speaks for a live scene. Not knowing is no. */
  get contentTrusted(): boolean {
    const { content } = this.content
    return (content === 'alive' || content === 'unjudged') && this.state !== 'frozen' && !this.scene.suspect
  }
}

const stateOf: Readonly<Record<FrameDoubt | 'none', FeedState | null>> = {
  none: null,
  covered: 'covered',
  moved: 'moved',
  unsharp: 'unsharp',
  clock: 'wrong-clock',
}
