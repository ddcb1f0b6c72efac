// Reads the codes in a picture of a label, in a thread of its own, with the reader that this hub serves itself. It alone
// may compile WebAssembly: the pages may not.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import reader from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { LABEL_FORMATS, type LabelAnswer, type LabelOrder } from './label-messages.ts'

/** Codes looked for in one picture. */
const CODES_MAX = 8

prepareZXingModule({ overrides: { locateFile: () => reader } })

async function read({ order, picture }: LabelOrder): Promise<LabelAnswer> {
  try {
    const options = { formats: [...LABEL_FORMATS], tryHarder: true, maxNumberOfSymbols: CODES_MAX }
    const found = await readBarcodes(picture, options)
    return { order, texts: found.filter(({ isValid }) => isValid).map(({ text }) => text) }
  } catch {
    return { order, failed: true }
  }
}

self.addEventListener('message', ({ data }: MessageEvent<LabelOrder>) => {
  void read(data).then((answer) => self.postMessage(answer))
})
