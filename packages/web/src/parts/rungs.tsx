// The seven rungs of a visit as a bar. Nothing is promised.
import type { JSX } from 'preact'
import type { Rung } from '../live/rungs-of.ts'

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
