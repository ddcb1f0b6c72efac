// Reads an archive entry by entry in one pass. It takes only what the writer of this package writes; every other
// header, padding or ending is a fault, never an exception.
import type { ByteReader } from './byte-reader.ts'
import { TAR_BLOCK, type TarEntry, paddingOf, readTarHeader } from './tar.ts'

export type TarFault = {
  readonly kind: 'fault'
  readonly why: 'truncated' | 'header' | 'padding' | 'surplus'
  readonly words: string
}

export type TarStep =
  | { readonly kind: 'entry'; readonly entry: TarEntry }
  | { readonly kind: 'end' }
  | TarFault

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0)

const truncated: TarFault = { kind: 'fault', why: 'truncated', words: 'the archive ends within it' }

export class TarReader {
  readonly #bytes: ByteReader
  #mtime: number | null = null

  constructor(bytes: ByteReader) {
    this.#bytes = bytes
  }

  /** Where in the file the reader stands, bytes. */
  get position(): number {
    return this.#bytes.position
  }

  /** Time of the first entry; every other must bear the same. */
  get mtime(): number | null {
    return this.#mtime
  }

  /** The next entry; the content of the one before must have been read. `head`: its header, if taken already. */
  async next(head?: Uint8Array): Promise<TarStep> {
    const block = head ?? (await this.#bytes.exactly(TAR_BLOCK))
    if (block.length < TAR_BLOCK) return truncated
    if (isZero(block)) return this.#end()
    const entry = readTarHeader(block)
    this.#mtime ??= entry?.mtime ?? null
    if (entry === null || entry.mtime !== this.#mtime)
      return { kind: 'fault', why: 'header', words: 'its header in the archive is not as it was written' }
    return { kind: 'entry', entry }
  }

  /**
   * Hands the content of the entry over piece by piece and checks what fills its last block. Stops where `take` says
   * that it has seen enough.
   */
  async content({ size }: TarEntry, take: (bytes: Uint8Array) => 'go on' | 'stop'): Promise<TarFault | null> {
    for (let left = size; left > 0;) {
      const bytes = await this.#bytes.some(left)
      if (bytes.length === 0) return truncated
      if (take(bytes) === 'stop') return null
      left -= bytes.length
    }
    const fill = await this.#bytes.exactly(paddingOf(size))
    if (fill.length < paddingOf(size)) return truncated
    return isZero(fill) ? null : { kind: 'fault', why: 'padding', words: 'bytes stand after its end' }
  }

  async #end(): Promise<TarStep> {
    const block = await this.#bytes.exactly(TAR_BLOCK)
    if (block.length < TAR_BLOCK) return truncated
    const more = await this.#bytes.exactly(1)
    if (isZero(block) && more.length === 0) return { kind: 'end' }
    return { kind: 'fault', why: 'surplus', words: 'bytes stand after the last file' }
  }
}
