// How an event changes what is known of the door itself: witnesses, edge, alarms, openings by hand.
import { elapsed, after, type Instant } from '../time.ts'
import { evolveAsks } from './asking.ts'
import type { Belief, Gate } from './door-state.ts'
import type { DoorEvent } from './events.ts'
import { evolveAlarms, forgetAnswers, withoutAcknowledged } from './evolve-alarms.ts'
import { evolveHand } from './evolve-hand.ts'
import { evolveWatch, forgetWatch } from './evolve-watch.ts'
import type { Op } from '../ids.ts'
import { BOOT_MAX, TOKENS_KEPT } from './settings.ts'

/** Queries of one epoch start here, so that a late answer from an earlier life is never the latest. */
const QUERIES_PER_EPOCH = 1_000_000

interface Report<Word> {
  readonly word: Word
  readonly q: number | null
  readonly at: Instant
}

/** A report by itself that differs: whatever answers are on their way may have been true before it. */
const surprises = <Word>(belief: Belief<Word>, report: Report<Word>): boolean =>
  report.q === null && report.word !== belief.word

const observe = <Word>(belief: Belief<Word>, { word, q, at }: Report<Word>): Belief<Word> => ({
  word,
  seen: at,
  answers: q ?? belief.answers,
  // What a witness says by itself is no answer, and makes none younger.
  answered: q === null ? belief.answered : at,
})

/** A contrary report by itself voids every answer to the newest question. */
function voidAnswers(gate: Gate): Gate {
  return {
    ...gate,
    bolt: { ...gate.bolt, answers: null, answered: null },
    contact: { ...gate.contact, answers: null, answered: null },
    question: { ...gate.question, voided: true },
  }
}

const lost = { word: 'unknown', seen: null, answers: null, answered: null } as const

function restart(
  gate: Gate,
  event: Extract<DoorEvent, { type: 'HubRestarted' | 'HubStarted' }>,
  wasHot: boolean,
): Gate {
  const { mono, epoch } = event
  return {
    ...forgetWatch(gate, mono),
    epoch,
    bolt: lost,
    contact: lost,
    closedSeen: false,
    storageOk: false,
    clockOk: false,
    unfit: 'LOCK_UNFIT',
    pin: null,
    edgeSeen: null,
    question: { q: epoch * QUERIES_PER_EPOCH, asked: null, voided: true, calm: true },
    lock: { ...gate.lock, issued: null },
    alarms: forgetAnswers(gate.alarms, mono),
    handOpenings: gate.handOpenings.map(() => mono),
    asks: evolveAsks(gate.asks, event),
    lockAsked: gate.lockAsked === null ? null : mono,
    tail: gate.tail && { ...gate.tail, since: mono, proved: mono },
    boot: event.type === 'HubStarted' ? null : { by: after(mono, BOOT_MAX), at: mono, wasHot },
  }
}

function evolveWitness(gate: Gate, event: DoorEvent): Gate {
  switch (event.type) {
    case 'BoltObserved': {
      const report = { word: event.bolt, q: event.q, at: event.mono }
      const battery = event.battery ?? gate.battery
      const next = { ...gate, bolt: observe(gate.bolt, report), battery }
      return surprises(gate.bolt, report) ? voidAnswers(next) : next
    }
    case 'ContactObserved': {
      const report = { word: event.contact, q: event.q, at: event.mono }
      const next = {
        ...gate,
        contact: observe(gate.contact, report),
        contactSince: event.contact === gate.contact.word ? gate.contactSince : event.mono,
        closedSeen: event.contact === 'closed',
      }
      return surprises(gate.contact, report) ? voidAnswers(next) : next
    }
    case 'DeviceLost':
      if (event.device === 'lock') return { ...voidAnswers(gate), bolt: lost }
      if (event.device === 'contact')
        return { ...voidAnswers(gate), contact: lost, contactSince: null, closedSeen: false }
      return event.device === 'edge' ? { ...gate, edgeSeen: null } : gate
    case 'QueryIssued':
      return {
        ...gate,
        question: { q: event.q, asked: event.mono, voided: false, calm: event.calm ?? false },
      }
    case 'LockIssued':
      return { ...gate, lock: { n: event.n, issued: event.mono } }
    default:
      return gate
  }
}

/** `op`: of the entry or opening under way. What an edge says late of an earlier one changes nothing of this one. */
function evolveEdge(gate: Gate, event: DoorEvent, op: Op | null): Gate {
  switch (event.type) {
    case 'EdgeAlive':
      return { ...gate, edgeSeen: event.mono }
    case 'DeadmanArmed':
      if (event.op !== op) return { ...gate, edgeSeen: event.mono }
      return { ...gate, deadman: { op: event.op, state: 'armed' }, watching: event.op, edgeSeen: event.mono }
    case 'DeadmanRefused':
      return event.op === op ? { ...gate, deadman: null } : gate
    case 'DeadmanDisarmed':
      return gate.deadman?.op === event.op ? { ...gate, deadman: { op: event.op, state: 'disarmed' } } : gate
    case 'DeadmanFired':
      return { ...gate, deadman: { op: event.op, state: 'fired' } }
    case 'ProofStarted':
    case 'HandOpenAsked':
      return { ...gate, deadman: { op: event.op, state: 'asked' } }
    case 'EntryRefused':
      return { ...gate, deadman: null, watching: null }
    case 'SealStarted':
      return {
        ...gate,
        deadman: gate.deadman && { ...gate.deadman, state: 'disarmed' },
        watching: event.outcome === 'taken-over' ? null : gate.watching,
      }
    case 'TailEnded':
      return withoutAcknowledged({ ...gate, tail: null, watching: watchedBeside(gate) }, event.mono)
    default:
      return gate
  }
}

/** The next entry may be proved, and watched at the edge, while the watch after the visit before it ends. */
const watchedBeside = ({ watching, tail }: Gate): Gate['watching'] =>
  watching === tail?.op ? null : watching

function evolveNoted(gate: Gate, event: DoorEvent): Gate {
  switch (event.type) {
    case 'StorageNoted':
      return { ...gate, storageOk: event.ok }
    case 'ClockNoted':
      return { ...gate, clockOk: event.ok, clockDoubted: !event.ok }
    case 'TamperNoted':
      return { ...gate, tamper: event.on }
    case 'FireNoted':
      return { ...gate, fire: event.on }
    case 'FitnessNoted':
      return { ...gate, unfit: event.unfit, pin: event.pin ?? false }
    case 'PresenceProved':
      return { ...gate, tokens: [...gate.tokens, event.token].slice(-TOKENS_KEPT) }
    case 'ApprovalAsked':
    case 'Refused':
      return { ...gate, asks: evolveAsks(gate.asks, event) }
    default:
      return gate
  }
}

export interface GateContext {
  /** The session was hot, or the tail of one ran, before this event. */
  readonly wasHot: boolean
  /** Local date of the presence of the session under way. */
  readonly localDate: string | null
  /** Of the entry or opening under way. */
  readonly op: Op | null
}

function countOpening(gate: Gate, localDate: string | null): Gate {
  if (localDate === null) return gate
  const count = gate.openings.localDate === localDate ? gate.openings.count + 1 : 1
  return { ...gate, openings: { localDate, count } }
}

export function evolveGate(gate: Gate, event: DoorEvent, { wasHot, localDate, op }: GateContext): Gate {
  switch (event.type) {
    case 'HubStarted':
    case 'HubRestarted':
      return evolveHand(restart(gate, event, wasHot), event)
    case 'UnlockCommitted':
      return evolveHand(
        event.mode === 'hand' ? gate : countOpening({ ...gate, tail: null }, localDate),
        event,
      )
    case 'DoorSecured': {
      const tail = proveTail(gate, event.mono)
      // The watch after a visit proves by questions of its own.
      const question = gate.tail ? gate.question : { ...gate.question, calm: true }
      const proved = { ...gate, boot: null, lockAsked: null, tail, question }
      return evolveHand(withoutAcknowledged(proved, event.mono), event)
    }
    case 'DeadlineReached':
      return event.name === 'boot' ? { ...gate, boot: null } : evolveHand(gate, event)
    case 'SessionClosed':
      // A visit that never became hot leaves no dead-man behind; after a hot one the tail keeps its watch.
      return wasHot ? gate : { ...gate, deadman: null, watching: null }
    case 'OwnerTookOver':
      return { ...gate, boot: null, lockAsked: null, tail: gate.tail && { ...gate.tail, quiet: true } }
    default:
      return evolveHand(
        evolveWatch(
          evolveNoted(evolveEdge(evolveAlarms(evolveWitness(gate, event), event), event, op), event),
          event,
        ),
        event,
      )
  }
}

function proveTail(gate: Gate, mono: Instant): Gate['tail'] {
  if (!gate.tail) return null
  return elapsed(gate.tail.proved, mono) > 0 ? { ...gate.tail, proved: mono } : gate.tail
}
