// The packets of one sender in their order: what is missing, when a time line begins anew, what time a stamp means, and
// the figures that a receiver reports back.
import { type HeardReport, type ReceptionReport, parseSenderReport } from './rtcp.ts'
import { type RtpPacket, Unwrapper, parseRtp, wrappingSteps } from './rtp-packet.ts'

/** A step of RTP time beyond this is no pause but a camera that started anew. */
const JUMP_MS = 10_000

export interface RtpLineOptions {
  readonly payloadType: number
  /** Ticks of RTP time a second. */
  readonly clockRate: number
  /** Monotonic ms. */
  readonly mono: () => number
  /** A new time line begins with the packet that is given out next; times are still those of the old one. */
  readonly onRestart: () => void
}

export interface LinePacket extends RtpPacket {
  /** Packets before it did not come. */
  readonly lost: boolean
}

export interface LineTime {
  /** Without wrapping. */
  readonly rtpTime: number
  /** First of a new time line. */
  readonly restarted: boolean
  /** Unix ms of the camera's clock; null before its first sender report. */
  readonly capturedWallMs: number | null
}

export class RtpLine {
  readonly #options: RtpLineOptions
  readonly #time = new Unwrapper(32)
  readonly #order = new Unwrapper(16)
  #ssrc: number | null = null
  #timestamp: number | null = null
  #restarted = true
  #report: HeardReport | null = null
  #reportCame = 0
  #first = 0
  #received = 0
  /** What the last reception report told, to tell the next one what came since. */
  #told = { expected: 0, received: 0 }
  #jitter = 0
  #transit: number | null = null

  constructor(options: RtpLineOptions) {
    this.#options = options
  }

  /** The sender that is heard; null before its first packet. */
  get ssrc(): number | null {
    return this.#ssrc
  }

  /** Reads one RTP packet; null for what is none, is late or belongs to another payload. */
  take(bytes: Uint8Array): LinePacket | null {
    const packet = parseRtp(bytes)
    if (!packet || packet.payloadType !== this.#options.payloadType) return null
    if (this.#isRestart(packet)) this.#restart(packet)
    const before = this.#order.last
    const steps = before === null ? 1 : this.#order.place(packet.sequence) - before
    this.#received += 1
    if (steps <= 0) return null
    this.#order.next(packet.sequence)
    if (before === null) this.#first = packet.sequence
    this.#timestamp = packet.timestamp
    this.#measureJitter(packet.timestamp)
    return { ...packet, lost: steps > 1 }
  }

  rtcp(bytes: Uint8Array): void {
    const report = parseSenderReport(bytes)
    if (!report) return
    this.#report = report
    this.#reportCame = this.#options.mono()
  }

  /** What a stamp means; to be asked once for each, in their order. */
  timeOf(timestamp: number): LineTime {
    const report = this.#report?.ssrc === this.#ssrc ? this.#report : null
    const restarted = this.#restarted
    this.#restarted = false
    const ticksPerMs = this.#options.clockRate / 1000
    return {
      rtpTime: this.#time.next(timestamp),
      restarted,
      capturedWallMs: report && report.wallMs + wrappingSteps(report.timestamp, timestamp, 32) / ticksPerMs,
    }
  }

  /** What to report of this sender (RFC 3550 section 6.4.1); null before its first packet. */
  reception(): ReceptionReport | null {
    const highest = this.#order.last
    if (this.#ssrc === null || highest === null) return null
    const expected = highest - this.#first + 1
    const [due, got] = [expected - this.#told.expected, this.#received - this.#told.received]
    this.#told = { expected, received: this.#received }
    const report = this.#report?.ssrc === this.#ssrc ? this.#report : null
    return {
      ssrc: this.#ssrc,
      fractionLost: due > 0 && due > got ? (due - got) / due : 0,
      lost: Math.max(0, expected - this.#received),
      highestSequence: highest,
      jitter: Math.round(this.#jitter),
      lastReport: report?.middle ?? 0,
      sinceLastReportMs: report === null ? 0 : this.#options.mono() - this.#reportCame,
    }
  }

  /** RFC 3550 appendix A.8. */
  #measureJitter(timestamp: number): void {
    const { mono, clockRate } = this.#options
    const transit = (mono() * clockRate) / 1000 - timestamp
    const step = this.#transit === null ? 0 : Math.abs(transit - this.#transit)
    this.#transit = transit
    // A step over the wrap of the stamps says nothing.
    if (step < clockRate) this.#jitter += (step - this.#jitter) / 16
  }

  #isRestart({ ssrc, timestamp }: RtpPacket): boolean {
    if (this.#ssrc !== ssrc || this.#timestamp === null) return true
    const jump = (JUMP_MS * this.#options.clockRate) / 1000
    return Math.abs(wrappingSteps(this.#timestamp, timestamp, 32)) > jump
  }

  #restart({ ssrc }: RtpPacket): void {
    this.#options.onRestart()
    this.#time.reset()
    this.#order.reset()
    this.#received = 0
    this.#told = { expected: 0, received: 0 }
    this.#transit = null
    // A clock that jumped makes the last report void; a report of a sender to come is kept.
    if (this.#ssrc === ssrc) this.#report = null
    this.#ssrc = ssrc
    this.#restarted = true
  }
}
