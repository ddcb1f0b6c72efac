// What may be said of a door, and how sure it is. No screen rounds up: proof decays by itself.
import { type Instant, elapsed } from '../time.ts'
import type { DoorState, Gate } from './door-state.ts'
import { isSettled } from './judge.ts'
import { provedBy } from './permissives.ts'
import { CONTACT_SILENCE_MAX, QUERY_TIMEOUT } from './settings.ts'

export const doorStates = [
  'locked-proved',
  'locked-claimed',
  'unlocked',
  'open',
  'moving',
  'unknown',
  'jammed',
] as const

export type SealState = (typeof doorStates)[number]

function isFresh({ bolt, contact }: Gate, now: Instant): boolean {
  const answered = Math.min(bolt.answered ?? -Infinity, contact.answered ?? -Infinity)
  return now - answered <= CONTACT_SILENCE_MAX
}

/** The newest question may be on its way; the one before it still counts until its answer is overdue. */
function isProved(gate: Gate, now: Instant): boolean {
  if (provedBy(gate) !== null) return isFresh(gate, now)
  const { bolt, contact, question } = gate
  if (question.voided || question.asked === null || elapsed(question.asked, now) > QUERY_TIMEOUT) return false
  const before = question.q - 1
  const answers = (q: number | null): boolean => q === before || q === question.q
  return answers(bolt.answers) && answers(contact.answers) && isFresh(gate, now)
}

/** An unlock has left that nobody has seen work: what both witnesses say was perhaps so before it. */
function mayYetOpen({ gate: { hand }, session }: DoorState, now: Instant): boolean {
  if (hand && !isSettled(hand, now)) return true
  return session !== null && 'hot' in session && !isSettled(session.hot, now)
}

export function sealStateOf(door: DoorState, now: Instant): SealState {
  const { gate } = door
  const { bolt, contact } = gate
  if (contact.word === 'open') return 'open'
  if (bolt.word === 'jammed') return 'jammed'
  if (bolt.word === 'moving') return 'moving'
  if (bolt.word === 'unlocked') return 'unlocked'
  if (bolt.word === 'unknown' || contact.word === 'unknown')
    return bolt.word === 'locked' ? 'locked-claimed' : 'unknown'
  return isProved(gate, now) && !mayYetOpen(door, now) ? 'locked-proved' : 'locked-claimed'
}
