// Where small scope begins: a courier stands at the door, the owner has said yes, and the proof has just started.
import {
  type DoorCommandBody,
  defaultSettings,
  doorId,
  homeId,
  initialDoor,
  instant,
  parcelId,
  wallTime,
} from '@portico/core'
import { MONO0, OWNER, SID, type Tell, hear, settle } from './hub.ts'
import { attend, play } from './moves.ts'
import type { Budget, Scope } from './scope-state.ts'

export const usualBudget: Budget = { abort: 1, crash: 1, loss: 1, duplicate: 1, stall: 1, walks: 2 }

const WALL = 1_790_000_000_000
const NONCE = 'c'.repeat(32)

const opening: readonly DoorCommandBody[] = [
  {
    type: 'ArmSession',
    sid: SID,
    mode: 'owner',
    from: wallTime(WALL - 60_000),
    to: wallTime(WALL + 7_200_000),
    source: 'easypost',
    claim: 'household',
    channel: 'carrier-signed',
    ceiling: 'auto',
    parcels: [parcelId('p_1')],
    policy: 'b'.repeat(64),
  },
  {
    type: 'ProvePresence',
    sid: SID,
    method: 'door-code',
    token: 'd'.repeat(64),
    fault: null,
    localDate: '2026-11-23',
    nonce: NONCE,
  },
]

export function begin(budget: Budget, tell: Tell): Scope {
  const now = instant(MONO0)
  const still: Scope = {
    door: initialDoor(homeId('default'), doorId('front'), defaultSettings),
    now,
    epoch: 1,
    truth: { bolt: 'locked', leaf: 'closed', wasLocked: true, wasClosed: true, insecureSince: null },
    orders: [],
    messages: [],
    opening: null,
    queue: [],
    left: 0,
    budget,
    fault: null,
  }
  tell(still, { type: 'World', cause: 'world', session: null, data: { bolt: true, open: false } })
  let scope = hear(still, { type: 'Restarted', epoch: 1, was: 0, rebooted: false }, tell)
  scope = settle(scope, tell)
  scope = play(scope, { what: 'order' }, tell)
  scope = play(scope, { what: 'deliver', index: 0 }, tell)
  scope = play(scope, { what: 'deliver', index: 0 }, tell)
  scope = opening.reduce((state, body) => hear(state, body, tell), scope)
  const picture = { sha256: 'a'.repeat(64), captured: now }
  scope = hear(scope, { type: 'ApproveEntry', sid: SID, try: 0, actor: OWNER, picture, nonce: NONCE }, tell)
  return attend({ ...scope, now: instant(now + 200) }, tell)
}
