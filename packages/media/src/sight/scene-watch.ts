// Whether a camera still sees what it was hung up to see: covered, turned away or out of focus are told by the edges of
// its view, held against a reference that it learns while nothing is wrong.
import type { SmallPicture } from './small-picture.ts'
import { blockMeans, correlation, deviation, edgesOf } from './structure.ts'

/** `learning`: there is no reference yet, so that nothing is known. */
export type Scene = 'learning' | 'clear' | 'covered' | 'moved' | 'unsharp'

/** Pictures from which the reference is made. */
const LEARNED = 5
/** Edges of pictures that show one scene fit at least like this; people and an open leaf leave 0.6 (measured). */
const SAME_FIT = 0.8
/** Share of a fresh picture in the reference: the sun moves its shadows, and the reference with them. */
const FOLLOWS = 1 / 32
/** Blocks without edges tell nothing when they stay so. */
const BLOCK_EDGES = 3
/** A block has lost its edges when less than this is left. */
const LOST = 0.3
const LOST_SHARE = 0.45
/** Light and dark in the large stay where they are when it only gets darker, or out of focus; then they fit like this. */
const SAME_LIGHT = 0.8
/** A camera turned by 3 % of its view leaves 0.33–0.41, leaf and people 0.62 and more (measured). */
const MOVED_FIT = 0.5
/** A view that was turned has edges elsewhere, a covered one has none. */
const EDGES_LEFT = 0.75
/** Detail against the reference, in the middle of its blocks, by the contrast of both. */
const UNSHARP = 0.42
/** Blocks with less of it tell nothing of focus. */
const DETAIL_MIN = 0.5
/** So many blocks have to tell. */
const DETAIL_BLOCKS_MIN = 6
/** Where the scene has lost more of its contrast its focus is not judged: fine edges drown in the noise first. */
const FOCUS_CONTRAST = 0.6
/** A verdict counts when it has lasted so long, ms, and a clear view ends it after as long. */
const COVERED_LASTS_MS = 900
const CHANGED_LASTS_MS = 2_500
/** Blocks with edges of a view that shows anything at all. */
const BLOCKS_MIN = 8

interface Reference {
  readonly edges: Float32Array
  readonly light: Float32Array
  readonly detail: Float32Array
  deviation: number
  count: number
}

export class SceneWatch {
  #reference: Reference | null = null
  #scene: Scene = 'learning'
  #seen: Scene = 'learning'
  #since = 0

  /** What has lasted long enough to be told. */
  get scene(): Scene {
    return this.#scene
  }

  /** What the newest picture looks like: enough to believe it nothing, too little for a word. */
  get suspect(): boolean {
    return this.#seen === 'covered' || this.#scene === 'covered'
  }

  /** The view is meant to be as it is now: it is learned anew. */
  learn(): void {
    this.#reference = null
    this.#scene = 'learning'
    this.#seen = 'learning'
  }

  see(picture: SmallPicture, now: number): void {
    const seen = this.#look(picture)
    if (seen !== this.#seen) this.#since = now
    this.#seen = seen
    const isFirst = this.#scene === 'learning' && seen === 'clear'
    if (seen === 'learning' || isFirst || now - this.#since >= lasts(seen)) this.#scene = seen
  }

  #look(picture: SmallPicture): Scene {
    const edges = edgesOf(picture.luma)
    const seen: Seen = { picture, edges, spread: deviation(picture.luma) }
    const reference = this.#reference
    if (!reference || reference.count < LEARNED) return this.#learnFrom(seen)
    const contrast = Math.max(0.2, seen.spread / reference.deviation)
    const fit = correlation(reference.edges, edges)
    const light = correlation(reference.light, blockMeans(picture.luma))
    const { lost, left } = compareBlocks(reference.edges, edges, contrast)
    if (lost >= LOST_SHARE && light < SAME_LIGHT && left < EDGES_LEFT) return 'covered'
    if (fit < MOVED_FIT && left >= EDGES_LEFT) return 'moved'
    const isLit = light >= SAME_LIGHT && contrast >= FOCUS_CONTRAST
    if (isLit && sharpnessOf(reference.detail, picture.detail) / contrast < UNSHARP) return 'unsharp'
    if (fit >= SAME_FIT) blend(reference, seen, FOLLOWS)
    return 'clear'
  }

  /** Pictures that do not fit each other make no reference, and one without edges shows nothing. */
  #learnFrom(seen: Seen): Scene {
    const { edges, picture, spread } = seen
    const withEdges = blockMeans(edges).filter((strength) => strength >= BLOCK_EDGES).length
    if (withEdges < BLOCKS_MIN) return 'covered'
    const reference = this.#reference
    if (!reference || correlation(reference.edges, edges) < SAME_FIT) {
      const light = blockMeans(picture.luma)
      const detail = Float32Array.from(picture.detail)
      this.#reference = { edges: Float32Array.from(edges), light, detail, deviation: spread, count: 1 }
      return 'learning'
    }
    reference.count += 1
    blend(reference, seen, 1 / reference.count)
    return reference.count < LEARNED ? 'learning' : 'clear'
  }
}

const lasts = (seen: Scene): number =>
  seen === 'moved' || seen === 'unsharp' ? CHANGED_LASTS_MS : COVERED_LASTS_MS

interface Seen {
  readonly picture: SmallPicture
  readonly edges: Uint8Array
  readonly spread: number
}

const mix = (old: number, fresh: number, share: number): number => old + (fresh - old) * share

function blend(reference: Reference, { picture, edges, spread }: Seen, share: number): void {
  for (let i = 0; i < edges.length; i += 1)
    reference.edges[i] = mix(reference.edges[i] ?? 0, edges[i] ?? 0, share)
  blockMeans(picture.luma).forEach((mean, i) => {
    reference.light[i] = mix(reference.light[i] ?? 0, mean, share)
  })
  picture.detail.forEach((fresh, i) => {
    reference.detail[i] = mix(reference.detail[i] ?? 0, fresh, share)
  })
  reference.deviation = mix(reference.deviation, spread, share)
}

/** What is left of the detail, in the middle of the blocks that had some; 1 where too few of them tell. */
function sharpnessOf(before: Float32Array, now: Float32Array): number {
  const ratios = [...before.keys()]
    .filter((i) => (before[i] ?? 0) >= DETAIL_MIN)
    .map((i) => (now[i] ?? 0) / (before[i] ?? 1))
    .toSorted((a, b) => a - b)
  return ratios.length < DETAIL_BLOCKS_MIN ? 1 : (ratios[ratios.length >> 1] ?? 1)
}

/** Share of the blocks that have lost their edges, and what is left of all edges; both by the contrast of now. */
function compareBlocks(
  reference: Float32Array,
  edges: Uint8Array,
  contrast: number,
): { readonly lost: number; readonly left: number } {
  const [before, after] = [blockMeans(reference), blockMeans(edges)]
  let [lost, counted, sumBefore, sumAfter] = [0, 0, 0, 0]
  before.forEach((strength, i) => {
    const now = (after[i] ?? 0) / contrast
    sumBefore += strength
    sumAfter += now
    if (strength < BLOCK_EDGES) return
    counted += 1
    if (now < LOST * strength) lost += 1
  })
  return { lost: lost / Math.max(1, counted), left: sumAfter / Math.max(1e-6, sumBefore) }
}
