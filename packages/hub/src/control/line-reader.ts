// Cuts bytes into lines of text, and no longer ones than are ever sent.

/** Bytes of one line. */
export const LINE_BYTES_MAX = 64 * 1024

export class LineReader {
  #rest = Buffer.alloc(0)

  /** The whole lines so far; null when one is too long. */
  push(chunk: Uint8Array): readonly string[] | null {
    let bytes = Buffer.concat([this.#rest, chunk])
    const lines: string[] = []
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
      if (end > LINE_BYTES_MAX) return null
      lines.push(bytes.subarray(0, end).toString())
      bytes = bytes.subarray(end + 1)
    }
    this.#rest = bytes
    return bytes.length > LINE_BYTES_MAX ? null : lines
  }
}
