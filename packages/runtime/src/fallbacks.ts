// Where a parcel may go when its courier is not let in: the household's order for this door, and what the home has.
import {
  type DoorId,
  type DoorState,
  type DoorThere,
  type FallbackOffer,
  type FallbackRung,
  fallbackOffer,
} from '@portico/core'
import type { Visit } from './visit.ts'
import type { RefusedFor } from './visits.ts'

/**
 * `house` leads into the home; a box leads nowhere; a garage is a weaker way in. A `porch` has a camera or a bell and no
 * lock: nobody is let in there.
 */
export type DoorKind = 'house' | 'box' | 'garage' | 'porch'

export interface FallbackDoor {
  readonly id: DoorId
  /** `house` when absent. */
  readonly kind?: DoorKind | undefined
  /** In the order in which they are offered; the box, then the porch when absent. */
  readonly fallback?: readonly FallbackRung[] | undefined
}

/** Asks nothing of neighbours, and needs nothing that a home may not have. */
export const USUAL_FALLBACK: readonly FallbackRung[] = ['box', 'porch']

export class Fallbacks {
  readonly #doors: readonly FallbackDoor[]
  readonly #stateOf: (door: DoorId) => DoorState | null

  constructor(doors: readonly FallbackDoor[], stateOf: (door: DoorId) => DoorState | null) {
    this.#doors = doors
    this.#stateOf = stateOf
  }

  offer(
    { door, ceiling, ruling }: Pick<Visit, 'door' | 'ceiling'> & Partial<Pick<Visit, 'ruling'>>,
    no: RefusedFor,
  ): FallbackOffer {
    const order = this.#doors.find(({ id }) => id === door)?.fallback ?? USUAL_FALLBACK
    const [box, garage] = [this.#there('box'), this.#there('garage')]
    return fallbackOffer({ order, box, garage, ceiling, ruled: ruling?.place, ...no })
  }

  /** The best door of this kind: one whose devices serve, whose gate could let a courier in now. */
  #there(kind: DoorKind): DoorThere {
    const doors = this.#doors.filter((door) => door.kind === kind)
    if (doors.length === 0) return 'none'
    return doors.some(({ id }) => isFit(this.#stateOf(id))) ? 'gated' : 'unfit'
  }
}

function isFit(door: DoorState | null): boolean {
  if (!door) return false
  const { unfit, alarms, tamper, fire } = door.gate
  return unfit === null && alarms.length === 0 && !tamper && !fire
}
