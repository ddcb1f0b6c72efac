// Which pictures of a feed are looked at: its key pictures always, and all of them while a film runs or a proof is
// waited for. What the thread does not keep up with is left out up to the next key picture.
import { type Instant, elapsed } from '@portico/core'
import { parseSps } from '@portico/rtp'
import type { SmallPicture } from '../sight/small-picture.ts'
import type { LookResult } from '../still/decoder.ts'
import type { ContentWatch } from './content-watch.ts'
import type { Picture } from './picture.ts'

/** What a picture that was looked at shows. */
export interface Seen {
  readonly small: SmallPicture
  readonly captured: Instant
  /** Text of a code in the picture; null: none was found, or none was looked for. */
  readonly code: string | null
}

export interface FeedLookOptions {
  readonly content: ContentWatch
  /** Key pictures of every kind can be looked at, not those of Baseline cameras alone. */
  readonly deep: boolean
  readonly look: (picture: Picture, code: boolean) => Promise<LookResult>
  readonly onSeen: (seen: Seen) => void
  /** Whatever came of a look, the health of the feed may be another one now. */
  readonly onLooked: () => void
}

/** The profile that the decoder here can read by itself. */
const BASELINE = 66
/** Looks on their way at once: alone, and while all pictures are looked at. */
const FLYING_CALM = 1
const FLYING_CLOSE = 4
/** Pictures beyond Baseline are looked at this often, ms: one costs as much as forty others. */
const DEEP_EVERY_MS = 1_500
/** A code is looked for this often, ms: it takes longer than all the rest. */
const CODE_EVERY_MS = 300

export class FeedLook {
  /** All pictures are looked at. */
  closely = false
  /** A code is looked for. */
  readsCode = false
  readonly #options: FeedLookOptions
  #flying = 0
  /** The thread has had every picture since the last key picture. */
  #inRun = false
  #newest: Picture | null = null
  #codeSought: Instant | null = null
  #deepAt: Instant | null = null

  constructor(options: FeedLookOptions) {
    this.#options = options
  }

  take(picture: Picture): void {
    const { content } = this.#options
    this.#newest = picture
    if (!isBaseline(picture)) return this.#lookDeep(picture)
    if (picture.key) content.expect()
    const isClose = this.closely || this.readsCode
    this.#inRun =
      (picture.key || (isClose && this.#inRun)) && this.#flying < (isClose ? FLYING_CLOSE : FLYING_CALM)
    if (this.#inRun) void this.#look(picture)
  }

  /** Each of these looks is a process of its own: only key pictures, and not all of them. */
  #lookDeep(picture: Picture): void {
    this.#inRun = false
    const { content, deep } = this.#options
    if (!picture.key) return
    if (!deep) return content.giveUp()
    const { captured } = picture
    if (this.#deepAt !== null && elapsed(this.#deepAt, captured) < DEEP_EVERY_MS) return
    this.#deepAt = captured
    content.expect()
    if (this.#flying === 0) void this.#look(picture)
  }

  async #look(picture: Picture): Promise<void> {
    const { content, look, onSeen, onLooked } = this.#options
    const { captured, key, parameters } = picture
    const code = this.#seeksCode(captured)
    this.#flying += 1
    const result = await look(picture, code)
    this.#flying -= 1
    if (result.type !== 'seen') this.#inRun = false
    // A change of size meanwhile makes the result worthless.
    if (this.#newest?.parameters !== parameters) return
    if (result.type === 'seen') {
      if (result.samples) content.see(result.samples)
      onSeen({ small: result.small, captured, code: result.code })
    } else if (result.type === 'undecodable' && key) content.giveUp()
    onLooked()
  }

  #seeksCode(captured: Instant): boolean {
    if (!this.readsCode) return false
    if (this.#codeSought !== null && elapsed(this.#codeSought, captured) < CODE_EVERY_MS) return false
    this.#codeSought = captured
    return true
  }
}

const isBaseline = ({ parameters }: Picture): boolean =>
  parameters.codec === 'h264' && parseSps(parameters.sps)?.profile === BASELINE
