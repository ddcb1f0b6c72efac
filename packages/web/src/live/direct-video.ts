// A camera live in a video element by WebRTC: each picture by the shortest way, also where a network loses packets.
// Tells of every picture that is really shown when it was taken; one whose time is not known counts as not shown.
import { instant } from './hub-clock.ts'
import { RtpClock } from './rtp-clock.ts'
import { type WhepRequests, WhepSession, iceServersFor } from './whep-session.ts'

export interface DirectVideoOptions {
  readonly camera: string
  readonly requests: WhepRequests
  readonly video: HTMLVideoElement
  /** A picture is on the screen; `captured` is its `instant()`. */
  readonly onShown: (captured: number) => void
  /** It ended, or never came to be. `passes`: another try may do better. */
  readonly onEnd: (passes: boolean) => void
}

/** For the first picture with a time, and from then on between two, ms. */
const FIRST_WITHIN_MS = 5_000
const NEXT_WITHIN_MS = 1_500
const LOOK_EVERY_MS = 250
/** The hub's clock is heard anew this often, ms. */
const CLOCK_EVERY_MS = 60_000
/** Candidates that are found together are told together, ms. */
const TELL_AFTER_MS = 50

/** Whether this browser can show such pictures, and tell which it shows. */
export const canShowDirect = (): boolean =>
  'RTCPeerConnection' in globalThis && 'requestVideoFrameCallback' in HTMLVideoElement.prototype

export class DirectVideo implements Disposable {
  /** Let go at the end: what a browser still holds of a closed connection shall hold no elements of the page. */
  #options: DirectVideoOptions | null
  readonly #clock = new RtpClock()
  readonly #heard = new AbortController()
  readonly #timers: ReturnType<typeof setInterval>[] = []
  #connection: RTCPeerConnection | null = null
  #session: WhepSession | null = null
  #untold: RTCIceCandidate[] = []
  #telling: ReturnType<typeof setTimeout> | undefined
  #due = instant() + FIRST_WITHIN_MS
  #hasShown = false
  #isOver = false

  constructor(options: DirectVideoOptions) {
    this.#options = options
    this.#timers.push(
      setInterval(() => {
        if (instant() > this.#due) this.#end(true)
      }, LOOK_EVERY_MS),
      setInterval(() => void this.#hearClock(), CLOCK_EVERY_MS),
    )
    const { camera, requests } = options
    this.#open({ camera, requests }).catch(() => this.#end(true))
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const timer of this.#timers) clearInterval(timer)
    clearTimeout(this.#telling)
    this.#heard.abort()
    this.#connection?.close()
    this.#connection = null
    if (this.#options) this.#options.video.srcObject = null
    this.#options = null
    // A hub that does not hear it finds out by itself.
    this.#session?.close().catch(() => {})
  }

  #end(passes: boolean): void {
    const options = this.#options
    if (this.#isOver || !options) return
    this[Symbol.dispose]()
    options.onEnd(passes)
  }

  async #open({ camera, requests }: Pick<DirectVideoOptions, 'camera' | 'requests'>): Promise<void> {
    const order = { camera, requests, clock: this.#clock }
    const connection = this.#connect(await iceServersFor(order))
    const { receiver } = connection.addTransceiver('video', { direction: 'recvonly' })
    // Nothing is held back to make the movement even: what counts is now.
    receiver.jitterBufferTarget = 0
    await connection.setLocalDescription(await connection.createOffer())
    const opened = await WhepSession.open(order, connection.localDescription?.sdp ?? '')
    if (!(opened instanceof WhepSession)) return this.#end(opened.passes)
    if (this.#isOver) return await opened.close()
    this.#session = opened
    if (this.#options) this.#show(receiver.track, this.#options)
    await connection.setRemoteDescription({ type: 'answer', sdp: opened.answer })
    await this.#tell()
  }

  #connect(iceServers: RTCIceServer[]): RTCPeerConnection {
    const connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle' })
    this.#connection = connection
    const { signal } = this.#heard
    const found = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      if (candidate) this.#tellSoon(candidate)
    }
    connection.addEventListener('icecandidate', found, { signal })
    const changed = (): void => {
      if (connection.connectionState === 'failed') this.#end(true)
    }
    connection.addEventListener('connectionstatechange', changed, { signal })
    // It may be over by now.
    if (this.#isOver) connection.close()
    return connection
  }

  #show(track: MediaStreamTrack, { video, onShown }: DirectVideoOptions): void {
    video.srcObject = new MediaStream([track])
    video.play().catch(() => {})
    const shown = (_now: number, { rtpTimestamp }: VideoFrameCallbackMetadata): void => {
      if (this.#isOver) return
      // A browser that does not say which picture it shows cannot be told how old it is. One that did, and now shows a
      // picture of nobody, has lost the connection.
      if (rtpTimestamp === undefined) return this.#end(this.#hasShown)
      const now = instant()
      const captured = this.#clock.capturedAt(rtpTimestamp, now)
      if (captured !== null) {
        this.#due = now + NEXT_WITHIN_MS
        this.#hasShown = true
        onShown(captured)
      }
      video.requestVideoFrameCallback(shown)
    }
    video.requestVideoFrameCallback(shown)
  }

  #tellSoon(candidate: RTCIceCandidate): void {
    this.#untold.push(candidate)
    clearTimeout(this.#telling)
    this.#telling = setTimeout(() => void this.#tell().catch(() => {}), TELL_AFTER_MS)
  }

  /** Before the answer nobody can be told. */
  async #tell(): Promise<void> {
    if (!this.#session || this.#untold.length === 0 || this.#isOver) return
    const told = this.#untold
    this.#untold = []
    await this.#session.tell(told)
  }

  async #hearClock(): Promise<void> {
    try {
      if ((await this.#session?.askClock()) === false) this.#end(true)
    } catch {
      // Not this time: after some minutes without, no picture has an age any more.
    }
  }
}
