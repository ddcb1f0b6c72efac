// The seven rungs of a visit: reached, being reached, and to come. Nothing is promised.
import type { SessionView } from '@portico/protocol'
import type { JSX } from 'preact'

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

export function Pips({ rungs: all }: { readonly rungs: readonly Rung[] }): JSX.Element {
  return (
    <ol class="pips" aria-label="Steps">
      {all.map(({ name, at, isNow }) => (
        <li
          key={name}
          class={at !== null ? 'done' : isNow ? 'now' : ''}
          {...(isNow ? { 'aria-current': 'step' as const } : {})}
        >
          {name}
          <span class="hush">{at !== null ? ', done' : ''}</span>
        </li>
      ))}
    </ol>
  )
}
