// Which order to the edge is the newest of an op: arming, or the end of it. An older one that is still being tried, because
// the edge could not be reached, must not overtake what was decided since.
import type { Effect, Op } from '@portico/core'

/** Ops remembered: many more than can be under way. */
const OPS_KEPT = 64

interface Newest {
  readonly armed: number
  readonly ended: number
}

export class EdgeOrders {
  readonly #newest = new Map<Op, Newest>()
  #count = 0

  /** Its place among the orders; null for whatever concerns no edge. */
  note(effect: Effect): number | null {
    if (!isOrder(effect)) return null
    const place = ++this.#count
    const before = this.#newest.get(effect.op) ?? { armed: 0, ended: 0 }
    this.#newest.delete(effect.op)
    this.#newest.set(
      effect.op,
      effect.type === 'ArmDeadman' ? { ...before, armed: place } : { ...before, ended: place },
    )
    const [oldest] = this.#newest.keys()
    if (this.#newest.size > OPS_KEPT && oldest !== undefined) this.#newest.delete(oldest)
    return place
  }

  /** The opposite was decided after it. */
  isOver(effect: Effect, place: number | null): boolean {
    if (place === null || !isOrder(effect)) return false
    const newest = this.#newest.get(effect.op)
    if (!newest) return true
    return (effect.type === 'ArmDeadman' ? newest.ended : newest.armed) > place
  }
}

type Order = Extract<Effect, { readonly type: 'ArmDeadman' | 'DisarmDeadman' | 'ReleaseEdge' }>

const isOrder = (effect: Effect): effect is Order =>
  effect.type === 'ArmDeadman' || effect.type === 'DisarmDeadman' || effect.type === 'ReleaseEdge'
