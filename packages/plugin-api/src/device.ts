// The contract of devices. A device performs commands and reports observations; it never judges. A command that
// resolves was accepted, nothing more: only a report says what the bolt or the leaf did.
import type {
  BoltReport,
  ChainCheckpoint,
  ContactReport,
  DeadmanReport,
  Instant,
  Op,
  PinReport,
} from '@portico/core'

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
  /**
   * `lock`: a PIN ends in the lock itself, after one use and at its own end time, also while the hub is dead, and the
   * lock reads back what it keeps (`PinReport`). Absent or `none`: nobody is let in by a PIN here.
   */
  readonly pinExpiry?: 'lock' | 'none' | undefined
  readonly path: WitnessPath
}

export interface UnlockOrder {
  readonly op: Op
  /** The host refuses (`void`) when the clock has passed this in the tick of the vendor call. */
  readonly notAfter: Instant
  /** The same order, signed for the edge at this door: a lock behind an edge opens only with its leave. */
  readonly frame?: string | undefined
}

/** A PIN for one use, which the lock itself ends. It exists in no line, log or state: only here and at the courier. */
export interface PinOrder extends UnlockOrder {
  /** The lock forgets the PIN at this moment, used or not, with or without the hub; at most 30 s after the commit. */
  readonly endsAt: Instant
  /** Six digits. */
  readonly pin: string
}

export interface LockDevice {
  readonly traits: LockTraits
  /** Resolves when the lock accepted; it is never repeated. */
  unlock(order: UnlockOrder): Promise<void>
  /**
   * Keeps a PIN for one use until `endsAt`. Resolves when the lock accepted, and is never repeated; a report `stored`
   * says that it was read back. A PIN stands in no message, log line or error. Needed for `pinExpiry: 'lock'`.
   */
  grantPin?(order: PinOrder): Promise<void>
  /** Forgets the PIN of this op; a report `gone` says that it is forgotten, also where there was none. */
  revokePin?(op: Op): Promise<void>
  /** The normal bolt, which the inside handle retracts. There is no deadlock, child lock or privacy mode. */
  lock(op: Op): Promise<void>
  /** Asks for a fresh reading, which comes as a report that carries `q`. */
  query(q: number): Promise<void>
}

export interface ContactDevice {
  readonly path: WitnessPath
  /**
   * Asks for a fresh reading, which comes as a report that carries `q`. A contact of which nothing was heard for 66 s,
   * asked or by itself, is taken for lost: what it said last stands no longer.
   */
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
  /** Newest signed head of the journal: the edge keeps it, out of the hub's reach (threats G17). */
  readonly head?: ChainCheckpoint
}

/**
 * The small program or firmware at the door that holds the dead-man. Two parts: an absolute timer from `arm` to
 * `disarm`, and a watch for the hub's silence from `arm` to `release`. Re-arming never extends the timer of one op.
 * Hub and edge speak in frames that they sign (`@portico/edge`): a plugin carries them and can make none.
 */
export interface EdgeDevice {
  /** Public key of the edge (Ed25519, 32 bytes, lower-case hex). The hub pins the first one and knows no other. */
  readonly key: string
  /** Carries a frame of the hub to the edge; resolves when it was sent. Late ones are worthless: never kept. */
  hear(frame: string): Promise<void>
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

/** A camera that sends a stream. The media process alone opens it. */
export interface StreamSource {
  /** Address of its main stream, without credentials. */
  readonly rtsp: string
  readonly username: string | null
  readonly password: string | null
  /** How its packets come; `tcp` (between the messages of RTSP, RFC 2326 section 10.12) unless said. */
  readonly transport?: 'tcp' | 'udp' | undefined
  /** RTSP address of a smaller stream of the same view, H.264, for who cannot show the first; null or absent: none. */
  readonly second?: string | null | undefined
  /** HTTP address of a JPEG of the same view, of unknown age; null or absent: none. */
  readonly snapshot?: string | null | undefined
  /** It takes sound: RTSP with `Require: www.onvif.org/ver20/backchannel` (ONVIF Streaming, section 5.3). */
  readonly backchannel?: boolean | undefined
  /**
   * `signed`: every picture carries a signature over counter, time, nonce and picture (`@portico/rtp`
   * signed-picture); the nonce is put by RTSP SET_PARAMETER. `none`: liveness cannot be proved.
   */
  readonly liveness: { readonly method: 'signed'; readonly key: string } | { readonly method: 'none' }
}

/** A camera that gives single pictures alone: shown, and nothing else. It films nothing and is nobody's witness. */
export interface StillSource {
  readonly rtsp: null
  /** HTTP address of a JPEG, without credentials. */
  readonly snapshot: string
  readonly username: string | null
  readonly password: string | null
  readonly liveness: { readonly method: 'none' }
}

/** Where a camera's pictures are. */
export type CameraSource = StreamSource | StillSource

/**
 * What a camera itself says of its view. `tamper`: covered, turned away, blinded or out of focus; while it is on, its
 * pictures are doubted. A note may make the hub doubt, and proves nothing.
 */
export interface CameraNote {
  readonly what: 'motion' | 'tamper'
  readonly on: boolean
}

/** Of the bolt, or of the PIN that the lock keeps. */
export type LockReporter = (report: BoltReport | PinReport) => void
export type ContactReporter = (report: ContactReport) => void
/** Takes a frame of the edge. */
export type EdgeReporter = (frame: string) => void
export type BellReporter = () => void
/** Where its pictures are from now on, or what it says of them. */
export type CameraReporter = (report: CameraSource | CameraNote) => void
