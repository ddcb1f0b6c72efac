// The pictures of one viewer as SRTP: H.264 by RFC 6184 with its parameter sets before each key picture, and sender reports.
// The newest group is sent at once, its times drawn together to end now, so that the first picture is there immediately.
import { randomInt } from 'node:crypto'
import { buildRtp, buildSenderReport, packetizeH264, wrapTime } from '@portico/rtp'
import type { LivePicture } from './picture-line.ts'
import { type SrtpSender, TAG } from './srtp.ts'

export interface OutgoingTrack {
  readonly ssrc: number
  readonly payloadType: number
  readonly srtp: SrtpSender
  readonly send: (packet: Uint8Array) => void
}

export interface VideoTrack extends OutgoingTrack {
  /** Largest datagram, bytes. */
  readonly mtu: number
}

const TICKS_PER_MS = 90
const RTP_HEAD = 12
/** What a viewer asks for is kept within this, bytes: a datagram that fits no network is lost whole. */
const MTU_MIN = 256
const MTU_MAX = 1_378

export class VideoSender {
  readonly #track: VideoTrack
  readonly #payloadMax: number
  readonly #base = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #packets = 0
  #bytes = 0
  /** When the picture was taken whose RTP time is `#base`. */
  #origin: number | null = null
  #last: { readonly time: number; readonly captured: number } | null = null

  constructor(track: VideoTrack) {
    this.#track = track
    this.#payloadMax = Math.min(MTU_MAX, Math.max(MTU_MIN, track.mtu)) - RTP_HEAD - TAG
  }

  /** The first pictures of all, from a key picture on. */
  begin(group: readonly LivePicture[]): void {
    this.#origin = group.at(-1)?.captured ?? null
    for (const [i, picture] of group.entries())
      this.#send(picture, this.#base - (group.length - 1 - i) * TICKS_PER_MS)
    this.report()
  }

  show(picture: LivePicture): void {
    // Nothing can be decoded before a key picture.
    if (this.#origin === null && !picture.key) return
    this.#origin ??= picture.captured
    const time = this.#base + (picture.captured - this.#origin) * TICKS_PER_MS
    this.#send(picture, Math.max(time, (this.#last?.time ?? -Infinity) + 1))
  }

  /** To be called every half second: without it a viewer ends after 30 s. */
  report(): void {
    if (!this.#last) return
    const { ssrc, srtp, send } = this.#track
    const report = buildSenderReport({
      ssrc,
      wallMs: Date.now() - (performance.now() - this.#last.captured),
      timestamp: wrapTime(this.#last.time),
      packets: this.#packets % 2 ** 32,
      bytes: this.#bytes % 2 ** 32,
    })
    send(srtp.rtcp(report))
  }

  #send(picture: LivePicture, time: number): void {
    this.#last = { time, captured: picture.captured }
    const { ssrc, payloadType, srtp, send } = this.#track
    const { sps, pps } = picture.track
    const nals = picture.key ? [...sps, ...pps, ...picture.nals] : picture.nals
    const payloads = packetizeH264(nals, this.#payloadMax)
    for (const [i, payload] of payloads.entries()) {
      this.#sequence = (this.#sequence + 1) % 2 ** 16
      this.#packets += 1
      this.#bytes += payload.length
      const packet = buildRtp({
        marker: i === payloads.length - 1,
        payloadType,
        sequence: this.#sequence,
        timestamp: wrapTime(time),
        ssrc,
        payload,
      })
      send(srtp.rtp(packet))
    }
  }
}
