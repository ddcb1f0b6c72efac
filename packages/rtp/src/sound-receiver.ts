// From RTP and RTCP packets of one sound stream to frames with their times.
import type { ReceptionReport } from './rtcp.ts'
import { RtpLine } from './rtp-line.ts'
import type { SoundDescription } from './sdp-sound.ts'
import { type SoundDepacketizer, soundDepacketizer } from './sound-payload.ts'
import type { SoundUnit } from './sound.ts'

export interface SoundReceiverOptions {
  readonly sound: SoundDescription
  /** Monotonic ms. */
  readonly mono: () => number
  readonly emit: (unit: SoundUnit) => void
}

export class SoundReceiver {
  readonly #options: SoundReceiverOptions
  readonly #depacketizer: SoundDepacketizer
  readonly #line: RtpLine

  constructor(options: SoundReceiverOptions) {
    this.#options = options
    const { format, aac, payloadType } = options.sound
    this.#depacketizer = soundDepacketizer(format.codec, format.channels, aac)
    this.#line = new RtpLine({
      payloadType,
      clockRate: format.rate,
      mono: options.mono,
      onRestart: () => {
        this.#depacketizer.lost()
      },
    })
  }

  get ssrc(): number | null {
    return this.#line.ssrc
  }

  /** Takes one RTP packet; what is none, is late or belongs to another payload is ignored. */
  rtp(bytes: Uint8Array): void {
    const { sound, mono, emit } = this.#options
    const packet = this.#line.take(bytes)
    if (!packet) return
    if (packet.lost) this.#depacketizer.lost()
    const frames = this.#depacketizer.push(packet.payload, packet.marker)
    if (frames.length === 0) return
    const time = this.#line.timeOf(packet.timestamp)
    let before = 0
    for (const { bytes: frame, samples } of frames) {
      emit({
        format: sound.format,
        bytes: frame,
        samples,
        rtpTime: time.rtpTime + before,
        restarted: time.restarted && before === 0,
        arrived: mono(),
        capturedWallMs:
          time.capturedWallMs === null ? null : time.capturedWallMs + (before * 1000) / sound.format.rate,
      })
      before += samples
    }
  }

  rtcp(bytes: Uint8Array): void {
    this.#line.rtcp(bytes)
  }

  reception(): ReceptionReport | null {
    return this.#line.reception()
  }
}
