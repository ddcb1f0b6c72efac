// From RTP and RTCP packets of one video stream to pictures with their times.
import { type AccessUnit, AccessUnitAssembler, type Assembled } from './access-unit.ts'
import { H264Depacketizer } from './h264-payload.ts'
import { H265Depacketizer } from './h265-payload.ts'
import type { Depacketizer } from './nal-parts.ts'
import type { ParameterSetKeeper } from './parameter-sets.ts'
import type { ReceptionReport } from './rtcp.ts'
import { RtpLine } from './rtp-line.ts'

/** Ticks of the RTP clock of video per ms (RFC 6184 section 8.2.1, RFC 7798 section 7.1). */
export const TICKS_PER_MS = 90

export interface VideoReceiverOptions {
  readonly payloadType: number
  /** Of the stream's codec. */
  readonly parameters: ParameterSetKeeper
  /** Monotonic ms. */
  readonly mono: () => number
  readonly emit: (unit: AccessUnit) => void
}

export class VideoReceiver {
  readonly #options: VideoReceiverOptions
  readonly #depacketizer: Depacketizer
  readonly #assembler: AccessUnitAssembler
  readonly #line: RtpLine

  constructor(options: VideoReceiverOptions) {
    const { payloadType, parameters, mono } = options
    this.#options = options
    this.#depacketizer = parameters.codec === 'h265' ? new H265Depacketizer() : new H264Depacketizer()
    this.#assembler = new AccessUnitAssembler(parameters, (unit) => {
      this.#finish(unit)
    })
    this.#line = new RtpLine({
      payloadType,
      clockRate: 1000 * TICKS_PER_MS,
      mono,
      onRestart: () => {
        this.#assembler.close()
        this.#depacketizer.lost()
      },
    })
  }

  /** The sender that is heard; null before its first packet. */
  get ssrc(): number | null {
    return this.#line.ssrc
  }

  /** Takes one RTP packet; what is none, is late or belongs to another payload is ignored. */
  rtp(bytes: Uint8Array): void {
    const packet = this.#line.take(bytes)
    if (!packet) return
    if (packet.lost) {
      this.#depacketizer.lost()
      this.#assembler.damage(packet.timestamp)
    }
    const { nals, damaged } = this.#depacketizer.push(packet.payload)
    if (damaged) this.#assembler.damage(packet.timestamp)
    for (const nal of nals) this.#assembler.push(nal, packet.timestamp)
    if (packet.marker) this.#assembler.marker()
  }

  rtcp(bytes: Uint8Array): void {
    this.#line.rtcp(bytes)
  }

  reception(): ReceptionReport | null {
    return this.#line.reception()
  }

  #finish({ nals, parameters, key, damaged, timestamp }: Assembled): void {
    const { mono, emit } = this.#options
    emit({ nals, parameters, key, damaged, ...this.#line.timeOf(timestamp), arrived: mono() })
  }
}
