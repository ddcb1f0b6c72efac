// One press of the button: microphone open, line to the camera open, words on their way, and the end of all three.
import type { FaceName } from '@portico/client'
import type { TalkHead } from '@portico/protocol'
import { type Signal, signal } from '@preact/signals'
import { instant } from '../live/hub-clock.ts'
import { answerHere } from '../live/answered-ring.ts'
import { MicrophoneError, openMicrophone } from './microphone.ts'
import { closingWords, noMicrophoneWords } from './talk-words.ts'

export type TalkState =
  | { readonly phase: 'idle'; readonly said: string | null }
  /** The browser opens the microphone, and may ask. */
  | { readonly phase: 'opening' }
  /** The camera is told to listen. */
  | { readonly phase: 'connecting' }
  /** It listens; `until` (`instant()`) is the end of the minute. */
  | { readonly phase: 'speaking'; readonly until: number }

export interface TalkPressOptions {
  readonly camera: string
  readonly face: FaceName | null
  readonly state: Signal<TalkState>
  /** Loudness of the voice, from 0 to 1. */
  readonly level: Signal<number>
}

/** Somebody speaks on this page: whatever else could sound keeps quiet meanwhile. */
export const isSpeaking = signal(false)

/** Sound that waits for the network, bytes: half a second. More is left out. */
const WAITING_MAX = 4_000

export class TalkPress implements Disposable {
  readonly #options: TalkPressOptions
  #microphone: Disposable | null = null
  #socket: WebSocket | null = null
  #isOver = false

  constructor(options: TalkPressOptions) {
    this.#options = options
    isSpeaking.value = true
    answerHere()
    options.state.value = { phase: 'opening' }
    void this.#begin()
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** The button was let go. */
  [Symbol.dispose](): void {
    const wasOpening = this.#options.state.value.phase === 'opening'
    this.#end(wasOpening ? 'Hold the button and speak once it says so.' : null)
  }

  async #begin(): Promise<void> {
    try {
      const microphone = await openMicrophone(({ frame, level }) => this.#say(frame, level))
      if (this.#isOver) return microphone[Symbol.dispose]()
      this.#microphone = microphone
      this.#connect()
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error
      this.#end(noMicrophoneWords(error.why))
    }
  }

  #connect(): void {
    const { camera, face, state } = this.#options
    state.value = { phase: 'connecting' }
    const query = face === null ? '' : `?face=${face}`
    const socket = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/ws/talk/${encodeURIComponent(camera)}${query}`,
    )
    this.#socket = socket
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      // cast: the hub's own text frame
      const { leftMs } = JSON.parse(data) as TalkHead
      if (!this.#isOver) state.value = { phase: 'speaking', until: instant() + leftMs }
    })
    socket.addEventListener('close', ({ code, reason }) => this.#end(closingWords(code, reason)))
  }

  #say(frame: Uint8Array<ArrayBuffer>, level: number): void {
    const socket = this.#socket
    this.#options.level.value = level
    if (this.#options.state.value.phase !== 'speaking' || socket?.readyState !== WebSocket.OPEN) return
    if (socket.bufferedAmount <= WAITING_MAX) socket.send(frame)
  }

  #end(said: string | null): void {
    if (this.#isOver) return
    this.#isOver = true
    isSpeaking.value = false
    this.#microphone?.[Symbol.dispose]()
    this.#socket?.close(1000)
    this.#options.level.value = 0
    this.#options.state.value = { phase: 'idle', said }
  }
}
