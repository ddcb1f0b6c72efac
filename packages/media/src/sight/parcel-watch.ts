// Whether something was set down where parcels are, or taken away: what has come to rest is held against what was there
// before. Something of a parcel's size, not a parcel: the picture does not tell one from a bag.
import type { Area } from '@portico/ports'
import { SMALL_HEIGHT, SMALL_WIDTH, type SmallPicture } from './small-picture.ts'
import { type Block, blocksIn, gainBetween, maskOf } from './zone.ts'

export interface ParcelSeen {
  readonly what: 'appeared' | 'removed'
  /** When it was first so. */
  readonly since: number
  readonly confidence: number
}

const SIDE = 4
/** Change of a block that is no noise and no drift of the light. */
const STEP_MIN = 16
/** Change between two looks that is motion. */
const MOVES_MIN = 10
/** Blocks that change with something of a parcel's size, at least; and share of the drop zone, at most. */
const BLOCKS_MIN = 6
const SHARE_MAX = 0.7
/** What moved has come to rest when nothing moves for so long, ms. */
const SETTLE_MS = 3_000
/** Points around the zone that change with a person who stands there, and not with a parcel: their share. */
const AROUND_MAX = 0.06
/** The margin around the zone that is looked at, as a share of the picture. */
const MARGIN = 0.12
const FOLLOWS = 1 / 16
const LEARNED = 4
/** Parcels that lie at once; of more the oldest is forgotten. */
const PARCELS_MAX = 8
/** How well what is bared has to fit what was there before the parcel, mean step of luma. */
const BARED_MAX = 10
const SURE = 0.8
const UNSURE = 0.5

interface Lying {
  readonly blocks: readonly Block[]
  /** What was there before it. */
  readonly before: Float32Array
}

export class ParcelWatch {
  readonly #blocks: readonly Block[]
  readonly #around: readonly number[]
  #ground: Float32Array | null = null
  #learned = 0
  #last: Uint8Array | null = null
  #movedAt = 0
  #changedAt: number | null = null
  #lying: Lying[] = []

  constructor(drop: Area) {
    this.#blocks = blocksIn(drop, SIDE)
    this.#around = marginOf(drop)
  }

  /** Another view: what lies there now lies there. */
  learn(): void {
    this.#ground = null
    this.#learned = 0
    this.#lying = []
    this.#changedAt = null
  }

  see({ luma }: SmallPicture, now: number): ParcelSeen | null {
    const last = this.#last
    this.#last = luma
    if (!last || this.#moves(last, luma)) this.#movedAt = now
    const ground = (this.#ground ??= Float32Array.from(luma))
    if (this.#learned < LEARNED) return this.#learnGround(ground, luma, now)
    const gain = gainBetween(ground, luma)
    const changed = this.#blocks.filter((block) => stepOf(ground, luma, { block, gain }) > STEP_MIN)
    if (changed.length < BLOCKS_MIN) {
      this.#changedAt = null
      if (now - this.#movedAt >= SETTLE_MS) blend(ground, luma, FOLLOWS)
      return null
    }
    this.#changedAt ??= now
    if (now - this.#movedAt < SETTLE_MS) return null
    const since = this.#changedAt
    this.#changedAt = null
    const isSizeOfOne =
      changed.length <= SHARE_MAX * this.#blocks.length && !this.#spillsOver(ground, luma, gain)
    const seen = isSizeOfOne ? this.#judge({ ground, luma, changed, gain }) : null
    // Somebody who stands there is no ground: he will go.
    if (isSizeOfOne) blend(ground, luma, 1)
    return seen && { ...seen, since }
  }

  #learnGround(ground: Float32Array, luma: Uint8Array, now: number): null {
    if (this.#movedAt === now) blend(ground, luma, 1)
    else {
      this.#learned += 1
      blend(ground, luma, 1 / (this.#learned + 1))
    }
    return null
  }

  #moves(last: Uint8Array, luma: Uint8Array): boolean {
    const gain = gainBetween(last, luma)
    const moving = this.#blocks.filter((block) => stepOf(last, luma, { block, gain }) > MOVES_MIN)
    return moving.length >= 2
  }

  #spillsOver(ground: Float32Array, luma: Uint8Array, gain: number): boolean {
    const changed = this.#around.filter(
      (at) => Math.abs((luma[at] ?? 0) - (ground[at] ?? 0) * gain) > 2 * STEP_MIN,
    )
    return changed.length > AROUND_MAX * this.#around.length
  }

  #judge({ ground, luma, changed, gain }: Change): Pick<ParcelSeen, 'what' | 'confidence'> {
    const bared = this.#lying.findLast(({ blocks, before }) =>
      isBared({ blocks, before, changed }, luma, gain),
    )
    if (bared) {
      this.#lying = this.#lying.filter((each) => each !== bared)
      return { what: 'removed', confidence: SURE }
    }
    // Nothing that is known to lie there went: what had more edges than what is there now may have lain there before.
    const [was, is] = [textureOf(ground, changed), textureOf(luma, changed)]
    if (was > 1.3 * is) return { what: 'removed', confidence: UNSURE }
    this.#lying = [...this.#lying, { blocks: changed, before: Float32Array.from(ground) }].slice(-PARCELS_MAX)
    return { what: 'appeared', confidence: is > 1.1 * was ? SURE : UNSURE }
  }
}

interface Change {
  readonly ground: Float32Array
  readonly luma: Uint8Array
  readonly changed: readonly Block[]
  readonly gain: number
}

/** Most of what changed is the place of this parcel, and shows what was there before it. */
function isBared(
  { blocks, before, changed }: Lying & Pick<Change, 'changed'>,
  luma: Uint8Array,
  gain: number,
): boolean {
  const common = changed.filter(([first]) => blocks.some(([own]) => own === first))
  if (common.length < 0.6 * Math.max(blocks.length, changed.length)) return false
  const steps = common.map((block) => stepOf(before, luma, { block, gain }))
  return steps.reduce((sum, step) => sum + step, 0) / steps.length < BARED_MAX
}

interface Held {
  readonly block: Block
  readonly gain: number
}

/** How far the mean light of a block is from what it was, at the same light. */
function stepOf(old: ArrayLike<number>, fresh: ArrayLike<number>, { block, gain }: Held): number {
  let sum = 0
  for (const at of block) sum += (fresh[at] ?? 0) - (old[at] ?? 0) * gain
  return Math.abs(sum / block.length)
}

/** Mean step from point to point along the rows of blocks. */
function textureOf(luma: ArrayLike<number>, blocks: readonly Block[]): number {
  let [sum, count] = [0, 0]
  for (const block of blocks)
    for (const at of block) {
      sum += Math.abs((luma[at + 1] ?? 0) - (luma[at] ?? 0))
      count += 1
    }
  return sum / Math.max(1, count)
}

function blend(ground: Float32Array, luma: Uint8Array, weight: number): void {
  for (let i = 0; i < luma.length; i += 1)
    ground[i] = (ground[i] ?? 0) + ((luma[i] ?? 0) - (ground[i] ?? 0)) * weight
}

/** Points around the zone: in the zone drawn larger, and not in it. */
function marginOf(drop: Area): number[] {
  const [xs, ys] = [drop.map(([x]) => x), drop.map(([, y]) => y)]
  const [left, right] = [Math.min(...xs) - MARGIN, Math.max(...xs) + MARGIN]
  const [top, bottom] = [Math.min(...ys) - 2 * MARGIN, Math.max(...ys)]
  const box: Area = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
  const [wide, own] = [maskOf(box, SMALL_WIDTH, SMALL_HEIGHT), maskOf(drop, SMALL_WIDTH, SMALL_HEIGHT)]
  return [...wide.keys()].filter((at) => wide[at] === 1 && own[at] !== 1)
}
