// The picture of this moment for HomeKit, from the hub's memory. An old one is never shown as new: then there is none.
import { ClientError, type FaceClient } from '@portico/client'

/** A picture older than this is no picture of now, ms. */
const AGE_MAX_MS = 10_000
/** HomeKit gives up after five seconds. */
const WITHIN_MS = 4_500
/** As the hub takes them. */
const WIDTH_MIN = 16
const WIDTH_MAX = 4_096

export interface SnapshotsOptions {
  /** Null: the hub has not let us in. */
  readonly client: () => FaceClient | null
  readonly camera: string
}

export class Snapshots {
  readonly #options: SnapshotsOptions
  readonly #underWay = new Map<number, Promise<Buffer>>()

  constructor(options: SnapshotsOptions) {
    this.#options = options
  }

  /** JPEG of at most `width` points. Who asks for the same at the same time gets the same. @throws Error in words */
  take(width: number): Promise<Buffer> {
    const bounded = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, Math.round(width)))
    const known = this.#underWay.get(bounded)
    if (known) return known
    const taken = this.#inTime(bounded).finally(() => this.#underWay.delete(bounded))
    this.#underWay.set(bounded, taken)
    return taken
  }

  async #inTime(width: number): Promise<Buffer> {
    const late = Promise.withResolvers<never>()
    const limit = setTimeout(() => late.reject(new Error(`no picture within ${WITHIN_MS} ms`)), WITHIN_MS)
    try {
      return await Promise.race([this.#fetch(width), late.promise])
    } finally {
      clearTimeout(limit)
    }
  }

  async #fetch(width: number): Promise<Buffer> {
    const client = this.#options.client()
    if (!client) throw new Error('the hub has not let us in')
    const { camera } = this.#options
    try {
      const { jpeg, ageMs } = await client.still(camera, width)
      if (!(ageMs <= AGE_MAX_MS)) throw new Error(`the newest picture is ${Math.round(ageMs / 1000)} s old`)
      return Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
    } catch (error) {
      if (error instanceof ClientError) throw new Error(`${error.code}: ${error.message}`, { cause: error })
      throw error
    }
  }
}
