// Cuts a byte stream into lines of text, holding one line at most.
import { LINE_BYTES_MAX } from './journal-text.ts'

const NEWLINE = 0x0a

export interface TextLine {
  /** Without its end. */
  readonly text: string
  /** No UTF-8, longer than 256 KiB, or cut off before its newline: whatever `text` says, it is no line. */
  readonly damaged: boolean
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

export class LineSplitter {
  #held: Uint8Array[] = []
  #length = 0;

  *push(bytes: Uint8Array): Generator<TextLine> {
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      this.#hold(bytes.subarray(from, end))
      from = end + 1
      yield this.#flush()
    }
    this.#hold(bytes.subarray(from))
    if (this.#length > LINE_BYTES_MAX) yield this.#flush()
  }

  /** The rest after the last newline; a written journal has none. */
  *end(): Generator<TextLine> {
    if (this.#length > 0) yield { text: this.#flush().text, damaged: true }
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const room = Math.max(0, LINE_BYTES_MAX - this.#length)
    // A true copy, for the source may use its piece again; slice() of Node's own kind of bytes is a view.
    this.#held.push(new Uint8Array(bytes.subarray(0, room)))
    this.#length += bytes.length
  }

  #flush(): TextLine {
    const [only, ...more] = this.#held
    const bytes = only !== undefined && more.length === 0 ? only : joined(this.#held)
    const tooLong = this.#length > LINE_BYTES_MAX
    this.#held = []
    this.#length = 0
    try {
      return { text: strict.decode(bytes), damaged: tooLong }
    } catch {
      return { text: lenient.decode(bytes), damaged: true }
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
