// The steps of a visit with their times: reached, being reached, to come. What is to come is not promised.
import type { JSX } from 'preact'
import type { SessionView } from '@portico/protocol'
import { clockSeconds, hubNow, spanWords } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'
import { Icon } from '../parts/icons.tsx'
import { ladder, visitRungs } from './visit-words.ts'

export interface VisitLadderProps {
  readonly visit: SessionView
  /** Who answered, under the step that it led to. */
  readonly answer: string | null
}

export function VisitLadder({ visit, answer }: VisitLadderProps): JSX.Element {
  const rungs = visitRungs(visit)
  // The clock goes on while a step is being reached.
  const now = tick.value > 0 ? hubNow() : 0
  const last = Math.max(visit.created, ...rungs.map(({ at }) => at ?? 0))
  return (
    <ol class="ladder" aria-label="Steps">
      {ladder.map(({ rung, words }, place) => {
        const { at = null, isNow = false } = rungs[place] ?? {}
        return (
          <li
            key={rung}
            class={at !== null ? 'done' : isNow ? 'now' : ''}
            {...(isNow ? { 'aria-current': 'step' as const } : {})}
          >
            <span class="dot">{at !== null && <Icon name="check" />}</span>
            <span>
              {words}
              {at === null && <span class="hush">, not reached</span>}
              {rung === 'unlocked' && at !== null && answer !== null && <small>{answer}</small>}
            </span>
            {at !== null && <time>{clockSeconds(at)}</time>}
            {isNow && <time>{spanWords(now - last)}</time>}
          </li>
        )
      })}
    </ol>
  )
}
