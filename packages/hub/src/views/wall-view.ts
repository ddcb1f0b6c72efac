// What a display inside shows: doors, what goes on at them, and when somebody may come. No parcel, no name, no number.
import { type Instant, type WallTime, minutes } from '@portico/core'
import type { DoorView, WallView } from '@portico/protocol'
import type { HomeRuntime, Visit } from '@portico/runtime'
import { countdownOf } from './countdown.ts'

export interface WallFacts {
  readonly home: string
  readonly doors: readonly DoorView[]
  readonly runtime: Pick<HomeRuntime, 'door'> & { readonly visits: { readonly all: readonly Visit[] } }
  readonly now: Instant
  readonly wall: WallTime
  readonly simulated: boolean
}

/** How long the end of a visit stays on the wall. */
export const ENDED_SHOWN = minutes(1)

const isShown = ({ state, closed }: Visit, wall: WallTime): boolean =>
  state === 'open' || (closed !== null && wall - closed <= ENDED_SHOWN)

/** The window that ends first of those that have not ended: it may have begun. */
function nextWindow(visits: readonly Visit[], wall: WallTime): WallView['nextWindow'] {
  const [next] = visits
    .filter(({ state, to }) => state !== 'closed' && to > wall)
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
  return next ? { from: next.from, to: next.to } : null
}

export function wallView({ home, doors, runtime, now, wall, simulated }: WallFacts): WallView {
  const { all } = runtime.visits
  return {
    home,
    doors: [...doors],
    visits: all
      .filter((visit) => isShown(visit, wall))
      .toSorted((a, b) => a.created - b.created)
      .map((visit) => ({
        id: visit.id,
        door: visit.door,
        phase: visit.phase,
        steps: visit.steps.map(({ rung, wall: at }) => ({ rung, at })),
        countdown: countdownOf(runtime.door(visit.door), visit.id, now),
        outcome: visit.outcome,
        closed: visit.closed,
      })),
    nextWindow: nextWindow(all, wall),
    simulated,
  }
}
