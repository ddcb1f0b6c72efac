// Who speaks through which camera: one line to each, opened when somebody wants to speak and closed when he has spoken.
import type { CameraSource, StreamSource } from '@portico/plugin-api'
import type { Clock, TalkEngine, TalkKind } from '@portico/ports'
import { codeOf } from '@portico/ports'
import { BackChannel } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import type { MediaLog } from '../wire.ts'
import { Speech } from './speech.ts'

export interface TalkDeskOptions {
  readonly clock: Clock
  readonly log: MediaLog
  /** Throws when there is no such camera, or it may not be used now. */
  readonly sourceOf: (camera: string) => CameraSource
  /** A talk ended that nobody ended: the camera is gone. */
  readonly onLost: (camera: string) => void
}

/** Longest sound that waits, bytes: a second of live speech, ten of a recorded answer. */
const waitingMax: Readonly<Record<TalkKind, number>> = { live: 8_000, recorded: 80_000 }

interface Talk {
  readonly opening: AbortController
  line: { readonly channel: BackChannel; readonly speech: Speech } | null
}

export class TalkDesk implements TalkEngine, AsyncDisposable {
  readonly #options: TalkDeskOptions
  readonly #talks = new Map<string, Talk>()

  constructor(options: TalkDeskOptions) {
    this.#options = options
  }

  async talk(camera: string, kind: TalkKind): Promise<void> {
    const source = this.#options.sourceOf(camera)
    if (source.rtsp === null || source.backchannel !== true)
      throw mediaError('HUB_CAMERA_NO_TALK', `camera ${camera} cannot be spoken through`)
    if (this.#talks.has(camera))
      throw mediaError('HUB_CAMERA_TALK_BUSY', `somebody speaks through camera ${camera}`)
    const talk: Talk = { opening: new AbortController(), line: null }
    this.#talks.set(camera, talk)
    try {
      const channel = await this.#open(source, talk)
      // Let go while it opened: nobody speaks any more.
      if (this.#talks.get(camera) !== talk) return await channel[Symbol.asyncDispose]()
      const speech = new Speech({ clock: this.#options.clock, mouth: channel, bytesMax: waitingMax[kind] })
      talk.line = { channel, speech }
      void channel.closed.then(() => this.#closed(camera, talk))
    } catch (error) {
      this.#forget(camera, talk)
      const isDeaf = codeOf(error) === 'HUB_RTSP_NO_TALK'
      const words = isDeaf ? 'has no back-channel that we speak' : 'cannot be reached to speak through'
      throw mediaError(isDeaf ? 'HUB_CAMERA_NO_TALK' : 'HUB_CAMERA_TALK_LOST', `camera ${camera} ${words}`, {
        cause: error,
        retryable: !isDeaf,
      })
    }
  }

  sound(camera: string, muLaw: Uint8Array): void {
    this.#talks.get(camera)?.line?.speech.take(muLaw)
  }

  async endTalk(camera: string): Promise<void> {
    const talk = this.#talks.get(camera)
    if (!talk) return
    talk.opening.abort()
    await talk.line?.speech.end()
    this.#forget(camera, talk)
    await talk.line?.channel[Symbol.asyncDispose]()
  }

  /** The camera is no more, or may not be used any more: in the middle of a word. */
  async cut(camera: string): Promise<void> {
    this.#talks.get(camera)?.line?.speech[Symbol.dispose]()
    await this.endTalk(camera)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#talks.keys()].map((camera) => this.cut(camera)))
  }

  #open({ rtsp, username, password }: StreamSource, { opening }: Talk): Promise<BackChannel> {
    const { clock } = this.#options
    return BackChannel.open({ url: rtsp, username, password, clock, signal: opening.signal })
  }

  #closed(camera: string, talk: Talk): void {
    talk.line?.speech[Symbol.dispose]()
    if (this.#talks.get(camera) !== talk || talk.opening.signal.aborted) return
    this.#forget(camera, talk)
    this.#options.log.warn({ camera }, 'camera left in the middle of a talk')
    this.#options.onLost(camera)
  }

  #forget(camera: string, talk: Talk): void {
    if (this.#talks.get(camera) === talk) this.#talks.delete(camera)
  }
}
