// What is physically true in the house right now: for tests and people, never for the hub.
import type { Instant, Op } from '@portico/plugin-api'
import type { EdgeState, Truth } from '@portico/world'
import type { StreamFault } from '../camera/stream-fault.ts'
import type { PinReceived, UnlockReceived } from './lock.ts'

export interface DoorTruth extends Truth {
  /** It sounds. */
  readonly siren: boolean
  readonly peopleInside: number
  readonly parcelsInside: number
  readonly parcelsOutside: number
  /** Unlocks as they came over the wire, oldest first. */
  readonly unlocksReceived: readonly UnlockReceived[]
  /** PINs as they came over the wire, oldest first; never what they were. */
  readonly pinsReceived: readonly PinReceived[]
  /** The lock keeps a PIN, until then; null: none. */
  readonly pinHeld: { readonly op: Op; readonly endsAt: Instant } | null
  readonly edge: EdgeTruth | null
}

export interface EdgeTruth {
  /** Of the newest hub it has heard. */
  readonly epoch: number
  /** Send stamp of the newest heartbeat that counts. */
  readonly beat: Instant | null
  /** Dead-men that run, and when they run out. */
  readonly timers: readonly { readonly op: Op; readonly due: Instant }[]
  /** Ops during which the hub's silence is watched. */
  readonly watches: readonly Op[]
  /** Notes no hub has confirmed yet. */
  readonly notes: number
  /** Newest signed head of the hub's journal that it keeps. */
  readonly head: EdgeState['head']
  /** Orders that were not obeyed, by the reason. */
  readonly refused: Readonly<Record<string, number>>
}

export interface CameraTruth {
  readonly door: string
  readonly view: 'outside' | 'inside'
  readonly fault: StreamFault
  readonly viewers: number
  /** Pictures taken since the house started. */
  readonly pictures: number
  /** What was said through it since the house started, ms. */
  readonly heardMs: number
}

export interface HouseTruth {
  readonly at: Instant
  readonly doors: Readonly<Record<string, DoorTruth>>
  readonly cameras: Readonly<Record<string, CameraTruth>>
}

/** What an act answers: whether anything moved, why not, and what is true now. */
export interface ActAnswer {
  readonly moved: boolean
  readonly why: string | null
  readonly door?: DoorTruth
  readonly camera?: CameraTruth
  /** What it heard last, G.711 µ-law, base64. */
  readonly sound?: string
}

export const edgeTruth = (state: EdgeState, refused: EdgeTruth['refused']): EdgeTruth => ({
  epoch: state.epoch,
  beat: state.beat,
  timers: state.timers,
  watches: state.watches.map((watch) => watch.op),
  notes: state.notes.length,
  head: state.head,
  refused,
})
