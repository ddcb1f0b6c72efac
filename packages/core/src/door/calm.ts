// Calm: nothing is under way that the journal must hold poll by poll (ADR 6).
import type { DoorState } from './door-state.ts'

/** Questions, answers that confirm the belief, and signs of life are counted and not written. */
export function isCalm({ gate, session }: DoorState): boolean {
  const cold = session === null || session.phase === 'armed' || session.phase === 'authorising'
  return cold && !gate.tail && !gate.hand && !gate.boot && gate.lockAsked === null && gate.alarms.length === 0
}

/** In calm an answer may go unwritten: whatever the question was asked for, it proves nothing any more. */
export function calmed(door: DoorState): DoorState {
  const { question } = door.gate
  if (question.calm || !isCalm(door)) return door
  return { ...door, gate: { ...door.gate, question: { ...question, calm: true } } }
}
