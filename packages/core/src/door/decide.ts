// decide: one command, what happened and what to do. Pure and synchronous; a refusal is an event like any other.
import type { Instant } from '../time.ts'
import type { CommandOf, CommandType, DoorCommand } from './commands.ts'
import { nextDeadline } from './deadlines.ts'
import { reachDeadline } from './decide-deadline.ts'
import { requestLock, requestOpen } from './decide-hand.ts'
import { armSession, provePresence, reportCarrier, standBack, tightenSession } from './decide-intake.ts'
import { acknowledgeAlarm, approveEntry, callAlarm, stopSession, takeOverSession } from './decide-people.ts'
import { reportPin } from './decide-pin.ts'
import {
  reportDelivered,
  reportEffect,
  reportPhoto,
  reportSegment,
  reportUnreadable,
  restarted,
} from './decide-runtime.ts'
import {
  reportClock,
  reportDeadman,
  reportEdge,
  reportEdgeAlarm,
  reportFire,
  reportFitness,
  reportFrame,
  reportLiveness,
  reportLost,
  reportStorage,
  reportTamper,
} from './decide-surroundings.ts'
import { reportHousehold, reportPeople, reportWitness } from './decide-watch.ts'
import { reportBolt, reportContact, reportOpened } from './decide-witness.ts'
import type { DoorState } from './door-state.ts'
import { evidenceSealed } from './sealing.ts'
import { type Decided, type Issued, type Turn, beginTurn } from './turn.ts'

export interface Decision {
  readonly events: readonly Decided[]
  readonly effects: readonly Issued[]
  /** The state after all events. */
  readonly door: DoorState
  /** `WakeAt`: the next deadline, told anew with every decision, so none can be lost; null when there is none. */
  readonly wakeAt: Instant | null
}

type Deciders = { readonly [Type in CommandType]: (turn: Turn, command: CommandOf<Type>) => void }

/** Every command there is; the type holds the list complete. */
const deciders: Deciders = {
  ArmSession: armSession,
  StandBack: standBack,
  TightenSession: tightenSession,
  ReportCarrier: reportCarrier,
  ProvePresence: provePresence,
  ApproveEntry: approveEntry,
  DenyEntry: stopSession,
  AbortSession: stopSession,
  AcknowledgeAlarm: acknowledgeAlarm,
  RequestOpen: requestOpen,
  RequestLock: requestLock,
  TakeOver: takeOverSession,
  CallAlarm: callAlarm,
  ReportBolt: reportBolt,
  ReportContact: reportContact,
  ReportFrame: reportFrame,
  ReportLiveness: reportLiveness,
  ReportDeadman: reportDeadman,
  ReportEdge: reportEdge,
  ReportEdgeAlarm: reportEdgeAlarm,
  ReportOpened: reportOpened,
  ReportTamper: reportTamper,
  ReportFire: reportFire,
  ReportStorage: reportStorage,
  ReportClock: reportClock,
  ReportLost: reportLost,
  ReportFitness: reportFitness,
  ReportPin: reportPin,
  ReportWitness: reportWitness,
  ReportPeople: reportPeople,
  ReportHousehold: reportHousehold,
  ReportEffect: reportEffect,
  ReportDelivered: reportDelivered,
  ReportPhoto: reportPhoto,
  ReportSegment: reportSegment,
  EvidenceSealed: evidenceSealed,
  ReportUnreadable: reportUnreadable,
  ReachDeadline: reachDeadline,
  Restarted: restarted,
}

export function decide(door: DoorState, command: DoorCommand): Decision {
  const turn = beginTurn(door, command)
  // cast: the table pairs each type with its own decider
  const decider = deciders[command.type] as (turn: Turn, command: DoorCommand) => void
  decider(turn, command)
  return {
    events: turn.decided,
    effects: turn.issued,
    door: turn.door,
    wakeAt: nextDeadline(turn.door),
  }
}
