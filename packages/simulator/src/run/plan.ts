// What a seed means, as data: which faults, and how long. A plan can be cut down and played again: shrinking does that.
import { faults, nastyPairs } from '../faults/faults.data.ts'
import type { PlainWay } from '../people/script.ts'
import { between, luckOf, streamOf } from './streams.ts'

export interface Plan {
  readonly seed: number
  /** Ids, in the order of the list. */
  readonly faults: readonly string[]
  /** From here on everything is healed, ms after the start. */
  readonly healAfter: number
  /** What of the script is made plainer than it was drawn. */
  readonly plain: readonly PlainWay[]
}

export interface PlanWish {
  /** These faults and no others. */
  readonly only?: readonly string[] | null
}

/** Each fault is switched on with this chance at least and at most; the seed draws one for all. */
const SWARM_MIN = 0.02
const SWARM_MAX = 0.12

/** The one with the most luck: another one in the list takes only those that it wins. */
function luckiest<Item>(
  seed: number,
  items: readonly Item[],
  name: (item: Item) => string,
): Item | undefined {
  let best: { readonly item: Item; readonly luck: number } | undefined
  for (const item of items) {
    const luck = luckOf(seed, `pick ${name(item)}`)
    if (!best || luck > best.luck) best = { item, luck }
  }
  return best?.item
}

/** A fault that is added to the list changes no seed but those that now have it. */
function faultsOf(seed: number): readonly string[] {
  const kind = luckOf(seed, 'kind')
  if (kind < 0.1) return []
  if (kind < 0.2) return [luckiest(seed, faults, ({ id }) => id)?.id ?? '']
  const share = SWARM_MIN + luckOf(seed, 'share') * (SWARM_MAX - SWARM_MIN)
  const swarm = faults.filter(({ id }) => luckOf(seed, `with ${id}`) < share).map(({ id }) => id)
  if (kind >= 0.4) return swarm
  return [...swarm, ...(luckiest(seed, nastyPairs, (pair) => pair.join('+')) ?? [])]
}

export function planOf(seed: number, wish: PlanWish = {}): Plan {
  const draw = streamOf(seed, 'plan')
  const chosen = wish.only ?? faultsOf(seed)
  return {
    seed,
    faults: faults.map(({ id }) => id).filter((id) => chosen.includes(id)),
    healAfter: draw.unit() < 0.7 ? between(draw, 70_000, 130_000) : between(draw, 130_000, 320_000),
    plain: [],
  }
}
