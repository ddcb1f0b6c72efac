// Reads the code that a display in the view shows, by ZXing in WebAssembly: from the luma alone, in the decoding thread.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type * as reading from 'zxing-wasm/reader'
import type { LumaPlane } from '../feed/fingerprint.ts'

type Reader = Pick<typeof reading, 'readBarcodes'>

let loading: Promise<Reader> | null = null

/** Loaded when the first code is looked for. Left alone, the library would fetch its module from the internet. */
async function load(): Promise<Reader> {
  const file = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  const reader = await import('zxing-wasm/reader')
  const wasmBinary = Uint8Array.from(file).buffer
  await reader.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  return reader
}

/** The text of the code, or null when none is found. Takes 3–10 ms at 640 × 360. */
export async function readCode({ width, height, stride, luma }: LumaPlane): Promise<string | null> {
  const reader = await (loading ??= load())
  const pixels = new Uint8ClampedArray(width * height * 4)
  let at = 0
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const light = luma[y * stride + x] ?? 0
      pixels[at] = light
      pixels[at + 1] = light
      pixels[at + 2] = light
      pixels[at + 3] = 255
      at += 4
    }
  const picture = { data: pixels, width, height, colorSpace: 'srgb' } as const
  const found = await reader.readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    tryInvert: false,
    maxNumberOfSymbols: 1,
  })
  return found[0]?.text ?? null
}
