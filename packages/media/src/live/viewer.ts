// One who looks by WebRTC: begins with the newest group of pictures at once, goes on as they come, gets the group again
// when his picture broke, and only key pictures while his network takes no more. What he cannot take waits for nobody.
import { randomInt } from 'node:crypto'
import { type Instant, instant } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { packetizeH264, splitLengthPrefixed } from '@portico/rtp'
import { CaptureStamps } from './capture-stamp.ts'
import type { SentPicture } from './viewer-job.ts'
import type { MediaPacket, Peer } from './web-rtc.ts'

export interface ViewerOptions {
  readonly clock: Clock
  /** The newest group, from its key picture on; empty when there is none. */
  readonly group: () => readonly SentPicture[]
  readonly onGone: (why: string) => void
}

/** With the headers of RTP, SRTP, UDP and IP below the 1280 bytes that every network carries (RFC 8200 section 5). */
const PAYLOAD_BYTES_MAX = 1_150
/** Packets that are sent at once, and the wait before the next ones, ms: about 90 Mbit/s. */
const PACE_PACKETS = 48
const PACE_MS = 5
/** Waiting for their turn: more, and the viewer goes on with the next key picture. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024
/** A broken picture is mended this often at most, ms. */
const MEND_EVERY_MS = 500
/** Shares of packets lost at which key pictures alone are sent, and at which all are again (RFC 8083 asks to give way). */
const LOSS_HIGH = 0.25
const LOSS_LOW = 0.08
/** To connect, and without a sign of life from then on, ms. */
const CONNECT_WITHIN_MS = 10_000
const SILENCE_MAX_MS = 10_000

export class Viewer implements AsyncDisposable {
  readonly #options: ViewerOptions
  readonly #stamps = new CaptureStamps()
  #peer: Peer | null = null
  #waiting: MediaPacket[] = []
  #waitingBytes = 0
  #sequence = randomInt(2 ** 15)
  #pump: Wake | null = null
  #watch: Wake | null = null
  #isConnected = false
  #waitsForKey = true
  #onlyKeys = false
  #mended: Instant | null = null
  #wantsKey = false
  #isOver = false

  /** The peer is given by `meet`, which is called before any event of it. */
  constructor(options: ViewerOptions) {
    this.#options = options
    this.#expect(CONNECT_WITHIN_MS, 'never connected')
  }

  meet(peer: Peer): void {
    this.#peer = peer
    if (this.#isOver) void peer[Symbol.asyncDispose]()
  }

  addCandidate(candidate: string): void {
    this.#peer?.addCandidate(candidate)
  }

  connected(): void {
    if (this.#isConnected) return
    this.#isConnected = true
    this.heard()
    this.#mend()
  }

  /** Any report of the viewer is a sign of life. */
  heard(): void {
    if (this.#isConnected) this.#expect(SILENCE_MAX_MS, 'silent')
  }

  keyWanted(): void {
    this.heard()
    this.#wantsKey = true
    this.#mendInTime()
  }

  lost(share: number): void {
    this.heard()
    if (share >= LOSS_HIGH) this.#onlyKeys = true
    else if (share <= LOSS_LOW && this.#onlyKeys) {
      this.#onlyKeys = false
      this.#waitsForKey = true
    }
  }

  take(picture: SentPicture): void {
    if (!this.#isConnected || this.#isOver) return
    if (this.#wantsKey && !picture.key && this.#mendInTime()) return
    if ((this.#waitsForKey || this.#onlyKeys) && !picture.key) return
    this.#waitsForKey = false
    if (picture.key) this.#wantsKey = false
    this.#send(picture, this.#stamps.next(picture.captured))
  }

  #mendInTime(): boolean {
    const { clock } = this.#options
    const isDue = this.#mended === null || clock.mono() - this.#mended >= MEND_EVERY_MS
    return this.#isConnected && isDue && this.#mend()
  }

  /** The newest group at once: whoever decodes it stands where the camera is. False when there is none. */
  #mend(): boolean {
    const { clock, group } = this.#options
    const pictures = group()
    const newest = pictures.at(-1)
    this.#waitsForKey = true
    if (!newest) return false
    this.#mended = clock.mono()
    this.#wantsKey = false
    // What still waits is part of it, or older.
    this.#drop()
    this.#waitsForKey = false
    const stamps = this.#stamps.hurry(pictures.length, newest.captured)
    pictures.forEach((picture, i) => this.#send(picture, stamps[i] ?? 0))
    return true
  }

  #send({ bytes }: SentPicture, timestamp: number): void {
    const payloads = packetizeH264(splitLengthPrefixed(bytes), PAYLOAD_BYTES_MAX)
    payloads.forEach((payload, i) => {
      this.#sequence = (this.#sequence + 1) % 2 ** 16
      this.#waiting.push({ payload, sequence: this.#sequence, timestamp, marker: i === payloads.length - 1 })
      this.#waitingBytes += payload.length
    })
    if (this.#waitingBytes > WAITING_BYTES_MAX) {
      this.#drop()
      this.#waitsForKey = true
    }
    if (!this.#pump) this.#flow()
  }

  #flow(): void {
    this.#pump = null
    for (const packet of this.#waiting.splice(0, PACE_PACKETS)) {
      this.#waitingBytes -= packet.payload.length
      this.#peer?.send(packet)
    }
    if (this.#waiting.length === 0 || this.#isOver) return
    const { clock } = this.#options
    this.#pump = clock.wake(instant(clock.mono() + PACE_MS), () => this.#flow())
  }

  /** Packets that were never sent leave no gap in the numbers. */
  #drop(): void {
    this.#sequence = (this.#sequence - this.#waiting.length + 2 ** 16) % 2 ** 16
    this.#waiting = []
    this.#waitingBytes = 0
  }

  #expect(withinMs: number, why: string): void {
    const { clock } = this.#options
    this.#watch?.cancel()
    this.#watch = clock.wake(instant(clock.mono() + withinMs), () => this.gone(why))
  }

  /** Tells once that it is over. */
  gone(why: string): void {
    if (this.#isOver) return
    void this[Symbol.asyncDispose]()
    this.#options.onGone(why)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#watch?.cancel()
    this.#pump?.cancel()
    this.#drop()
    await this.#peer?.[Symbol.asyncDispose]()
  }
}
