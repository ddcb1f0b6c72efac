// The clock of a visit: the seconds until somebody must have answered, come, left or locked.
import type { SessionView } from '@portico/protocol'
import type { JSX } from 'preact'
import type { Dated } from '../live/known-door.ts'
import { Countdown } from './countdown.tsx'

type CountdownView = NonNullable<SessionView['countdown']>

const labels: Readonly<Record<CountdownView['what'], string>> = {
  answer: 's to answer',
  prove: 's to prove',
  open: 's to open',
  leave: 's to leave',
  relock: 's to lock',
}

export interface VisitCountdownProps {
  readonly visit: Dated<{ readonly countdown: CountdownView | null }>
  readonly size: number
}

/** Nothing where nothing runs out. */
export function VisitCountdown({ visit: { value, at }, size }: VisitCountdownProps): JSX.Element | null {
  if (!value.countdown) return null
  const { what, leftMs, wholeMs } = value.countdown
  return <Countdown until={at + leftMs} whole={wholeMs} size={size} label={labels[what]} />
}
