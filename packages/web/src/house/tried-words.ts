// What the last thirty days would have become under changed rules, in one sentence.
import type { RehearsalView } from '@portico/protocol'

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

/** "16 visits. 2 would have been let in more easily, 1 with more care." */
export function triedWords({ visits, looser, tighter }: RehearsalView): string {
  if (visits === 0) return 'No courier came in the last 30 days: there is nothing to try it on.'
  const came = visits === 1 ? 'One visit.' : `${visits} visits.`
  if (looser + tighter === 0) return `${came} Nothing would have been otherwise.`
  return `${came} ${looser > 0 ? `Let in more easily: ${times(looser)}. ` : ''}${
    tighter > 0 ? `With more care: ${times(tighter)}.` : ''
  }`.trim()
}
