// How an event changes an opening or locking that a person asked for through the hub.
import { elapsed } from '../time.ts'
import type { Gate, HandOpening } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { sentOf } from './evolve-hot.ts'
import { HAND_OPENINGS_WITHIN } from './settings.ts'

function begin(gate: Gate, event: Extract<DoorEvent, { type: 'HandOpenAsked' }>): Gate {
  const hand: HandOpening = {
    op: event.op,
    by: event.by,
    face: event.face,
    assurance: event.assurance,
    asked: event.mono,
    stage: 'arming',
    since: event.mono,
    committed: null,
    mark: 'none',
    sent: null,
    unlockSeen: false,
    alarmed: false,
  }
  const recent = gate.handOpenings.filter((at) => elapsed(at, event.mono) < HAND_OPENINGS_WITHIN)
  return { ...gate, hand, handOpenings: [...recent, event.mono] }
}

function step(hand: HandOpening, event: DoorEvent): HandOpening {
  // Each stage has a deadline of its own: one that has passed says nothing about the next.
  const to = (stage: HandOpening['stage']): HandOpening => ({
    ...hand,
    stage,
    since: event.mono,
    alarmed: false,
  })
  switch (event.type) {
    case 'UnlockCommitted':
      return event.op === hand.op ? { ...to('committed'), committed: event.mono } : hand
    case 'EffectStarted':
      return event.op === hand.op && hand.mark === 'none'
        ? { ...hand, mark: 'started', sent: event.mono }
        : hand
    case 'UnlockSent':
      return event.op === hand.op ? { ...to('sent'), mark: 'sent', sent: event.mono } : hand
    case 'UnlockUnknown':
      return event.op === hand.op ? { ...hand, mark: 'unknown', sent: event.mono } : hand
    case 'UnlockVoided':
      return event.op === hand.op ? { ...hand, mark: 'void', sent: sentOf(hand) } : hand
    case 'BoltObserved':
      return event.bolt === 'unlocked' && hand.mark !== 'none' ? { ...hand, unlockSeen: true } : hand
    case 'ContactObserved':
      if (event.contact === 'open' && hand.stage === 'sent') return to('opened')
      return hand
    case 'RelockStarted':
      return to('relocking')
    case 'DeadlineReached':
      return event.name === 'hand' ? { ...hand, alarmed: true, since: event.mono } : hand
    case 'HubRestarted':
      return {
        ...hand,
        stage: hand.stage === 'arming' ? 'arming' : 'relocking',
        since: event.mono,
        alarmed: false,
        committed: event.mono,
        sent: hand.sent === null ? null : event.mono,
      }
    default:
      return hand
  }
}

export function evolveHand(gate: Gate, event: DoorEvent): Gate {
  switch (event.type) {
    case 'HandOpenAsked':
      return begin(gate, event)
    case 'HandOpenEnded':
      return {
        ...gate,
        hand: null,
        // The watch after a visit has one of its own.
        watching: gate.watching === event.op ? null : gate.watching,
      }
    case 'LockAsked':
      return { ...gate, lockAsked: event.mono }
    case 'LockAskEnded':
      return { ...gate, lockAsked: null }
    default:
      return gate.hand ? { ...gate, hand: step(gate.hand, event) } : gate
  }
}
