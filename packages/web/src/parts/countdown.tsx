// A ring that runs out, with the seconds in it. Read aloud at 30, 10 and 5.
import type { JSX } from 'preact'
import { tick } from '../live/ticking.ts'

const AROUND = 2 * Math.PI * 44.5
const SPOKEN: ReadonlySet<number> = new Set([30, 10, 5])

export interface CountdownProps {
  /** `instant()` at which it ends. */
  readonly until: number
  /** Ms of the whole ring. */
  readonly whole: number
  readonly size: number
  /** What happens then: "s to lock". Shown small in a large ring, and read aloud. */
  readonly label: string
}

export function Countdown({ until, whole, size, label }: CountdownProps): JSX.Element {
  const left = Math.max(0, until - tick.value)
  const seconds = Math.ceil(left / 1000)
  const part = Math.min(1, left / whole) * AROUND
  return (
    <span class="countdown">
      <svg class="ring" width={size} height={size} viewBox="0 0 100 100" aria-hidden="true">
        <circle class="t" cx="50" cy="50" r="44.5" stroke-width="9" />
        <circle class="v" cx="50" cy="50" r="44.5" stroke-width="9" stroke-dasharray={`${part} ${AROUND}`} />
        <text x="50" y={size > 60 ? 54 : 61.5} font-size={size > 60 ? 30 : 32}>
          {seconds}
        </text>
        {size > 60 && (
          <text x="50" y="71" font-size="11" class="unit">
            {label}
          </text>
        )}
      </svg>
      <span class="hush" role="timer" aria-live={SPOKEN.has(seconds) ? 'polite' : 'off'}>
        {seconds} {label}
      </span>
    </span>
  )
}
