// The contract of devices. A device performs commands and reports observations; it never judges. A command that
// resolves was accepted, nothing more: only a report says what the bolt or the leaf did.
import type { BoltReport, ContactReport, DeadmanReport, Instant, Op } from '@portico/core'

/** The way a report travels. Two witnesses on one path that others may write to count as one (threats T5). */
export interface WitnessPath {
  /** Names the broker account, bridge, radio or socket; equal ids mean one path. */
  readonly id: string
  /** Nothing but the device and the hub can write there. */
  readonly exclusive: boolean
}

export interface LockTraits {
  /** `measured`: the lock senses its bolt. `echoed`: it repeats the command, and can be no witness. */
  readonly boltWitness: 'measured' | 'echoed'
  readonly autoRelock: boolean
  /** Longest unlock, in ms, that the lock itself ends without the hub and only with the leaf closed; null: none. */
  readonly timedUnlockMaxMs: number | null
  /** `free`: the inside handle always retracts the bolt. Anything else is refused at commissioning. */
  readonly exit: 'free' | 'needs-key-or-power'
  readonly path: WitnessPath
}

export interface UnlockOrder {
  readonly op: Op
  /** The host refuses (`void`) when the clock has passed this in the tick of the vendor call. */
  readonly notAfter: Instant
}

export interface LockDevice {
  readonly traits: LockTraits
  /** Resolves when the lock accepted; it is never repeated. */
  unlock(order: UnlockOrder): Promise<void>
  /** The normal bolt, which the inside handle retracts. There is no deadlock, child lock or privacy mode. */
  lock(op: Op): Promise<void>
  /** Asks for a fresh reading, which comes as a report that carries `q`. */
  query(q: number): Promise<void>
}

export interface ContactDevice {
  readonly path: WitnessPath
  query(q: number): Promise<void>
}

export interface ArmOrder {
  readonly op: Op
  readonly epoch: number
  /** The edge bolts a closed door and sounds this long after arming, whatever the hub says, ms (60,000–240,000). */
  readonly withinMs: number
  /** Silence of the hub after which the edge bolts a closed door, and after which it sounds, ms. */
  readonly silenceActMs: number
  readonly silenceAlarmMs: number
}

export interface Heartbeat {
  readonly epoch: number
  /** When the hub sent it: the edge counts from here and ignores anything older than 3 s. */
  readonly sent: Instant
  /** Newest durable journal line of the hub. */
  readonly seq: number
}

/**
 * The small program or firmware at the door that holds the dead-man. Two parts: an absolute timer from `arm` to
 * `disarm`, and a watch for the hub's silence from `arm` to `release`. Re-arming never extends the timer of one op.
 */
export interface EdgeDevice {
  arm(order: ArmOrder): Promise<void>
  disarm(op: Op): Promise<void>
  release(op: Op): Promise<void>
  heartbeat(beat: Heartbeat): Promise<void>
  /** Sounds or silences the siren at the door. */
  siren(on: boolean): Promise<void>
}

/** One thing the edge noted by itself, handed in when the hub is there again. */
export interface EdgeNote {
  readonly at: Instant
  readonly note:
    | {
        readonly type: 'alarm'
        readonly why: 'silence' | 'deadman'
        readonly op: Op
        readonly silentForMs: number
      }
    | { readonly type: 'contact'; readonly contact: 'open' | 'closed' }
}

export type EdgeReport =
  | { readonly type: 'alive'; readonly at: Instant }
  | { readonly type: 'deadman'; readonly report: DeadmanReport }
  | { readonly type: 'notes'; readonly notes: readonly EdgeNote[] }
  | { readonly type: 'tamper'; readonly on: boolean }
  | { readonly type: 'fire'; readonly on: boolean }

/** Where a camera's pictures are. The media process alone opens them. */
export interface CameraSource {
  readonly rtsp: string
  readonly username: string | null
  readonly password: string | null
  /**
   * `signed`: every picture carries a signature over counter, time, nonce and picture (`@portico/rtp`
   * signed-picture); the nonce is put by RTSP SET_PARAMETER. `none`: liveness cannot be proved.
   */
  readonly liveness: { readonly method: 'signed'; readonly key: string } | { readonly method: 'none' }
}

export type LockReporter = (report: BoltReport) => void
export type ContactReporter = (report: ContactReport) => void
export type EdgeReporter = (report: EdgeReport) => void
export type BellReporter = () => void
export type CameraReporter = (source: CameraSource) => void
