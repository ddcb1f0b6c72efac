// Simulated cameras whose photos and films are real files with their real hashes, and whose live view flows when it is
// watched.
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { instant } from '@portico/core'
import {
  type FilmSegment,
  HubError,
  type LivePiece,
  type Photo,
  type PhotoOrder,
  type Still,
  type StillWish,
} from '@portico/ports'
import { SimulatedCameras, type SimulatedCamerasOptions } from '@portico/testing'

export interface FilmedCamerasOptions extends SimulatedCamerasOptions {
  readonly folder: string
  readonly onLive: (piece: LivePiece) => void
  /** Cameras that may be looked at only during a visit. */
  readonly indoor: readonly string[]
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A JPEG by its first and last bytes. */
const jpegOf = (text: string): Buffer =>
  Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), Buffer.from(text), Buffer.of(0xff, 0xd9)])

export class FilmedCameras extends SimulatedCameras {
  readonly watched = new Set<string>()
  stills = 0
  /** How stills were wished for. */
  readonly wished: StillWish[] = []
  /** What the engine fails with now, whatever it is asked. */
  failure: Error | null = null
  readonly #options: FilmedCamerasOptions
  readonly #writing = new Set<Promise<void>>()

  constructor(options: FilmedCamerasOptions) {
    super(options)
    this.#options = options
  }

  override async still(camera: string, wish: StillWish = {}): Promise<Still> {
    this.wished.push(wish)
    this.#mayShow(camera)
    const still = await super.still(camera)
    const jpeg = jpegOf(`still ${this.stills++} of ${camera}`)
    return { ...still, jpeg, sha256: sha256(jpeg) }
  }

  override async takePhoto(order: PhotoOrder): Promise<Photo> {
    const photo = await super.takePhoto(order)
    const jpeg = jpegOf(`photo of ${order.session}`)
    await this.#write(photo.file, jpeg)
    return { ...photo, jpeg, sha256: sha256(jpeg) }
  }

  override async stopFilm(
    session: Parameters<SimulatedCameras['stopFilm']>[0],
  ): Promise<readonly FilmSegment[]> {
    const segments = await super.stopFilm(session)
    return Promise.all(
      segments.map(async (segment) => {
        const film = Buffer.from(`film ${segment.segment} of ${session}`.repeat(20))
        await this.#write(segment.file, film)
        return { ...segment, sha256: sha256(film), bytes: film.length }
      }),
    )
  }

  override async watch(camera?: string): Promise<void> {
    if (camera === undefined) return
    this.#mayShow(camera)
    this.watched.add(camera)
    this.begin(camera)
  }

  override async unwatch(camera?: string): Promise<void> {
    if (camera !== undefined) this.watched.delete(camera)
  }

  /** The stream of a camera begins: codec, then a key picture. */
  begin(camera: string): void {
    this.piece(camera, { type: 'init', codec: 'avc1.42C01F', bytes: Buffer.from('init') })
    this.piece(camera, { key: true, bytes: Buffer.from('key') })
  }

  piece(camera: string, piece: Partial<LivePiece>): void {
    const captured = instant(this.#options.clock.mono() - 80)
    this.#options.onLive({
      camera,
      type: 'fragment',
      codec: null,
      key: false,
      captured,
      bytes: Buffer.from('delta'),
      ...piece,
    })
  }

  /** Resolves when everything that was begun stands on the real disk: virtual time must not run ahead of it. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing)
  }

  async #write(file: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#options.folder, file)
    const writing = mkdir(dirname(path), { recursive: true }).then(() => writeFile(path, bytes))
    this.#writing.add(writing)
    await writing.finally(() => this.#writing.delete(writing))
  }

  #mayShow(camera: string): void {
    if (this.failure) throw this.failure
    if (this.#options.indoor.includes(camera) && this.films.size === 0)
      throw new HubError('HUB_CAMERA_PRIVATE', `camera ${camera} shows nothing outside of a visit`)
  }
}
