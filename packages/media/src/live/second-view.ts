// The smaller stream of a camera whose main one a viewer cannot show: opened while somebody looks, and neither filmed nor
// judged. Its times are those of its arrival.
import { instant } from '@portico/core'
import type { StreamSource } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import { type AccessUnit, type RtspFollower, TICKS_PER_MS, followRtsp } from '@portico/rtp'
import { mediaError } from '../errors.ts'
import { CaptureTime } from '../feed/capture-time.ts'
import { PictureRing } from '../feed/picture-ring.ts'
import type { Picture } from '../feed/picture.ts'

const RING_BYTES_MAX = 8 * 1024 * 1024
/** From the first byte to a picture that can be shown, ms. */
const FIRST_WITHIN_MS = 3_000

export interface SecondViewOptions {
  readonly camera: string
  readonly source: StreamSource
  readonly url: string
  readonly clock: Clock
}

export class SecondView implements AsyncDisposable {
  readonly ring = new PictureRing({ horizonMs: 0, bytesMax: RING_BYTES_MAX })
  readonly #options: SecondViewOptions
  readonly #captureTime = new CaptureTime()
  readonly #followers = new Set<(picture: Picture) => void>()
  readonly #first = Promise.withResolvers<void>()
  readonly #rtsp: RtspFollower
  #waitsForKey = true

  /** Begins at once. Throws when the address cannot be one. */
  constructor(options: SecondViewOptions) {
    this.#options = options
    const { source, url, clock } = options
    this.#rtsp = followRtsp({
      url,
      username: source.username,
      password: source.password,
      transport: source.transport ?? 'tcp',
      clock,
      onUnit: (unit) => {
        this.#unit(unit)
      },
      onState: () => undefined,
    })
  }

  /** Rejects with `HUB_CAMERA_NO_PICTURE` when none came in time. */
  async untilFirst(): Promise<void> {
    const { clock, camera } = this.#options
    const late = Promise.withResolvers<never>()
    const limit = clock.wake(instant(clock.mono() + FIRST_WITHIN_MS), () => {
      const message = `the second stream of camera ${camera} gives no picture`
      late.reject(mediaError('HUB_CAMERA_NO_PICTURE', message, { retryable: true }))
    })
    try {
      await Promise.race([this.#first.promise, late.promise])
    } finally {
      limit.cancel()
    }
  }

  /** Calls for each picture from now on until the function returned is called. */
  follow(follower: (picture: Picture) => void): () => void {
    this.#followers.add(follower)
    return () => {
      this.#followers.delete(follower)
    }
  }

  #unit(unit: AccessUnit): void {
    const place = this.#captureTime.place(unit)
    this.#waitsForKey = unit.damaged || ((this.#waitsForKey || unit.restarted) && !unit.key)
    if (this.#waitsForKey) return
    const picture: Picture = {
      nals: unit.nals,
      parameters: unit.parameters,
      key: unit.key,
      ...place,
      mediaTime: Math.round(place.captured * TICKS_PER_MS),
      changed: false,
    }
    this.ring.push(picture)
    this.#first.resolve()
    for (const follower of this.#followers) follower(picture)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#followers.clear()
    await this.#rtsp[Symbol.asyncDispose]()
    this.ring.clear()
  }
}
