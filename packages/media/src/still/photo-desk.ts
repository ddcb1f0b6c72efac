// Stills and photos of cameras that stream: which of them may be looked at, and up to when.
import type { Instant } from '@portico/core'
import type { Clock, Photo, PhotoOrder, Still, StillWish } from '@portico/ports'
import { mediaError } from '../errors.ts'
import type { FilmDesk } from '../film/film-desk.ts'
import { type FilmFolder, isPlainName } from '../film/film-folder.ts'
import type { SetCameras } from '../set-cameras.ts'
import type { Decoder } from './decoder.ts'
import { type PhotoSource, takePhoto, takeStill } from './photo.ts'

export interface PhotoDeskOptions {
  readonly cameras: Pick<SetCameras, 'known' | 'shown'>
  readonly films: Pick<FilmDesk, 'isFilming' | 'endedOf' | 'keysOf'>
  readonly decoder: Decoder
  readonly folder: FilmFolder
  readonly clock: Clock
}

export class PhotoDesk {
  readonly #options: PhotoDeskOptions

  constructor(options: PhotoDeskOptions) {
    this.#options = options
  }

  /** Rejects as `SetCameras.shown` and `takeStill` do. */
  async still(camera: string, wish: StillWish): Promise<Still> {
    const { cameras, decoder, clock } = this.#options
    const { feed, masks } = cameras.shown(camera)
    return await takeStill({ camera, ring: feed.ring, masks, wish }, decoder, clock.mono())
  }

  /** Rejects with `HUB_CAMERA_ORDER`, `HUB_CAMERA_PRIVATE`, and as `takePhoto` does. */
  async photo(order: PhotoOrder): Promise<Photo> {
    if (!isPlainName(order.session)) throw mediaError('HUB_CAMERA_ORDER', 'the session id cannot be a folder')
    const sources = order.cameras.flatMap((id) => this.#source(id) ?? [])
    if (sources.length === 0)
      throw mediaError('HUB_CAMERA_PRIVATE', 'no camera of the order may be looked at outside of a visit')
    return await takePhoto(order, sources, this.#options)
  }

  #source(id: string): PhotoSource | null {
    const { cameras, films } = this.#options
    const { view, feed, masks } = cameras.known(id)
    const filming = films.isFilming(id)
    const until: Instant | null = view === 'inside' && !filming ? films.endedOf(id) : null
    if (view === 'inside' && !filming && until === null) return null
    return { camera: id, ring: feed.ring, keys: films.keysOf(id), until, masks }
  }
}
