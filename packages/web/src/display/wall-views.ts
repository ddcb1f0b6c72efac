// What of the wall's view is shown: which visit, and which alarms stand.
import type { AlarmMessage, AlarmView, WallView, WallVisit } from '@portico/protocol'
import type { Dated } from '../live/known-door.ts'
import type { Ring } from '../live/pushed.ts'

/** An alarm that stands, as far as this display can know. */
export interface StandingAlarm extends Pick<AlarmView, 'id' | 'door' | 'words' | 'act' | 'acknowledged'> {
  /** `instant()` since when. */
  readonly since: number
}

/** An alarm that the hub called out, and when (`instant()`): the next view has it too. */
export interface AlarmCalled {
  readonly call: AlarmMessage
  readonly at: number
}

/** A visit that is shown, and when its view was asked for (`instant()`). */
export type ShownVisit = Dated<WallVisit>

/** How a visit ended is shown this long, ms. */
const END_SHOWN_MS = 30_000
/** Somebody may come, nobody is there yet. */
const quietPhases: ReadonlySet<string> = new Set(['due', 'armed', 'idle'])

/** What goes on before what has ended; the newest of them. `now`: Unix ms by the hub. */
export function shownVisit(wall: Dated<WallView> | null, now: number): ShownVisit | null {
  if (!wall) return null
  const { visits } = wall.value
  const shown =
    visits.findLast(({ closed, phase }) => closed === null && !quietPhases.has(phase)) ??
    visits.findLast(
      ({ closed, steps }) =>
        closed !== null && now - closed <= END_SHOWN_MS && steps.some(({ rung }) => rung === 'here'),
    )
  return shown ? { value: shown, at: wall.at } : null
}

/** What the view has, and what was called out since it was asked for; what nobody has answered yet first. */
export function standingAlarms(
  wall: Dated<WallView> | null,
  calls: readonly AlarmCalled[],
): readonly StandingAlarm[] {
  const found = (wall?.value.doors ?? []).flatMap(({ alarms }) =>
    alarms.map(({ id, door, words, act, acknowledged, standingMs }) => {
      return { id, door, words, act, acknowledged, since: (wall?.at ?? 0) - standingMs }
    }),
  )
  const called = calls
    .filter(({ call }) => !found.some(({ id }) => id === call.alarm))
    .map(({ call: { alarm, door, words, act }, at }) => {
      return { id: alarm, door, words, act, acknowledged: false, since: at }
    })
  return [...found, ...called].toSorted((a, b) => Number(a.acknowledged) - Number(b.acknowledged))
}

/** Whoever rang has proved to be at the door since: what is shown now is the visit. */
export const isAnswered = (
  { door, wall: rang }: Pick<Ring, 'door' | 'wall'>,
  wall: Dated<WallView> | null,
): boolean =>
  (wall?.value.visits ?? []).some(
    (visit) => visit.door === door && visit.steps.some(({ rung, at }) => rung === 'here' && at >= rang),
  )
