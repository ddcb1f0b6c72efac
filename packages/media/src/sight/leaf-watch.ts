// The leaf of a door against the picture of it while it was shut: a third witness (threats G14). It says *open* or
// *closed* only when it sees that for a while, and *unknown* when somebody stands before it, or it never saw it shut.
import type { Area } from '@portico/ports'
import { correlation, deviation } from './structure.ts'
import type { SmallPicture } from './small-picture.ts'
import { type Block, blocksIn, gainBetween } from './zone.ts'

export type LeafWord = 'open' | 'closed' | 'unknown'

const SIDE = 5
/** Pictures from which the reference is made, while bolt and contact agree that the leaf is shut. */
const LEARNED = 4
const FOLLOWS = 1 / 16
/** A block with less contrast is judged by its light. */
const TEXTURE = 3
/** Blocks of the same thing fit at least like this, whatever the light. */
const SAME_FIT = 0.6
/** … or differ by less, in steps of luma at the same light. */
const SAME_LIGHT = 18
/** Share of blocks that differ: up to this it is shut, from the other on it is not. A leaf that is ajar makes 0.5. */
const SHUT_SHARE = 0.15
const OPEN_SHARE = 0.35
/** A verdict is said when it has stood so long, ms: a person walks past in less. */
const STANDS_MS = 1_000
/** Undecided for longer than this, the last word counts no more, ms. */
const UNDECIDED_MS = 3_000
/** A reference that fits nothing while bolt and contact say *shut* all the time is made anew after this, ms: night fell. */
const ANEW_MS = 600_000

type Verdict = 'open' | 'closed' | 'undecided'

export class LeafWatch {
  readonly #blocks: readonly Block[]
  #reference: Float32Array | null = null
  #learned = 0
  #shut = false
  #verdict: Verdict = 'undecided'
  #since = 0
  #misfit: number | null = null
  #word: LeafWord = 'unknown'

  constructor(area: Area) {
    this.#blocks = blocksIn(area, SIDE)
  }

  get word(): LeafWord {
    return this.#word
  }

  /** Bolt and contact agree that it is shut; or not any more. */
  tell(shut: boolean): void {
    this.#shut = shut
    this.#misfit = null
  }

  /** Nobody asks any more. */
  forget(): void {
    this.#word = 'unknown'
    this.#verdict = 'undecided'
  }

  /** `speaks`: a visit is under way, and what is seen is said; otherwise it is only learned from. */
  see({ luma }: SmallPicture, now: number, speaks: boolean): void {
    const share = this.#differs(luma)
    if (this.#shut) this.#learn(luma, share, now)
    if (!speaks || share === null) return
    const verdict = share <= SHUT_SHARE ? 'closed' : share >= OPEN_SHARE ? 'open' : 'undecided'
    if (verdict !== this.#verdict) this.#since = now
    this.#verdict = verdict
    const stands = now - this.#since
    if (verdict !== 'undecided' && stands >= STANDS_MS) this.#word = verdict
    if (verdict === 'undecided' && stands >= UNDECIDED_MS) this.#word = 'unknown'
  }

  /** Share of the blocks that show something else than the shut leaf; null: that was not seen yet. */
  #differs(luma: Uint8Array): number | null {
    const reference = this.#reference
    if (!reference || this.#learned < LEARNED || this.#blocks.length === 0) return null
    const gain = gainBetween(reference, luma)
    const differing = this.#blocks.filter((block) => {
      const [old, fresh] = [block.map((at) => reference[at] ?? 0), block.map((at) => luma[at] ?? 0)]
      const by = mean(fresh) - mean(old) * gain
      if (Math.abs(by) > 2 * SAME_LIGHT) return true
      if (deviation(old) < TEXTURE) return Math.abs(by) > SAME_LIGHT || deviation(fresh) > 3 * TEXTURE
      return correlation(old, fresh) < SAME_FIT
    })
    return differing.length / this.#blocks.length
  }

  #learn(luma: Uint8Array, share: number | null, now: number): void {
    if (share !== null && share > OPEN_SHARE) {
      this.#misfit ??= now
      if (now - this.#misfit < ANEW_MS) return
      this.#reference = null
      this.#learned = 0
    }
    this.#misfit = null
    if (share !== null && share > SHUT_SHARE) return
    const reference = (this.#reference ??= Float32Array.from(luma))
    this.#learned += 1
    const weight = this.#learned <= LEARNED ? 1 / this.#learned : FOLLOWS
    for (let i = 0; i < luma.length; i += 1)
      reference[i] = (reference[i] ?? 0) + ((luma[i] ?? 0) - (reference[i] ?? 0)) * weight
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
