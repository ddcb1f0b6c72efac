// The camera's side of being spoken to: what one viewer of the RTSP server sends as µ-law.
import { parseRtp } from './rtp-packet.ts'

/** Behind the address of the stream. */
export const TALK_TRACK = 'talk'
const PCMU = 0

/** Takes the interleaved frames of its channel. */
export class BackChannelEar {
  readonly channel: number
  readonly #hear: (muLaw: Uint8Array) => void

  constructor(channel: number, hear: (muLaw: Uint8Array) => void) {
    this.channel = channel
    this.#hear = hear
  }

  /** What is no packet of ours is left out, as what a wire has torn. */
  take(data: Uint8Array): void {
    const packet = parseRtp(data)
    if (packet?.payloadType === PCMU) this.#hear(packet.payload)
  }
}
