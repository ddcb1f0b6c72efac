// What a camera hears, as Opus in SRTP for one viewer. HomeKit counts RTP time in samples at the rate it chose, not at 48,000
// as RFC 7587 has it.
import { randomInt } from 'node:crypto'
import { buildRtp, buildSenderReport, wrapTime } from '@portico/rtp'
import { decodeFlac } from './flac.ts'
import type { Opus, OpusRate } from './opus.ts'
import type { LiveSound } from './sound-line.ts'
import { Upsampler } from './sound-shape.ts'
import type { OutgoingTrack } from './video-sender.ts'

export interface AudioTrack extends OutgoingTrack {
  readonly rate: OpusRate
  /** Ms of sound in a packet that the viewer asks for. */
  readonly packetMs: number
  readonly encoder: Opus
  /** Of sound that is Opus already. */
  readonly decoder: Opus
  /** True while the viewer speaks: then nothing is heard, or he would hear himself. */
  readonly isMuted: () => boolean
}

/** Lengths of an Opus frame that HomeKit asks for, ms; for any other the first is sent. */
const FRAMES_MS = [20, 40, 60]
/** More waits for nobody, ms. */
const WAITING_MAX_MS = 500

export class AudioSender {
  readonly #track: AudioTrack
  readonly #frame: number
  readonly #base = randomInt(2 ** 32)
  #sequence = randomInt(2 ** 16)
  #packets = 0
  #bytes = 0
  #upsampler: { readonly from: number; readonly shape: Upsampler } | null = null
  #waiting = new Int16Array(0)
  #captured = 0

  constructor(track: AudioTrack) {
    this.#track = track
    const ms = FRAMES_MS.includes(track.packetMs) ? track.packetMs : 20
    this.#frame = (track.rate * ms) / 1000
  }

  /** Whether this kind of sound can be heard at all: AAC cannot, there is no decoder for it here. */
  static carries({ track: { codec, timescale } }: LiveSound, rate: OpusRate): boolean {
    return codec === 'opus' || (codec === 'flac' && rate % timescale === 0)
  }

  hear(sound: LiveSound): void {
    const samples = this.#linear(sound)
    if (!samples) return
    const { rate, isMuted } = this.#track
    if (isMuted()) samples.fill(0)
    const joined = new Int16Array(this.#waiting.length + samples.length)
    joined.set(this.#waiting)
    joined.set(samples, this.#waiting.length)
    let at = Math.max(0, joined.length - (rate * WAITING_MAX_MS) / 1000)
    this.#captured = sound.captured
    for (; at + this.#frame <= joined.length; at += this.#frame)
      this.#send(joined.subarray(at, at + this.#frame))
    this.#waiting = joined.slice(at)
  }

  report(): void {
    if (this.#packets === 0) return
    const { ssrc, srtp, send } = this.#track
    const report = buildSenderReport({
      ssrc,
      wallMs: Date.now() - (performance.now() - this.#captured),
      timestamp: this.#time,
      packets: this.#packets % 2 ** 32,
      bytes: this.#bytes % 2 ** 32,
    })
    send(srtp.rtcp(report))
  }

  get #time(): number {
    return wrapTime(this.#base + this.#packets * this.#frame)
  }

  #linear(sound: LiveSound): Int16Array | null {
    const { rate, decoder } = this.#track
    if (!AudioSender.carries(sound, rate)) return null
    const { codec, timescale } = sound.track
    if (codec === 'opus') return decoder.decode(sound.bytes)
    const samples = decodeFlac(sound.bytes)
    if (this.#upsampler?.from !== timescale)
      this.#upsampler = { from: timescale, shape: new Upsampler(rate / timescale) }
    return samples && this.#upsampler.shape.push(samples)
  }

  #send(samples: Int16Array): void {
    const { ssrc, payloadType, srtp, encoder, send } = this.#track
    const payload = encoder.encode(samples)
    if (!payload) return
    this.#sequence = (this.#sequence + 1) % 2 ** 16
    const packet = buildRtp({
      marker: this.#packets === 0,
      payloadType,
      sequence: this.#sequence,
      timestamp: this.#time,
      ssrc,
      payload,
    })
    this.#packets += 1
    this.#bytes += payload.length
    send(srtp.rtp(packet))
  }
}
