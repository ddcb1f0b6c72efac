// What may happen next in small scope, and what comes of it. Time moves to the next deadline only; everything on its
// way may arrive before or after, in the order in which its sensor said it.
import { type DoorCommandBody, instant, nextDeadline, sessionOp } from '@portico/core'
import { OWNER, SID, type Tell, crash, handedOver, hear, isHot, mark, passGate } from './hub.ts'
import type { Message, Move, Scope, Truth } from './scope-state.ts'

/** A crash costs the hub so long, ms. */
const DEAD_MS = 3000
/** A write that is slower than an unlock may wait, ms. */
const SLOW_MS = 2500
/** Time moves only while no more than this is on its way: links are slow, not endless. */
const ON_THE_AIR_MAX = 4
const OP = sessionOp(SID, 0)

const isInsecure = ({ bolt, leaf }: Truth): boolean => bolt !== 'locked' || leaf !== 'closed'

/** Nothing was let go and nothing is watched any more: what follows is the beginning of another visit. */
const isOver = ({ door, opening, orders }: Scope): boolean => {
  const { session, gate } = door
  const isCold = session === null || session.phase === 'armed'
  return isCold && !opening && gate.tail === null && !orders.some(({ to }) => to === 'unlock')
}

/** Every move there is from here. */
export function movesFrom(scope: Scope): readonly Move[] {
  if (isOver(scope)) return []
  const { budget, messages, opening, orders, truth } = scope
  const moves: Move[] = []
  const may = (is: boolean, ...more: readonly Move[]): void => void (is && moves.push(...more))
  may(opening !== null && !opening.isMarked, { what: 'mark' })
  may(opening !== null && !opening.isMarked && budget.stall > 0, { what: 'slow-mark' })
  may(opening?.isMarked === true, { what: 'gate' })
  may(opening?.isMarked === true && budget.crash > 0 && opening.notAfter >= scope.now, { what: 'gate-crash' })
  may(orders.length > 0, { what: 'order' })
  may(truth.leaf === 'closed' && truth.bolt === 'unlocked' && budget.walks > 0, { what: 'open' })
  may(truth.leaf === 'open', { what: 'close' })
  may(opening === null && messages.length + orders.length <= ON_THE_AIR_MAX, { what: 'tick' })
  may(budget.abort > 0, { what: 'abort' })
  may(budget.crash > 0, { what: 'crash' })
  // Every sensor has a link of its own, on which nothing overtakes.
  const seen = new Set<Message['kind']>()
  for (const [index, { kind }] of messages.entries()) {
    if (seen.has(kind)) continue
    seen.add(kind)
    moves.push({ what: 'deliver', index })
    may(budget.loss > 0, { what: 'lose', index })
    may(budget.duplicate > 0, { what: 'duplicate', index })
  }
  return moves
}

const bodyOf = (message: Message): DoorCommandBody => {
  const source = 'q' in message && message.q !== null ? 'query' : 'auto'
  switch (message.kind) {
    case 'bolt':
      return { type: 'ReportBolt', bolt: message.word, q: message.q, source, battery: 90, credential: null }
    case 'contact':
      return { type: 'ReportContact', contact: message.word, q: message.q, source }
    case 'deadman':
      return { type: 'ReportDeadman', op: OP, what: 'armed' }
    case 'sealed':
      return { type: 'EvidenceSealed', sid: SID }
  }
}

/** The house has changed: the truth, and what its sensors say by themselves. */
function changed(scope: Scope, to: Partial<Pick<Truth, 'bolt' | 'leaf'>>, tell: Tell): Scope {
  const before = scope.truth
  const now = { ...before, ...to }
  const truth: Truth = {
    ...now,
    wasLocked: before.wasLocked || now.bolt === 'locked',
    wasClosed: before.wasClosed || now.leaf === 'closed',
    insecureSince: isInsecure(now) ? (isInsecure(before) ? before.insecureSince : scope.now) : null,
  }
  const said: Message[] = []
  if (truth.bolt !== before.bolt) said.push({ kind: 'bolt', word: truth.bolt, q: null })
  if (truth.leaf !== before.leaf) said.push({ kind: 'contact', word: truth.leaf, q: null })
  if (said.length > 0) {
    const data = { bolt: truth.bolt === 'locked', open: truth.leaf === 'open' }
    tell(scope, { type: 'World', cause: 'world', session: null, data })
  }
  return { ...scope, truth, messages: [...scope.messages, ...said] }
}

function obey(scope: Scope, tell: Tell): Scope {
  const [order, ...orders] = scope.orders
  if (!order) return scope
  const next = { ...scope, orders }
  switch (order.to) {
    case 'answer': {
      const { bolt, leaf } = scope.truth
      const { q } = order
      const answers: readonly Message[] = [
        { kind: 'bolt', word: bolt, q },
        { kind: 'contact', word: leaf, q },
      ]
      return { ...next, messages: [...scope.messages, ...answers] }
    }
    case 'lock':
      return changed(next, { bolt: 'locked' }, tell)
    case 'unlock':
      return order.notAfter < scope.now ? next : changed(next, { bolt: 'unlocked' }, tell)
  }
}

/** Camera and edge are whole in small scope: whenever time moves, both are heard. */
export function attend(scope: Scope, tell: Tell): Scope {
  const picture = { camera: 'hall', grade: 'absolute', changed: true, durable: true, count: 2 } as const
  let next = hear(scope, { type: 'ReportEdge' }, tell)
  for (const age of [120, 100, 80]) {
    const captured = instant(scope.now - age)
    next = hear(next, { type: 'ReportFrame', ...picture, captured, sha256: 'a'.repeat(64) }, tell)
  }
  return next
}

function tick(scope: Scope, tell: Tell): Scope {
  const due = nextDeadline(scope.door)
  if (due === null) return scope
  const now = instant(Math.max(due, scope.now))
  return hear(attend({ ...scope, now }, tell), { type: 'ReachDeadline' }, tell)
}

const without = <Item>(items: readonly Item[], index: number): readonly Item[] => items.toSpliced(index, 1)

function carry(scope: Scope, move: Extract<Move, { index: number }>, tell: Tell): Scope {
  const { messages, budget } = scope
  const message = messages[move.index]
  if (!message) return scope
  const rest = { ...scope, messages: without(messages, move.index) }
  switch (move.what) {
    case 'deliver':
      return hear(rest, bodyOf(message), tell)
    case 'lose':
      return { ...rest, budget: { ...budget, loss: budget.loss - 1 } }
    case 'duplicate':
      return hear({ ...scope, budget: { ...budget, duplicate: budget.duplicate - 1 } }, bodyOf(message), tell)
  }
}

function played(scope: Scope, move: Move, tell: Tell): Scope {
  const { budget } = scope
  switch (move.what) {
    case 'tick':
      return tick(scope, tell)
    case 'mark':
      return mark(scope, 0, tell)
    case 'slow-mark':
      return mark({ ...scope, budget: { ...budget, stall: budget.stall - 1 } }, SLOW_MS, tell)
    case 'gate':
      return passGate(scope, tell)
    case 'gate-crash': {
      const { opening } = scope
      if (!opening) return scope
      const sent = handedOver({ ...scope, budget: { ...budget, crash: budget.crash - 1 } }, opening.notAfter)
      return crash(sent, DEAD_MS, tell)
    }
    case 'order':
      return obey(scope, tell)
    case 'open':
      return changed({ ...scope, budget: { ...budget, walks: budget.walks - 1 } }, { leaf: 'open' }, tell)
    case 'close':
      return changed(scope, { leaf: 'closed' }, tell)
    case 'abort': {
      const now = instant(scope.now + 1)
      const next = { ...scope, now, budget: { ...budget, abort: budget.abort - 1 } }
      return hear(next, { type: 'AbortSession', sid: SID, actor: OWNER }, tell)
    }
    case 'crash':
      return crash({ ...scope, budget: { ...budget, crash: budget.crash - 1 } }, DEAD_MS, tell)
    default:
      return carry(scope, move, tell)
  }
}

/** Nobody was told that a door stands insecure by our doing for longer than this, ms. */
const INSECURE_MAX = 288_000

/** What must hold in every state, whatever led to it. */
function faultOf(scope: Scope): string | null {
  const { door, truth, messages, now } = scope
  if (scope.fault !== null) return scope.fault
  if (isHot(scope) && nextDeadline(door) === null) return 'hot, and nothing is due'
  const { alarms, tail, boot } = door.gate
  const isWatched = isHot(scope) || tail !== null || boot !== null || alarms.length > 0 || messages.length > 0
  if (isInsecure(truth) && truth.insecureSince !== null && !isWatched) return 'insecure, and nobody watches'
  const since = truth.insecureSince
  return since !== null && now - since > INSECURE_MAX && alarms.length === 0
    ? 'insecure, and nobody was told'
    : null
}

export function play(scope: Scope, move: Move, tell: Tell): Scope {
  const next = played(scope, move, tell)
  const fault = faultOf(next)
  return fault === next.fault ? next : { ...next, fault }
}
