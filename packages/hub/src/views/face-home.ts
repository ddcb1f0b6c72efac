// What a face shows: what a wall does, of its doors alone, and what is asked of the people of the house. Of deliveries it
// knows how many are expected today, and nothing else.
import type { WallTime } from '@portico/core'
import type { FaceHome } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import type { FaceIdentity } from '../faces/face.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { askedOf } from './session-view.ts'
import { type WallFacts, wallView } from './wall-view.ts'

export interface FaceFacts extends Pick<WallFacts, 'doors' | 'now' | 'wall'> {
  readonly face: FaceIdentity
  readonly settings: Pick<CheckedSettings, 'homeName' | 'virtual' | 'doors'>
  readonly runtime: Pick<HomeRuntime, 'door' | 'visits' | 'deliveries' | 'truth' | 'localTime'>
}

/** On the way, and its window touches this day or it was given to the driver on it. */
function parcelsToday({ runtime, wall }: Pick<FaceFacts, 'runtime' | 'wall'>): number {
  const dateOf = (at: WallTime): string => runtime.localTime(at).localDate
  const today = dateOf(wall)
  return runtime.deliveries.parcels.filter((parcel) => {
    const { direction, disowned, window, status, statusAt } = parcel
    if (direction !== 'inbound' || disowned !== null || runtime.truth.judge(parcel).is !== 'on-the-way')
      return false
    if (window !== null) return dateOf(window.from) <= today && today <= dateOf(window.to)
    return status === 'out-for-delivery' && statusAt !== null && dateOf(statusAt) === today
  }).length
}

export function faceHome(facts: FaceFacts): FaceHome {
  const { face, settings, runtime, doors, now, wall } = facts
  const shown = new Set(doors.map(({ id }) => id))
  const all = runtime.visits.all.filter((visit) => shown.has(visit.door))
  const seen = { door: runtime.door.bind(runtime), visits: { all } }
  const simulated = settings.virtual
  const view = wallView({ home: settings.homeName, doors, runtime: seen, now, wall, simulated })
  return {
    ...view,
    face: face.id,
    rights: [...face.rights],
    visits: view.visits.map((visit) => {
      const source = all.find(({ id }) => id === visit.id)
      const cameras = settings.doors.find(({ id }) => id === visit.door)?.cameras ?? []
      const door = source ? runtime.door(source.door) : null
      return { ...visit, ask: source ? askedOf({ visit: source, door, cameras, now }) : null }
    }),
    parcelsToday: parcelsToday(facts),
  }
}
