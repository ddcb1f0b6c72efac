// H.264 Baseline to samples, by tinyh264 (WebAssembly). One decoder state per group of pictures, so that nothing of
// one picture can show in another; a High profile stream is refused here because tinyh264 would say nothing at all.
import { createRequire } from 'node:module'
import { parseSps, splitAnnexB } from '@portico/rtp'
import type { LumaPlane } from '../feed/fingerprint.ts'

/** A picture in 4:2:0, of the coded size, with the shown part marked by its origin and size. */
export interface Decoded extends LumaPlane {
  /** Begins at the shown part, as `luma` does; half the stride. */
  readonly cb: Uint8Array
  readonly cr: Uint8Array
}

/** What the library offers, under names of ours. */
interface TinyH264 {
  /** The memory, which moves when it grows. */
  readonly memory: () => Uint8Array
  readonly value: (pointer: number, type: 'i32' | 'i8*') => number
  readonly allocate: (size: number) => number
  readonly free: (pointer: number) => void
  readonly storageNew: () => number
  readonly storageInit: (storage: number, noReordering: number) => number
  readonly storageEnd: (storage: number) => void
  readonly storageFree: (storage: number) => void
  readonly decode: (storage: number, input: number, length: number, ...out: number[]) => number
}

interface Raw {
  readonly HEAPU8: Uint8Array
  readonly getValue: TinyH264['value']
  readonly _malloc: TinyH264['allocate']
  readonly _free: TinyH264['free']
  readonly _h264bsdAlloc: TinyH264['storageNew']
  readonly _h264bsdInit: TinyH264['storageInit']
  readonly _h264bsdShutdown: TinyH264['storageEnd']
  readonly _h264bsdFree: TinyH264['storageFree']
  readonly _h264bsdDecode: TinyH264['decode']
}

const PICTURE_READY = 1
const BASELINE = 66
/** Samples of a coded picture: 2560 × 1440, and room for what cameras add. The decoder may hold 17 of them. */
const PIXELS_MAX = 4_000_000
/** The decoder's memory is small: larger pictures are refused, bytes. */
const UNIT_BYTES_MAX = 2 * 1024 * 1024

export const isTooLarge = ({ length }: Uint8Array): boolean => length > UNIT_BYTES_MAX

/** Loads the decoder: 40 ms, once per thread. */
export async function loadH264Decoder(): Promise<H264Decoder> {
  // The library looks for the place of a browser's worker, which it does not need; and it would take the code that it
  // carries in itself through `fetch`, which is twice the work of all the rest.
  const { fetch } = globalThis
  Object.assign(globalThis, { self: { location: { href: '' } }, fetch: undefined })
  const loaded: unknown = createRequire(import.meta.url)('tinyh264/lib/TinyH264.js')
  // cast: the library has no types; what it exports is a function that makes the module.
  const { default: create } = loaded as { readonly default: () => Promise<Raw> }
  const made = create()
  globalThis.fetch = fetch
  const raw = await made
  const {
    getValue: value,
    _malloc: allocate,
    _free: free,
    _h264bsdAlloc: storageNew,
    _h264bsdInit: storageInit,
    _h264bsdShutdown: storageEnd,
    _h264bsdFree: storageFree,
    _h264bsdDecode: decode,
  } = raw
  const memory = (): Uint8Array => raw.HEAPU8
  const names = { value, allocate, free, storageNew, storageInit, storageEnd, storageFree, decode, memory }
  return new H264Decoder(names)
}

export class H264Decoder {
  readonly #tiny: TinyH264

  constructor(tiny: TinyH264) {
    this.#tiny = tiny
  }

  /** The last picture of a group that begins with a key picture; null when it cannot be decoded. */
  decodeLast(units: readonly Uint8Array[]): Decoded | null {
    if (units.some(isTooLarge)) return null
    using run = this.begin(units[0])
    if (!run) return null
    let last: Decoded | null = null
    units.forEach((unit, i) => {
      last = run.push(unit, i === units.length - 1)
    })
    return last
  }

  /** A run of pictures that begins with this key picture, not yet pushed; null when it cannot be decoded. */
  begin(key: Uint8Array = new Uint8Array(0)): H264Run | null {
    const sps = parseSps(splitAnnexB(key)[0] ?? new Uint8Array(0))
    if (sps?.profile !== BASELINE || sps.codedWidth * sps.codedHeight > PIXELS_MAX) return null
    return new H264Run(this.#tiny, sps)
  }
}

type Sps = NonNullable<ReturnType<typeof parseSps>>

/** One decoder state: pictures one after another, none left out. */
export class H264Run implements Disposable {
  readonly #tiny: TinyH264
  readonly #sps: Sps
  readonly #storage: number
  readonly #out: number

  constructor(tiny: TinyH264, sps: Sps) {
    this.#tiny = tiny
    this.#sps = sps
    this.#storage = tiny.storageNew()
    this.#out = tiny.allocate(12)
    tiny.storageInit(this.#storage, 1)
  }

  /** Null when it gives no picture, or is not `wanted`. */
  push(unit: Uint8Array, wanted = true): Decoded | null {
    const [tiny, sps, out] = [this.#tiny, this.#sps, this.#out]
    if (isTooLarge(unit) || !this.#decode(this.#storage, unit, out) || !wanted) return null
    const [width, height] = [tiny.value(out + 4, 'i32'), tiny.value(out + 8, 'i32')]
    if (width !== sps.codedWidth || height !== sps.codedHeight) return null
    const start = tiny.value(out, 'i8*')
    return crop(tiny.memory().slice(start, start + (width * height * 3) / 2), sps)
  }

  [Symbol.dispose](): void {
    this.#tiny.storageEnd(this.#storage)
    this.#tiny.storageFree(this.#storage)
    this.#tiny.free(this.#out)
  }

  #decode(storage: number, unit: Uint8Array, out: number): boolean {
    const tiny = this.#tiny
    const input = tiny.allocate(unit.length)
    try {
      tiny.memory().set(unit, input)
      return tiny.decode(storage, input, unit.length, out, out + 4, out + 8) === PICTURE_READY
    } finally {
      tiny.free(input)
    }
  }
}

function crop(samples: Uint8Array, sps: Sps): Decoded {
  const { codedWidth: stride, codedHeight, width, height, cropLeft, cropTop } = sps
  const plane = stride * codedHeight
  const chroma = (cropTop / 2) * (stride / 2) + cropLeft / 2
  return {
    width,
    height,
    stride,
    luma: samples.subarray(cropTop * stride + cropLeft, plane),
    cb: samples.subarray(plane + chroma, plane * 1.25),
    cr: samples.subarray(plane * 1.25 + chroma),
  }
}
