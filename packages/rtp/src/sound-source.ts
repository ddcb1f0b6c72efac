// What an RTSP server lets be heard: a source of sound, and one listener to it over one TCP connection.
import { randomInt } from 'node:crypto'
import type { Socket } from 'node:net'
import { buildSenderReport } from './rtcp.ts'
import { buildRtp, wrapTime } from './rtp-packet.ts'
import { writeFrame } from './rtsp-message.ts'
import type { SoundFormat } from './sound.ts'

export interface OutgoingSound {
  /** The payload of one packet, as the format's RTP payload format has it. */
  readonly payload: Uint8Array
  /** Samples; sent modulo 2^32. */
  readonly rtpTime: number
  /** Camera's clock when its first sample was heard, Unix ms. */
  readonly heardWallMs: number
}

export interface SoundSource {
  readonly format: SoundFormat
  /** Calls for each packet from now on until the function returned is called. */
  follow(listener: (sound: OutgoingSound) => void): () => void
}

/** G.711 has payload types of its own (RFC 3551 table 4). */
export const soundPayloadType = ({ codec }: SoundFormat): number =>
  codec === 'pcmu' ? 0 : codec === 'pcma' ? 8 : 97

/** Bytes waiting for a listener from which sound is left out. */
const WAITING_BYTES_MAX = 256 * 1024
const REPORT_EVERY_MS = 1_000

export class RtspListener implements Disposable {
  readonly #socket: Socket
  readonly #source: SoundSource
  readonly #channel: number
  readonly #ssrc = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #packets = 0
  #bytes = 0
  #reported = -Infinity
  #leave: (() => void) | null = null

  constructor(socket: Socket, source: SoundSource, channel: number) {
    this.#socket = socket
    this.#source = source
    this.#channel = channel
  }

  play(): void {
    this.#leave ??= this.#source.follow((sound) => {
      this.#send(sound)
    })
  }

  #send({ payload, rtpTime, heardWallMs }: OutgoingSound): void {
    if (this.#socket.writableLength > WAITING_BYTES_MAX) return
    const timestamp = wrapTime(rtpTime)
    if (heardWallMs - this.#reported >= REPORT_EVERY_MS) {
      this.#reported = heardWallMs
      const report = {
        ssrc: this.#ssrc,
        wallMs: heardWallMs,
        timestamp,
        packets: this.#packets,
        bytes: this.#bytes,
      }
      this.#socket.write(writeFrame(this.#channel + 1, buildSenderReport(report)))
    }
    this.#sequence = (this.#sequence + 1) % 2 ** 16
    this.#packets = (this.#packets + 1) % 2 ** 32
    this.#bytes = (this.#bytes + payload.length) % 2 ** 32
    const packet = buildRtp({
      marker: false,
      payloadType: soundPayloadType(this.#source.format),
      sequence: this.#sequence,
      timestamp,
      ssrc: this.#ssrc,
      payload,
    })
    this.#socket.write(writeFrame(this.#channel, packet))
  }

  [Symbol.dispose](): void {
    this.#leave?.()
    this.#leave = null
  }
}
