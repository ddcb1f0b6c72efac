// From RTP and RTCP packets of one H.264 stream to pictures with their times.
import { type AccessUnit, AccessUnitAssembler, type Assembled } from './access-unit.ts'
import { H264Depacketizer } from './h264-payload.ts'
import type { ParameterSetKeeper } from './parameter-sets.ts'
import { type SenderReport, parseSenderReport } from './rtcp.ts'
import { type RtpPacket, Unwrapper, parseRtp, wrappingSteps } from './rtp-packet.ts'

/** Ticks of H.264's RTP clock per ms (RFC 6184 section 8.2.1). */
export const TICKS_PER_MS = 90
/** A step of RTP time beyond this is no pause but a camera that started anew. */
const JUMP_MS = 10_000

export interface H264ReceiverOptions {
  readonly payloadType: number
  readonly parameters: ParameterSetKeeper
  /** Monotonic ms. */
  readonly mono: () => number
  readonly emit: (unit: AccessUnit) => void
}

export class H264Receiver {
  readonly #options: H264ReceiverOptions
  readonly #depacketizer = new H264Depacketizer()
  readonly #assembler: AccessUnitAssembler
  readonly #time = new Unwrapper(32)
  #ssrc: number | null = null
  #sequence: number | null = null
  #timestamp: number | null = null
  #restarted = true
  #report: SenderReport | null = null

  constructor(options: H264ReceiverOptions) {
    this.#options = options
    this.#assembler = new AccessUnitAssembler(options.parameters, (unit) => {
      this.#finish(unit)
    })
  }

  /** Takes one RTP packet; what is none, is late or belongs to another payload is ignored. */
  rtp(bytes: Uint8Array): void {
    const packet = parseRtp(bytes)
    if (!packet || packet.payloadType !== this.#options.payloadType) return
    if (this.#isRestart(packet)) this.#restart(packet)
    const steps = this.#sequence === null ? 1 : wrappingSteps(this.#sequence, packet.sequence, 16)
    if (steps <= 0) return
    this.#sequence = packet.sequence
    this.#timestamp = packet.timestamp
    if (steps > 1) {
      this.#depacketizer.lost()
      this.#assembler.damage(packet.timestamp)
    }
    const { nals, damaged } = this.#depacketizer.push(packet.payload)
    if (damaged) this.#assembler.damage(packet.timestamp)
    for (const nal of nals) this.#assembler.push(nal, packet.timestamp)
    if (packet.marker) this.#assembler.marker()
  }

  rtcp(bytes: Uint8Array): void {
    this.#report = parseSenderReport(bytes) ?? this.#report
  }

  #isRestart({ ssrc, timestamp }: RtpPacket): boolean {
    if (this.#ssrc !== ssrc || this.#timestamp === null) return true
    return Math.abs(wrappingSteps(this.#timestamp, timestamp, 32)) > JUMP_MS * TICKS_PER_MS
  }

  #restart({ ssrc }: RtpPacket): void {
    this.#assembler.close()
    this.#depacketizer.lost()
    this.#time.reset()
    this.#sequence = null
    // A clock that jumped makes the last report void; a report of a sender to come is kept.
    if (this.#ssrc === ssrc) this.#report = null
    this.#ssrc = ssrc
    this.#restarted = true
  }

  #finish({ nals, parameters, key, damaged, timestamp }: Assembled): void {
    const report = this.#report?.ssrc === this.#ssrc ? this.#report : null
    const restarted = this.#restarted
    this.#restarted = false
    this.#options.emit({
      nals,
      parameters,
      key,
      damaged,
      rtpTime: this.#time.next(timestamp),
      restarted,
      arrived: this.#options.mono(),
      capturedWallMs:
        report === null
          ? null
          : report.wallMs + wrappingSteps(report.timestamp, timestamp, 32) / TICKS_PER_MS,
    })
  }
}
