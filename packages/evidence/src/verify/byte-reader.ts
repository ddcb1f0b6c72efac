// Takes bytes off a stream in the amounts a reader asks for; holds one piece of the stream at most.

export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array()
  #ended = false
  #position = 0

  constructor(source: Uint8Array | AsyncIterable<Uint8Array>) {
    this.#source = (source instanceof Uint8Array ? onePiece(source) : source)[Symbol.asyncIterator]()
  }

  /** Bytes that were taken so far. */
  get position(): number {
    return this.#position
  }

  /** Between 1 and `max` bytes, as they come; none at the end of the stream. Valid until the next call. */
  async some(max: number): Promise<Uint8Array> {
    while (this.#piece.length === 0 && !this.#ended) {
      const next = await this.#source.next()
      if (next.done === true) this.#ended = true
      else this.#piece = next.value
    }
    const bytes = this.#piece.subarray(0, max)
    this.#piece = this.#piece.subarray(bytes.length)
    this.#position += bytes.length
    return bytes
  }

  /** Exactly `count` bytes, or fewer where the stream ends before. For small counts. */
  async exactly(count: number): Promise<Uint8Array> {
    const whole = new Uint8Array(count)
    let at = 0
    while (at < count) {
      const bytes = await this.some(count - at)
      if (bytes.length === 0) return whole.subarray(0, at)
      whole.set(bytes, at)
      at += bytes.length
    }
    return whole
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.#source.return?.()
  }
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
