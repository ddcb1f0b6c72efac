// The hub in small scope: the real core decides and the real last gate lets out; a decision is durable at once.
import {
  type DoorCommandBody,
  type Effect,
  actorId,
  commandId,
  decide,
  evolve,
  instant,
  phaseOf,
  sessionId,
  wallTime,
} from '@portico/core'
import { lastGate } from '@portico/runtime'
import type { Scope, Waits } from './scope-state.ts'

export const SID = sessionId('s_1')
export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const
/** Far from every other number in the state, so that instants can be told from counts. */
export const MONO0 = 500_000_000
const WALL_AHEAD = 1_790_000_000_000 - MONO0

/** One line of what happened, for the judge; without `seq`, `prev` and `hash`. */
export interface Told {
  readonly type: string
  readonly cause: string
  readonly session: string | null
  readonly data: Readonly<Record<string, unknown>>
}
export type Tell = (scope: Scope, told: Told) => void

const wallOf = ({ now }: Scope): ReturnType<typeof wallTime> => wallTime(now + WALL_AHEAD)
const ID = commandId('c')

function perform(scope: Scope, effect: Effect): Scope {
  switch (effect.type) {
    case 'UnlockDoor':
      return { ...scope, opening: { op: effect.op, notAfter: effect.notAfter, isMarked: false } }
    case 'LockDoor':
      if (scope.door.gate.contact.word !== 'closed')
        return { ...scope, fault: 'a bolt is thrown at an open leaf' }
      // One that is still on its way and one more throw the same bolt.
      if (scope.orders.some(({ to }) => to === 'lock')) return scope
      return { ...scope, orders: [...scope.orders, { to: 'lock' }] }
    case 'QueryDoor': {
      const { bolt, leaf } = scope.truth
      const truth = { ...scope.truth, wasLocked: bolt === 'locked', wasClosed: leaf === 'closed' }
      // An older question that the lock has not read yet is worth nothing any more.
      const orders = scope.orders.filter(({ to }) => to !== 'answer')
      return { ...scope, truth, orders: [...orders, { to: 'answer', q: effect.q }] }
    }
    case 'ArmDeadman':
      return { ...scope, messages: [...scope.messages, { kind: 'deadman' }] }
    case 'SealEvidence':
      return { ...scope, messages: [...scope.messages, { kind: 'sealed' }] }
    default:
      return scope
  }
}

/** Decides at once, unless an unlock is at the gate: then it waits behind it. */
export function hear(scope: Scope, body: DoorCommandBody, tell: Tell): Scope {
  if (!scope.opening) return decideNow(scope, { body, received: scope.now }, tell)
  return { ...scope, queue: [...scope.queue, { body, received: scope.now }] }
}

function decideNow(scope: Scope, { body, received }: Waits, tell: Tell): Scope {
  const decision = decide(scope.door, { ...body, id: ID, at: scope.now, received, wall: wallOf(scope) })
  let next: Scope = { ...scope, door: decision.door }
  for (const { event, session } of decision.events) {
    const { type, mono: _, wall: _wall, ...data } = event
    tell(next, { type, cause: body.type, session, data })
    if (type === 'DoorSecured' && !(next.truth.wasLocked && next.truth.wasClosed))
      next = { ...next, fault: 'secured, and it was never true since the question' }
    if (type === 'AlarmRaised' || type === 'OwnerTookOver') next = toldOf(next)
  }
  for (const { effect, session } of decision.effects) {
    const { type, ...data } = effect
    tell(next, { type: 'EffectIssued', cause: body.type, session, data: { id: type, effect: type, ...data } })
    if (type !== 'UnlockDoor' && type !== 'QueryDoor')
      tell(next, {
        type: 'EffectSent',
        cause: 'runtime',
        session,
        data: { id: type, effect: type, op: null },
      })
    next = perform(next, effect)
  }
  return next
}

const toldOf = (scope: Scope): Scope => ({ ...scope, truth: { ...scope.truth, insecureSince: null } })

function unlockLine(scope: Scope, type: string, tell: Tell): void {
  const { opening } = scope
  if (!opening) return
  const data = { id: 'UnlockDoor', effect: 'UnlockDoor', op: opening.op }
  tell(scope, { type, cause: 'runtime', session: SID, data })
}

/** The durable mark, after a write that took so long. */
export function mark(scope: Scope, ms: number, tell: Tell): Scope {
  const { opening } = scope
  if (!opening) return scope
  const now = instant(scope.now + ms)
  const later = { ...scope, now }
  unlockLine(later, 'EffectStarted', tell)
  const started = { type: 'EffectStarted', id: 'UnlockDoor', effect: 'UnlockDoor', op: opening.op } as const
  const door = evolve(scope.door, { ...started, mono: now, wall: wallOf(later) })
  return { ...later, door, opening: { ...opening, isMarked: true } }
}

/** The last gate, with everything that waits behind it; then what waited is decided. */
export function passGate(scope: Scope, tell: Tell): Scope {
  const { opening, queue, door, epoch } = scope
  if (!opening) return scope
  // Whatever waits was handed over before this moment.
  const now = instant(scope.now + 1)
  const queued = queue.map((waits) => ({ ...waits, id: ID, settle: () => {} }))
  const { op, notAfter } = opening
  const verdict = lastGate({ door, queued, op, notAfter, at: now, wall: wallOf(scope), epoch, leads: true })
  const open = { ...scope, now, opening: null, queue: [] }
  if (!verdict.open) {
    const { code } = verdict
    const heard = hear(open, { type: 'ReportEffect', effect: 'UnlockDoor', op, result: 'void', code }, tell)
    return queue.reduce((state, waits) => decideNow(state, waits, tell), heard)
  }
  const data = { id: 'UnlockDoor', effect: 'UnlockDoor', op, ...verdict.numbers }
  tell(open, { type: 'World', cause: 'world', session: null, data: { what: 'unlock', op } })
  tell(open, { type: 'EffectSent', cause: 'gate', session: SID, data })
  const sent = handedOver(open, notAfter)
  const heard = hear(sent, { type: 'ReportEffect', effect: 'UnlockDoor', op, result: 'sent' }, tell)
  return queue.reduce((state, waits) => decideNow(state, waits, tell), heard)
}

/** The unlock is on the wire. */
export function handedOver(scope: Scope, notAfter: Scope['now']): Scope {
  const fault = scope.left > 0 ? 'a second unlock of one try left' : scope.fault
  return { ...scope, orders: [...scope.orders, { to: 'unlock', notAfter }], left: scope.left + 1, fault }
}

/** The process is gone and comes back: what waited is lost, what is on the air is not. */
export function crash(scope: Scope, ms: number, tell: Tell): Scope {
  const epoch = scope.epoch + 1
  const dead: Scope = { ...scope, now: instant(scope.now + ms), epoch, opening: null, queue: [] }
  const born = hear(dead, { type: 'Restarted', epoch, was: scope.epoch, rebooted: false }, tell)
  return settle(born, tell)
}

/** What a hub hears in its first moments. */
export function settle(scope: Scope, tell: Tell): Scope {
  const first: readonly DoorCommandBody[] = [
    { type: 'ReportClock', ok: true },
    { type: 'ReportFitness', unfit: null },
    { type: 'ReportStorage', ok: true },
  ]
  return first.reduce((state, body) => hear(state, body, tell), scope)
}

export const isHot = ({ door }: Scope): boolean => door.session !== null && 'hot' in door.session
export const phase = ({ door }: Scope): string => phaseOf(door)
