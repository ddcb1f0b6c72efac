// What a seed means, as data: which faults, and how long. A plan can be cut down and played again: shrinking does that.
import type { SeededChance } from '@portico/testing/fakes'
import { faults, nastyPairs } from '../faults/faults.data.ts'
import type { PlainWay } from '../people/script.ts'
import { between, streamOf } from './streams.ts'

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

function drawFaults(draw: SeededChance): readonly string[] {
  const kind = draw.unit()
  if (kind < 0.1) return []
  if (kind < 0.2) return [draw.pick(faults).id]
  const share = between(draw, SWARM_MIN, SWARM_MAX)
  const swarm = faults.filter(() => draw.unit() < share).map(({ id }) => id)
  return kind < 0.4 ? [...new Set([...draw.pick(nastyPairs), ...swarm])] : swarm
}

export function planOf(seed: number, wish: PlanWish = {}): Plan {
  const draw = streamOf(seed, 'plan')
  const drawn = drawFaults(draw)
  const chosen = wish.only ?? drawn
  return {
    seed,
    faults: faults.map(({ id }) => id).filter((id) => chosen.includes(id)),
    healAfter: draw.unit() < 0.7 ? between(draw, 70_000, 130_000) : between(draw, 130_000, 320_000),
    plain: [],
  }
}
