// The cameras that give single pictures alone, by their id.
import type { Instant } from '@portico/core'
import type { StillSource } from '@portico/plugin-api'
import type { CameraView, Clock, FeedReport, FeedState, Still } from '@portico/ports'
import { mediaError } from '../errors.ts'
import type { MediaLog } from '../wire.ts'
import { StillCamera } from './still-camera.ts'

export interface StillDeskOptions {
  readonly clock: Clock
  readonly log: MediaLog
  readonly onFeed: (report: FeedReport) => void
}

export interface StillSetting {
  readonly view: CameraView
  readonly source: StillSource
  /** There is something in its view that nobody may see; its pictures come as they are. */
  readonly isMasked: boolean
}

export class StillDesk implements AsyncDisposable {
  readonly #options: StillDeskOptions
  readonly #cameras = new Map<string, StillCamera>()
  readonly #masked = new Set<string>()

  constructor(options: StillDeskOptions) {
    this.#options = options
  }

  set(id: string, setting: StillSetting): void {
    const { clock, log, onFeed } = this.#options
    const onState = (state: FeedState, captured: Instant | null): void => {
      onFeed({ camera: id, state, captured })
    }
    this.#cameras.set(id, new StillCamera({ id, ...setting, clock, log, onState }))
    this.mask(id, setting.isMasked)
  }

  /** There is something in its view that nobody may see; or not any more. */
  mask(id: string, isMasked: boolean): void {
    if (isMasked && this.#cameras.has(id)) this.#masked.add(id)
    else this.#masked.delete(id)
  }

  async remove(id: string): Promise<void> {
    const camera = this.#cameras.get(id)
    this.#cameras.delete(id)
    await camera?.[Symbol.asyncDispose]()
  }

  /** Its newest picture; null: it is none of these. @throws HubError as `StillCamera.still` does */
  still(id: string): Still | null {
    if (this.#masked.has(id))
      throw mediaError('HUB_CAMERA_MASKED', `camera ${id} is masked: nothing of it is shown`)
    return this.#cameras.get(id)?.still() ?? null
  }

  /** @throws HubError `HUB_CAMERA_STILLS_ONLY` when it is one of these: it has nothing else */
  refuse(id: string): void {
    if (!this.#cameras.has(id)) return
    throw mediaError('HUB_CAMERA_STILLS_ONLY', `camera ${id} gives single pictures: no film, no live view`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#cameras.keys()].map((id) => this.remove(id)))
  }
}
