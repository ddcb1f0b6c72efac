// A viewer's voice to the camera: Opus in, G.711 to the hub, for as long as something is to be heard. The hub lets one speak
// at a time and says who is too late.
import { type FindHub, openHubSocket } from './hub-socket.ts'
import type { Opus } from './opus.ts'
import { encodeMuLaw, peakOf } from './sound-shape.ts'

export interface TalkBackOptions {
  readonly hub: FindHub
  readonly camera: string
  /** Decodes to 8,000 samples a second. */
  readonly decoder: Opus
  /** In words, for the log: why the camera does not hear. */
  readonly onRefused: (words: string) => void
}

/** A phone that is held away sends sound that is nearly nothing; of 32,768. */
const AUDIBLE = 100
/** So long after the last word the camera is free for others, ms. */
const PAUSE_MS = 1_500
/** Somebody else speaks: asked again after this, ms. */
const BUSY_MS = 3_000
/** The hub's frames, bytes. */
const FRAME_MAX = 480
/** What was said while the camera was being asked, bytes (half a second). */
const WAITING_MAX = 4_000
const CLOSE_TAKEN = 4409
const CLOSE_OVER = 4410

export class TalkBack implements Disposable {
  readonly #options: TalkBackOptions
  #socket: WebSocket | null = null
  #isOpen = false
  #isDeaf = false
  #notBefore = 0
  #audible = 0
  #waiting: Uint8Array[] = []
  #pause: NodeJS.Timeout | null = null

  constructor(options: TalkBackOptions) {
    this.#options = options
  }

  /** The camera hears this viewer now. */
  get isSpeaking(): boolean {
    return this.#isOpen
  }

  /** One packet of Opus. */
  hear(packet: Uint8Array): void {
    const samples = this.#options.decoder.decode(packet)
    if (!samples || this.#isDeaf) return
    const now = performance.now()
    if (peakOf(samples) >= AUDIBLE) {
      this.#audible = now
      if (!this.#socket && now >= this.#notBefore) this.#open()
    }
    if (!this.#socket) return
    const muLaw = Uint8Array.from(samples, encodeMuLaw)
    for (let at = 0; at < muLaw.length; at += FRAME_MAX) this.#say(muLaw.slice(at, at + FRAME_MAX))
  }

  #open(): void {
    const { hub, camera } = this.#options
    const address = hub()
    if (!address) return
    const socket = openHubSocket(address, `/ws/talk/${encodeURIComponent(camera)}`)
    this.#socket = socket
    socket.addEventListener('message', () => {
      if (this.#socket !== socket) return
      this.#isOpen = true
      for (const frame of this.#waiting.splice(0)) socket.send(frame)
    })
    socket.addEventListener('error', () => undefined)
    socket.addEventListener('close', ({ code, reason }) => {
      if (this.#socket === socket) this.#closed(code, reason)
    })
    this.#pause = setInterval(() => {
      if (performance.now() - this.#audible > PAUSE_MS) this.#hangUp()
    }, PAUSE_MS / 3)
  }

  #say(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#isOpen) this.#socket?.send(frame)
    else if (this.#waiting.reduce((sum, { length }) => sum + length, 0) < WAITING_MAX)
      this.#waiting.push(frame)
  }

  #closed(code: number, reason: string): void {
    const wasOpen = this.#isOpen
    this.#hangUp()
    // A minute is the longest press; whoever speaks on presses again.
    if (code === CLOSE_OVER) return
    this.#notBefore = performance.now() + BUSY_MS
    if (code === CLOSE_TAKEN) this.#options.onRefused(reason || 'somebody else speaks')
    else if (!wasOpen) {
      this.#isDeaf = code >= 4400 && code < 4405
      this.#options.onRefused(reason || `the hub does not let this camera be spoken to (${code})`)
    }
  }

  #hangUp(): void {
    if (this.#pause) clearInterval(this.#pause)
    const socket = this.#socket
    this.#pause = null
    this.#socket = null
    this.#isOpen = false
    this.#waiting = []
    socket?.close()
  }

  [Symbol.dispose](): void {
    this.#isDeaf = true
    this.#hangUp()
  }
}
