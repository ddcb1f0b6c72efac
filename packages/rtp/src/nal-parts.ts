// What the payload formats of H.264 and H.265 share: a NAL that comes in parts, and several NALs in one payload.

/** Largest NAL that is put together from parts, bytes: a 4K key frame is about 1 MB. */
const NAL_BYTES_MAX = 4 * 1024 * 1024

export interface Depacketized {
  readonly nals: readonly Uint8Array[]
  /** A NAL was incomplete or the payload could not be read: the picture it belongs to is damaged. */
  readonly damaged: boolean
}

export interface Depacketizer {
  /** To be told when packets are missing before the next push: an open NAL cannot become whole any more. */
  lost(): void
  /** Takes payloads in their order and gives the NALs that became whole. */
  push(payload: Uint8Array): Depacketized
}

export interface NalPart {
  /** Header of the whole NAL. */
  readonly head: Uint8Array
  readonly body: Uint8Array
  readonly first: boolean
  readonly last: boolean
}

export class NalParts {
  #parts: Uint8Array[] | null = null
  #bytes = 0

  /** Lets go of an open NAL; true when there was one. */
  drop(): boolean {
    const open = this.#parts !== null
    this.#parts = null
    return open
  }

  take({ head, body, first, last }: NalPart): Depacketized {
    const broken = first && this.drop()
    if (first) {
      this.#parts = [head]
      this.#bytes = head.length
    }
    if (!this.#parts) return { nals: [], damaged: true }
    this.#parts.push(body)
    this.#bytes += body.length
    if (this.#bytes > NAL_BYTES_MAX) {
      this.drop()
      return { nals: [], damaged: true }
    }
    if (!last) return { nals: [], damaged: broken }
    const nal = new Uint8Array(this.#bytes)
    let at = 0
    for (const part of this.#parts) {
      nal.set(part, at)
      at += part.length
    }
    this.#parts = null
    return { nals: [nal], damaged: broken }
  }
}

/** NALs behind lengths of two bytes, from `start` on; each of at least `nalMin` bytes. */
export function splitAggregate(payload: Uint8Array, start: number, nalMin: number): Depacketized {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const nals: Uint8Array[] = []
  let at = start
  while (at + 2 <= payload.length) {
    const length = view.getUint16(at)
    if (length < nalMin || at + 2 + length > payload.length) return { nals, damaged: true }
    nals.push(payload.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return { nals, damaged: at !== payload.length || nals.length === 0 }
}
