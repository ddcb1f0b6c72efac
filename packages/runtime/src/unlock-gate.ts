// The last gate: after the durable mark, in one tick, on the durable state and on the state as every queued command
// would leave it. Only then does an unlock, or a PIN in its place, leave (safety design 1.5).
import {
  type DoorCommandBody,
  type DoorEvent,
  type DoorState,
  type Effect,
  type Instant,
  type Op,
  type Opening,
  type RefusalCode,
  type WallTime,
  decide,
  denied,
  deniedHand,
  sessionId,
} from '@portico/core'
import type { Announcer, Chance, Clock } from '@portico/ports'
import type { DoorDevices } from './door-devices.ts'
import type { HomeJournal, LineBody } from './home-journal.ts'
import type { Waiting } from './inbox.ts'
import type { NamedEffect } from './line-event.ts'
import { newPin } from './new-pin.ts'
import type { RuntimeLog } from './runtime-log.ts'

/** What lets somebody in: at most once, and through here alone. */
export interface OpeningEffect extends NamedEffect {
  readonly effect: Extract<Effect, { type: Opening }>
}

export const isOpening = (named: NamedEffect): named is OpeningEffect =>
  named.effect.type === 'UnlockDoor' || named.effect.type === 'GrantPin'

export interface GateLook {
  readonly door: DoorState
  readonly queued: readonly Waiting[]
  readonly op: Op
  readonly notAfter: Instant
  readonly at: Instant
  readonly wall: WallTime
  /** Which start of the hub this is, and whether no later one has written a line. */
  readonly epoch: number
  readonly leads: boolean
}

/** What the gate saw, for the record: enough to judge P4, P7 and P9 from the line alone. */
export interface GateNumbers {
  readonly frameAge: number | null
  readonly frames: number | null
  readonly q: number
  readonly edgeAge: number | null
}

export type GateVerdict =
  | { readonly open: true; readonly numbers: GateNumbers }
  | { readonly open: false; readonly code: RefusalCode }

function codeFor(door: DoorState, look: GateLook): RefusalCode | null {
  const { session, gate } = door
  if (!look.leads || gate.epoch !== look.epoch) return 'LEASE_LOST'
  if (gate.hand?.op === look.op) {
    if (gate.hand.stage !== 'committed') return 'ABORTED'
    return gate.hand.mark === 'started' ? (deniedHand(door)?.code ?? null) : 'RESTART'
  }
  if (session?.phase !== 'unlocking' || session.hot.op !== look.op) return 'ABORTED'
  if (session.hot.mark !== 'started') return 'RESTART'
  return denied(door, look.at, look.wall)?.code ?? null
}

/** A queued command may only withdraw permission, never grant it. */
function afterQueue({ door, queued, at, wall }: GateLook): DoorState {
  return queued.reduce(
    (state, { id, body, received }) => decide(state, { ...body, id, received, at, wall }).door,
    door,
  )
}

function numbersOf({ door: { session, gate }, at }: GateLook): GateNumbers {
  const frames = session && 'hot' in session ? session.hot.frames : null
  const newest = frames?.newest ?? null
  return {
    frameAge: newest === null ? null : at - newest,
    frames: frames?.good ?? null,
    q: gate.question.q,
    edgeAge: gate.edgeSeen === null ? null : at - gate.edgeSeen,
  }
}

export function lastGate(look: GateLook): GateVerdict {
  if (look.at > look.notAfter) return { open: false, code: 'TOO_LATE' }
  const code = codeFor(look.door, look) ?? codeFor(afterQueue(look), look)
  return code === null ? { open: true, numbers: numbersOf(look) } : { open: false, code }
}

export interface LetOutParts {
  readonly effect: OpeningEffect
  readonly clock: Clock
  readonly chance: Chance
  readonly announcer: Announcer
  readonly journal: HomeJournal
  readonly devices: DoorDevices
  readonly log: RuntimeLog
  readonly door: () => DoorState
  readonly queued: () => readonly Waiting[]
  /** False when the line could not be made durable. */
  readonly append: (line: Omit<LineBody, 'door' | 'session'>) => Promise<boolean>
  readonly mark: (event: DoorEvent) => void
}

/** The bolt itself, or a PIN that exists from here on: in no line, no log and no state. */
function handOver({ effect, chance, devices, announcer }: LetOutParts): 'handed' | RefusalCode {
  const { type, op, notAfter } = effect.effect
  if (type === 'UnlockDoor') return devices.unlock({ op, notAfter })
  const { endsAt } = effect.effect
  if (effect.session === null) return 'NOT_ASKED'
  const pin = newPin(chance)
  const handed = devices.grantPin({ op, notAfter, endsAt, pin })
  if (handed === 'handed')
    announcer.courier({ session: sessionId(effect.session), say: 'pin', code: null, pin, endsAt })
  return handed
}

/** Marks, looks once more, hands over: between the look and the hand-over nothing else can run. */
export async function letOut(parts: LetOutParts): Promise<DoorCommandBody> {
  const { clock, log, journal } = parts
  const { id, effect } = parts.effect
  const { op, notAfter, type } = effect
  const named = { id, effect: type, op }
  const voided = (code: RefusalCode): DoorCommandBody => {
    log.warn({ op, effect: type, code }, 'unlock void')
    return { type: 'ReportEffect', effect: type, op, result: 'void', code }
  }
  if (!(await parts.append({ type: 'EffectStarted', cause: 'runtime', data: named })))
    return voided('STORAGE')
  const [at, wall] = [clock.mono(), clock.wall()]
  parts.mark({ type: 'EffectStarted', ...named, mono: at, wall })
  const { epoch, leads } = journal
  const verdict = lastGate({
    door: parts.door(),
    queued: parts.queued(),
    op,
    notAfter,
    at,
    wall,
    epoch,
    leads,
  })
  if (!verdict.open) return voided(verdict.code)
  const handed = handOver(parts)
  if (handed !== 'handed') return voided(handed)
  log.info({ op, effect: type, ...verdict.numbers }, 'unlock handed over')
  const data = { ...named, ...verdict.numbers }
  await parts.append({ type: 'EffectSent', cause: 'gate', mono: at, wall, data })
  return { type: 'ReportEffect', effect: type, op, result: 'sent' }
}
