// What the courier's page shows: where the visit stands, in one of eight sentences, and nothing about the home.
import { createHash } from 'node:crypto'
import {
  type DoorState,
  type Duration,
  type Instant,
  type Offered,
  type RefusalCode,
  type Session,
  type WallTime,
  after,
  assertNever,
  elapsed,
  minutes,
} from '@portico/core'
import type { CourierState, CourierView } from '@portico/protocol'
import type { Visit } from '@portico/runtime'
import type { ShownPin } from '../live/courier-pins.ts'
import { type Heard, courierHears, say } from './words.ts'

export interface CourierFacts {
  readonly visit: Visit
  /** The pass belongs to the phone that shows it, or to none yet. */
  readonly isOwn: boolean
  /** Why the pass is no good now for the phone that shows it; null when it is. */
  readonly denial: RefusalCode | null
  /** Where the parcel may go after a no. */
  readonly offerOf: (code: RefusalCode) => Offered
  /** What the lock takes now, where this phone may see it. */
  readonly pin: ShownPin | null
  /** The door of the visit; null when the settings know it no more. */
  readonly door: DoorState | null
  readonly at: Instant
  readonly wall: WallTime
  /** Short reference of a signed head of the journal that covers the visit so far; null: nothing is signed. */
  readonly head: string | null
}

/** A no is shown this long; then the page welcomes again. */
const REFUSAL_SHOWN = minutes(10)

/** Said to the owner about his own answers; the courier hears nothing of it. */
export const ownersOwn: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'NOT_ASKED',
  'NO_ALARM',
  'NOT_HOT',
  'OTHER_SESSION',
  'OTHER_TRY',
  'PICTURE_STALE',
  'NOT_APPROVED',
  'RIGHT_MISSING',
  'ASSURANCE_MISSING',
  'OPENING_LIMIT',
  'DOOR_OPEN',
])

/** First 40 bits of SHA-256 of the visit's id, base32 (RFC 4648 §6): eight letters to quote on the telephone. */
export function referenceOf(session: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = createHash('sha256').update(session).digest().readUIntBE(0, 5)
  return Array.from({ length: 8 }, (_, place) => alphabet[Math.floor(bits / 32 ** (7 - place)) % 32]).join('')
}

interface Shown {
  readonly state: CourierState
  readonly heard?: Heard
  readonly pin?: string
  readonly until?: Instant | null
  /** Of what is counted down to `until`. */
  readonly whole?: Duration
}

/** What the drawn page shows besides the view. */
export interface CourierLook {
  readonly view: CourierView
  /** Ms of what is counted down; null when nothing is. */
  readonly wholeMs: number | null
  /** When the door was shut behind the courier; null before. */
  readonly ended: WallTime | null
  /** Days for which the film is kept; null where the visit is not shown, or has none. */
  readonly filmDays: number | null
}

const refused = ({ offerOf }: CourierFacts, code: RefusalCode): Shown => ({
  state: 'refused',
  heard: courierHears(code, offerOf(code)),
})
const ended = (letter: Heard = say('D')): Shown => ({ state: 'ended', heard: letter })

/** The newest no that concerns the courier. A busy door was said to somebody else, who came meanwhile. */
const lastRefusal = ({ refusals }: Visit): Visit['refusals'][number] | null =>
  refusals.findLast(({ code }) => code !== 'DOOR_BUSY' && !ownersOwn.has(code)) ?? null

function beforeEntry(facts: CourierFacts): Shown {
  const { visit, denial, wall, offerOf } = facts
  if (denial !== null) return ended(courierHears(denial, offerOf(denial)))
  const refusal = lastRefusal(visit)
  const proved = visit.steps.findLast(({ rung }) => rung === 'here')?.wall ?? 0
  const isNews = refusal !== null && refusal.wall >= proved && wall - refusal.wall <= REFUSAL_SHOWN
  return isNews ? refused(facts, refusal.code) : { state: 'welcome' }
}

/** How it ended for somebody who was perhaps inside. */
function afterwards(facts: CourierFacts): Shown {
  const { visit } = facts
  if (visit.steps.some(({ rung }) => rung === 'inside')) return { state: 'thanks' }
  switch (visit.outcome) {
    case 'cancelled':
      return refused(facts, lastRefusal(visit)?.code ?? 'APPROVAL_DENIED')
    case 'refused':
      return refused(facts, lastRefusal(visit)?.code ?? 'NOT_ARMED')
    case 'taken-over':
      return ended(say('E'))
    case 'delivered':
    case 'undelivered':
    case 'unsealed':
    case 'expired':
    case null:
      return ended()
    default:
      return assertNever(visit.outcome)
  }
}

function underWay(facts: CourierFacts, door: DoorState, session: Session): Shown {
  const { timers } = door.settings
  const wait = (limit: Duration): Shown => ({
    state: 'wait',
    heard: say('C'),
    until: after(session.phase === 'armed' ? facts.at : session.since, limit),
    whole: limit,
  })
  switch (session.phase) {
    case 'armed':
      return beforeEntry(facts)
    case 'authorising':
      return wait(timers.approve)
    case 'proving':
      return wait(timers.prove)
    case 'unlocking': {
      const { pin } = facts
      if (!pin) return wait(timers.unlock)
      return { state: 'pin', pin: pin.pin, until: pin.endsAt, whole: elapsed(session.since, pin.endsAt) }
    }
    case 'unlocked':
      return { state: 'open', until: after(session.since, timers.open), whole: timers.open }
    case 'inside': {
      const { aborted, warned, leaveBy } = session.hot
      const inside = { until: leaveBy, whole: timers.inside }
      return aborted || warned
        ? { state: 'leave', heard: say('G'), ...inside }
        : { state: 'place', ...inside }
    }
    case 'relocking':
    case 'unproved':
      if (session.hot.opened === null) return refused(facts, lastRefusal(facts.visit)?.code ?? 'ABORTED')
      return { state: 'close', heard: say('G') }
    case 'sealing':
      return session.hot.opened === null ? ended() : { state: 'thanks' }
    default:
      return assertNever(session)
  }
}

function shownOf(facts: CourierFacts): Shown {
  const { visit, door, isOwn } = facts
  // A link that was shared or stolen shows nothing of how it goes on.
  if (!isOwn) return ended(courierHears('PASS_OTHER_PHONE'))
  if (visit.state === 'closed') return afterwards(facts)
  const session = door?.session ?? null
  return door && session?.sid === visit.id ? underWay(facts, door, session) : beforeEntry(facts)
}

/** When the courier pulled the door shut; without that word, when he came in. */
const endOf = ({ steps }: Visit): WallTime | null =>
  steps.findLast(({ rung }) => rung === 'shut' || rung === 'inside')?.wall ?? null

export function courierLook(facts: CourierFacts): CourierLook {
  const { state, heard, pin, until, whole } = shownOf(facts)
  const leftMs = until === undefined || until === null ? null : Math.max(0, Math.round(until - facts.at))
  return {
    view: {
      state,
      letter: heard?.letter ?? null,
      words: heard?.words ?? null,
      place: heard?.place ?? null,
      pin: pin ?? null,
      leftMs,
      reference: referenceOf(facts.visit.id),
      head: state === 'thanks' ? facts.head : null,
    },
    wholeMs: leftMs === null || whole === undefined ? null : whole,
    ended: state === 'thanks' ? endOf(facts.visit) : null,
    filmDays: facts.isOwn ? facts.visit.filmDays : null,
  }
}

export const courierView = (facts: CourierFacts): CourierView => courierLook(facts).view
