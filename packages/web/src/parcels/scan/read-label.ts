// Codes in a picture: by the browser where it can read them itself, else by our own reader, which is fetched when it is
// first needed. The picture never leaves this phone.
import type { LABEL_FORMATS, LabelAnswer, LabelOrder } from './label-messages.ts'

/** W3C Accelerated Shape Detection section 3.3; few browsers have it. */
interface Detector {
  detect(picture: ImageBitmapSource): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorMaker {
  new (options: { readonly formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/** Sharp enough for the finest bars, small enough for an old phone, px. */
const SIDE_MAX = 2000
/** A code that is not read by then is not there, ms. */
const READ_WITHIN_MS = 10_000
/** Names of formats here → there. */
const browserFormats: Partial<Record<(typeof LABEL_FORMATS)[number], string>> = {
  Code128: 'code_128',
  Code39: 'code_39',
  ITF: 'itf',
  Codabar: 'codabar',
  QRCode: 'qr_code',
  DataMatrix: 'data_matrix',
  PDF417: 'pdf417',
  Aztec: 'aztec',
}

async function browserDetector(): Promise<Detector | null> {
  // cast: the interface of the standard, which the types of this compiler do not have
  const { BarcodeDetector: Maker } = globalThis as { readonly BarcodeDetector?: DetectorMaker }
  if (!Maker) return null
  const supported = await Maker.getSupportedFormats()
  const wanted = Object.values(browserFormats).filter((format) => supported.includes(format))
  return wanted.includes('code_128') && wanted.includes('qr_code') ? new Maker({ formats: wanted }) : null
}

export class LabelReader implements Disposable {
  #detector: Promise<Detector | null> | null = null
  #worker: Worker | null = null
  #order = 0

  /** What stands in its codes; empty: none was found. Rejects when nothing here can read. */
  async read(picture: ImageBitmap | HTMLVideoElement): Promise<readonly string[]> {
    this.#detector ??= browserDetector().catch(() => null)
    const detector = await this.#detector
    if (!detector) return this.#readHere(picture)
    const found = await detector.detect(picture)
    return found.map(({ rawValue }) => rawValue)
  }

  [Symbol.dispose](): void {
    this.#worker?.terminate()
    this.#worker = null
  }

  #readHere(picture: ImageBitmap | HTMLVideoElement): Promise<readonly string[]> {
    this.#worker ??= new Worker('/label-worker.js', { type: 'module' })
    const worker = this.#worker
    const order = ++this.#order
    const answer = Promise.withResolvers<readonly string[]>()
    const ended = new AbortController()
    const { signal } = ended
    const late = setTimeout(() => answer.reject(new Error('no answer')), READ_WITHIN_MS)
    worker.addEventListener('error', () => answer.reject(new Error('no reader')), { signal })
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<LabelAnswer>) => {
        if (data.order !== order) return
        if ('failed' in data) answer.reject(new Error('not read'))
        else answer.resolve(data.texts)
      },
      { signal },
    )
    const message: LabelOrder = { order, picture: pixelsOf(picture) }
    worker.postMessage(message, [message.picture.data.buffer])
    return answer.promise.finally(() => {
      clearTimeout(late)
      ended.abort()
    })
  }
}

function pixelsOf(picture: ImageBitmap | HTMLVideoElement): ImageData {
  const [wide, high] =
    picture instanceof HTMLVideoElement
      ? [picture.videoWidth, picture.videoHeight]
      : [picture.width, picture.height]
  const scale = Math.min(1, SIDE_MAX / Math.max(wide, high, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(wide * scale))
  canvas.height = Math.max(1, Math.round(high * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
