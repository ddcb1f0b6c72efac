// The seven rungs of a visit as a list: reached, being reached, and to come.
import type { SessionView } from '@portico/protocol'

export interface Rung {
  readonly name: string
  /** Unix ms; null: not reached. */
  readonly at: number | null
  readonly isNow: boolean
}

/** By the name of the step that reaches it. */
const rungs = [
  ['here', 'Here'],
  ['live', 'Live'],
  ['unlocked', 'Open'],
  ['inside', 'Inside'],
  ['shut', 'Shut'],
  ['locked', 'Locked'],
  ['photo', 'Photo'],
] as const

/** Of the newest try: steps before its "here" belong to an older one. */
export function rungsOf({ steps, state }: Pick<SessionView, 'steps' | 'state'>): readonly Rung[] {
  const began = steps.findLast(({ rung }) => rung === 'here')?.at ?? 0
  const reached = (name: string): number | null =>
    steps.findLast(({ rung, at }) => rung === name && at >= began)?.at ?? null
  const first = rungs.findIndex(([step]) => reached(step) === null)
  return rungs.map(([step, name], place) => ({
    name,
    at: reached(step),
    isNow: state === 'open' && place === first,
  }))
}
