// What the hub sends without being asked: the bell, and pictures of whoever rings and of what was left.
import type { PictureHead } from '@portico/protocol'
import { type Signal, signal } from '@preact/signals'
import { instant } from './hub-clock.ts'

export interface Ring {
  readonly door: string
  /** `instant()` of the bell. */
  readonly at: number
  /** Unix ms of the bell, by the hub. */
  readonly wall: number
}

/** One picture that stands still. */
export interface Shot {
  readonly url: string
  /** `instant()` at which it was taken. */
  readonly captured: number
}

/** A picture that was pushed; `url` is good until the next one of its kind. */
export interface PushedPicture extends Shot {
  readonly head: PictureHead
}

/**
 * An address for a picture in memory, once it is certain that it can be seen; it is to be given back with `dropPicture`
 * or `URL.revokeObjectURL`. Rejects for bytes that no browser can decode: however new they are, nobody may decide by
 * them.
 */
export async function pictureUrl(jpeg: Uint8Array): Promise<string> {
  // cast: what came over the wire is plain memory
  const url = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }))
  const image = new Image()
  image.src = url
  try {
    await image.decode()
    return url
  } catch (error) {
    URL.revokeObjectURL(url)
    throw error
  }
}

/** Nothing is shown here any more, and its memory is given back. */
export function dropPicture<Kept extends Shot>(shown: Signal<Kept | null>): void {
  const { value } = shown
  shown.value = null
  if (value) URL.revokeObjectURL(value.url)
}

/** Where pushed pictures of one kind are shown: the newest takes the place of the one before. */
export class PushedSlot {
  readonly shown = signal<PushedPicture | null>(null)
  /** How many came, and up to which of them this is settled: it was shown, or nobody wants it any more. */
  #came = 0
  #settled = 0

  /** One that cannot be seen is none. */
  async put(head: PictureHead, jpeg: Uint8Array): Promise<void> {
    const captured = instant() - head.ageMs
    this.#came += 1
    const which = this.#came
    const url = await pictureUrl(jpeg).catch(() => null)
    if (url === null) return
    if (which <= this.#settled) return URL.revokeObjectURL(url)
    this.#settled = which
    dropPicture(this.shown)
    this.shown.value = { head, url, captured }
  }

  /** Nor is one shown that is still on its way. */
  drop(): void {
    this.#settled = this.#came
    dropPicture(this.shown)
  }
}
