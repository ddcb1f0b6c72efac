// Matter tells a jam as an event alone (DoorLockAlarm, code 0): it is told once as it begins, and again only after the bolt
// was seen somewhere. Not knowing for a moment ends no jam.
import type { DoorTruth } from './truth.ts'

export interface JamStep {
  readonly isJammed: boolean
  /** The alarm is due now. */
  readonly alarm: boolean
}

const clearing: ReadonlySet<DoorTruth['state']> = new Set([
  'locked-proved',
  'locked-claimed',
  'unlocked',
  'open',
])

export function jamStep(wasJammed: boolean, state: DoorTruth['state']): JamStep {
  if (state === 'jammed') return { isJammed: true, alarm: !wasJammed }
  return { isJammed: wasJammed && !clearing.has(state), alarm: false }
}
