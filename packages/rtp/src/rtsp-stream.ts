// What an RTSP server shows: a stream of pictures, and one viewer of it over one TCP connection.
import type { Socket } from 'node:net'
import { randomInt } from 'node:crypto'
import { packetizeH264 } from './h264-payload.ts'
import { NAL_SPS, nalType } from './nal.ts'
import { buildSenderReport } from './rtcp.ts'
import { buildRtp, wrapTime } from './rtp-packet.ts'
import { writeFrame } from './rtsp-message.ts'
import type { SoundSource } from './sound-source.ts'

export interface OutgoingPicture {
  /** Slices and SEI; parameter sets may stand before a key picture and are put there where they are missing. */
  readonly nals: readonly Uint8Array[]
  readonly key: boolean
  /** Ticks of 1/90000 s; sent modulo 2^32. */
  readonly rtpTime: number
  /** Camera's clock when the picture was taken, Unix ms: told in sender reports. */
  readonly capturedWallMs: number
}

export interface RtspStream {
  /** Read whenever a viewer describes the stream or gets a key picture, so they may change. */
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  /** Calls for each picture from now on until the function returned is called. */
  follow(viewer: (picture: OutgoingPicture) => void): () => void
  /** What it hears; left out: nothing. */
  readonly sound?: SoundSource
  /** False: the stream does not know this parameter or value. */
  setParameter?(name: string, value: string): boolean
  getParameter?(name: string): string | undefined
  /** Sound in G.711 µ-law that a viewer speaks into this camera; absent: it has no ear. */
  hear?(muLaw: Uint8Array): void
}

export const PAYLOAD_TYPE = 96
/** Fits an Ethernet frame, so that any client's buffers do. */
const PAYLOAD_BYTES_MAX = 1_400
/** Bytes waiting for a viewer from which pictures are left out, up to the next key picture that finds room. */
const WAITING_BYTES_MAX = 1024 * 1024
/** A viewer that has taken nothing for this long while bytes wait is gone, ms. */
const STUCK_MS = 10_000

export class RtspViewer implements Disposable {
  readonly #socket: Socket
  readonly #stream: RtspStream
  readonly #channel: number
  readonly #ssrc = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #packets = 0
  #bytes = 0
  #waitsForKey = true
  #newest: OutgoingPicture | null = null
  #stuckSince: number | null = null
  #leave: (() => void) | null = null

  constructor(socket: Socket, stream: RtspStream, channel: number) {
    this.#socket = socket
    this.#stream = stream
    this.#channel = channel
  }

  /** Begins with the next key picture, behind a sender report that gives its time. */
  play(): void {
    this.#leave ??= this.#stream.follow((picture) => {
      this.#show(picture)
    })
  }

  /** To be called each second; false when the viewer is gone and its connection should be closed. */
  tick(now: number): boolean {
    if (this.#socket.writableLength > WAITING_BYTES_MAX) this.#stuckSince ??= now
    else this.#stuckSince = null
    if (this.#stuckSince !== null && now - this.#stuckSince >= STUCK_MS) return false
    if (this.#newest && this.#stuckSince === null) this.#report(this.#newest)
    return true
  }

  #show(picture: OutgoingPicture): void {
    if (this.#socket.writableLength > WAITING_BYTES_MAX) this.#waitsForKey = true
    if (this.#waitsForKey && (!picture.key || this.#socket.writableLength > WAITING_BYTES_MAX / 2)) return
    const first = this.#newest === null
    this.#waitsForKey = false
    this.#newest = picture
    if (first) this.#report(picture)
    const bare = picture.key && !picture.nals.some((nal) => nalType(nal) === NAL_SPS)
    const nals = bare ? [this.#stream.sps, this.#stream.pps, ...picture.nals] : picture.nals
    const payloads = packetizeH264(nals, PAYLOAD_BYTES_MAX)
    const frames = payloads.map((payload, i) => {
      this.#sequence = (this.#sequence + 1) % 2 ** 16
      this.#packets += 1
      this.#bytes += payload.length
      const packet = buildRtp({
        marker: i === payloads.length - 1,
        payloadType: PAYLOAD_TYPE,
        sequence: this.#sequence,
        timestamp: wrapTime(picture.rtpTime),
        ssrc: this.#ssrc,
        payload,
      })
      return writeFrame(this.#channel, packet)
    })
    this.#socket.write(Buffer.concat(frames))
  }

  #report({ rtpTime, capturedWallMs }: OutgoingPicture): void {
    const report = buildSenderReport({
      ssrc: this.#ssrc,
      wallMs: capturedWallMs,
      timestamp: wrapTime(rtpTime),
      packets: this.#packets % 2 ** 32,
      bytes: this.#bytes % 2 ** 32,
    })
    this.#socket.write(writeFrame(this.#channel + 1, report))
  }

  [Symbol.dispose](): void {
    this.#leave?.()
    this.#leave = null
  }
}
