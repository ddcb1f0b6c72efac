// What a camera hears, live: sound in fragmented MP4 over a WebSocket into an audio element of its own, kept at its newest
// end. It is apart from the picture, so that sound that does not come holds no picture up; and it is off while somebody
// speaks, or the house would hear itself.
import type { FaceName } from '@portico/client'
import type { CameraHead } from '@portico/protocol'
import { effect } from '@preact/signals'
import { isSpeaking } from '../talk/talk-press.ts'

/** `none`: there is nothing to be heard, and asking again does not help. */
export type Hearing = 'connecting' | 'heard' | 'none'

export interface CameraSoundOptions {
  readonly camera: string
  readonly face: FaceName | null
  readonly onHearing: (hearing: Hearing) => void
}

/** Seconds behind the newest sound at which the player jumps, and where to. */
const BEHIND_MAX = 0.8
const BEHIND = 0.15
/** Seconds that stay in memory. */
const KEPT_S = 8
const AGE_BYTES = 8
const WAITING_MAX = 100
const AGAIN_AFTER_MS = 1_500
/** No right, no such camera, no sound: asking again changes nothing. */
const FINAL = new Set([4403, 4404, 4405])

const sourceClass = (): typeof MediaSource | undefined =>
  globalThis.ManagedMediaSource ?? globalThis.MediaSource

export class CameraSound implements Disposable {
  readonly #options: CameraSoundOptions
  readonly #audio = new Audio()
  readonly #unmute: () => void
  #socket: WebSocket | null = null
  #source: MediaSource | null = null
  #buffer: SourceBuffer | null = null
  #waiting: Uint8Array<ArrayBuffer>[] = []
  #again: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  /** To be made when a person asks for it: browsers let nothing sound by itself. */
  constructor(options: CameraSoundOptions) {
    this.#options = options
    this.#unmute = effect(() => {
      this.#audio.muted = isSpeaking.value
    })
    this.#renew()
    this.#connect()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#again)
    this.#unmute()
    this.#socket?.close()
    this.#release()
  }

  #connect(): void {
    const { camera, face, onHearing } = this.#options
    onHearing('connecting')
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const query = face === null ? '' : `?face=${face}`
    const socket = new WebSocket(
      `${scheme}://${location.host}/ws/listen/${encodeURIComponent(camera)}${query}`,
    )
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') this.#begin(data)
      else this.#take(new Uint8Array(data, AGE_BYTES))
    })
    socket.addEventListener('close', ({ code }) => {
      if (this.#isOver) return
      if (FINAL.has(code)) return this.#giveUp()
      onHearing('connecting')
      this.#again = setTimeout(() => this.#connect(), AGAIN_AFTER_MS)
    })
  }

  #giveUp(): void {
    this[Symbol.dispose]()
    this.#options.onHearing('none')
  }

  /** A player that has had nothing yet. */
  #renew(): void {
    this.#release()
    const Source = sourceClass()
    if (!Source) return
    this.#source = new Source()
    this.#audio.disableRemotePlayback = true
    this.#audio.src = URL.createObjectURL(this.#source)
    this.#audio.play().catch(() => {})
  }

  #begin(text: string): void {
    // cast: the hub says this first
    const { codec } = JSON.parse(text) as CameraHead
    const type = `audio/mp4; codecs="${codec}"`
    if (sourceClass()?.isTypeSupported(type) !== true) return this.#giveUp()
    if (this.#buffer) this.#renew()
    this.#waiting = []
    const source = this.#source
    const open = (): void => {
      if (this.#isOver || source !== this.#source || source?.readyState !== 'open') return
      this.#buffer = source.addSourceBuffer(type)
      this.#buffer.addEventListener('updateend', () => this.#feed())
      this.#feed()
    }
    if (source?.readyState === 'open') open()
    else source?.addEventListener('sourceopen', open)
  }

  #take(bytes: Uint8Array<ArrayBuffer>): void {
    this.#waiting.push(bytes)
    if (this.#waiting.length > WAITING_MAX) this.#waiting.splice(1, 1)
    this.#feed()
  }

  #feed(): void {
    const buffer = this.#buffer
    if (!buffer || buffer.updating || this.#isOver) return
    const { buffered } = buffer
    if (buffered.length > 0 && buffered.start(0) < this.#audio.currentTime - 2 * KEPT_S)
      return buffer.remove(0, this.#audio.currentTime - KEPT_S)
    this.#catchUp(buffered)
    const next = this.#waiting.shift()
    if (!next) return
    try {
      buffer.appendBuffer(next)
    } catch {
      this.#giveUp()
    }
  }

  #catchUp(buffered: TimeRanges): void {
    if (buffered.length === 0) return
    const newest = buffered.end(buffered.length - 1)
    const behind = newest - this.#audio.currentTime
    if (behind > BEHIND_MAX || behind < 0) this.#audio.currentTime = Math.max(0, newest - BEHIND)
    this.#options.onHearing('heard')
  }

  #release(): void {
    this.#buffer = null
    this.#waiting = []
    if (!this.#source) return
    this.#source = null
    URL.revokeObjectURL(this.#audio.src)
    this.#audio.removeAttribute('src')
    this.#audio.load()
  }
}
