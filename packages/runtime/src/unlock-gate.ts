// The last gate: after the durable mark, in one tick, on the durable state and on the state as every queued command
// would leave it. Only then does an unlock leave (safety design 1.5).
import {
  type DoorCommandBody,
  type DoorEvent,
  type DoorState,
  type Effect,
  type Instant,
  type Op,
  type RefusalCode,
  type WallTime,
  decide,
  denied,
  deniedHand,
} from '@portico/core'
import type { Clock } from '@portico/ports'
import type { DoorDevices } from './door-devices.ts'
import type { LineBody } from './home-journal.ts'
import type { Waiting } from './inbox.ts'
import type { NamedEffect } from './line-event.ts'
import type { RuntimeLog } from './runtime-log.ts'

export interface UnlockEffect extends NamedEffect {
  readonly effect: Extract<Effect, { type: 'UnlockDoor' }>
}

export interface GateLook {
  readonly door: DoorState
  readonly queued: readonly Waiting[]
  readonly op: Op
  readonly notAfter: Instant
  readonly at: Instant
  readonly wall: WallTime
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
  if (gate.hand?.op === look.op) return deniedHand(door)?.code ?? null
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
  readonly effect: UnlockEffect
  readonly clock: Clock
  readonly devices: DoorDevices
  readonly log: RuntimeLog
  readonly door: () => DoorState
  readonly queued: () => readonly Waiting[]
  /** False when the line could not be made durable. */
  readonly append: (line: Omit<LineBody, 'door' | 'session'>) => Promise<boolean>
  readonly mark: (event: DoorEvent) => void
}

/** Marks, looks once more, hands over: between the look and the hand-over nothing else can run. */
export async function letOut(parts: LetOutParts): Promise<DoorCommandBody> {
  const { clock, devices, log } = parts
  const { id, effect } = parts.effect
  const { op, notAfter } = effect
  const named = { id, effect: 'UnlockDoor', op }
  const voided = (code: RefusalCode): DoorCommandBody => {
    log.warn({ op, code }, 'unlock void')
    return { type: 'ReportEffect', effect: 'UnlockDoor', op, result: 'void', code }
  }
  if (!(await parts.append({ type: 'EffectStarted', cause: 'runtime', data: named })))
    return voided('STORAGE')
  const [at, wall] = [clock.mono(), clock.wall()]
  parts.mark({ type: 'EffectStarted', ...named, mono: at, wall })
  const verdict = lastGate({ door: parts.door(), queued: parts.queued(), op, notAfter, at, wall })
  if (!verdict.open) return voided(verdict.code)
  const handed = devices.unlock({ op, notAfter })
  if (handed !== 'handed') return voided(handed)
  log.info({ op, ...verdict.numbers }, 'unlock handed over')
  const data = { ...named, ...verdict.numbers }
  await parts.append({ type: 'EffectSent', cause: 'gate', mono: at, wall, data })
  return { type: 'ReportEffect', effect: 'UnlockDoor', op, result: 'sent' }
}
