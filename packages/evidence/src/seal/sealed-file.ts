// A file of pictures at rest: a header, then records that are each sealed by themselves, so that a film can be written
// piece by piece, be cut anywhere by a crash, and be read from its middle.
import { randomBytes } from 'node:crypto'
import { evidenceError } from '../errors.ts'
import { type HomeKey, SEAL_BYTES, openBytes, sealBytes } from './home-key.ts'

/** Names of sealed files end so; others are as they are. */
export const SEALED = '.sealed'

const MAGIC = Buffer.from('PORTICO1')
const ID_BYTES = 16
export const HEADER_BYTES = MAGIC.length + ID_BYTES
/** A record's length stands before it, big endian. */
const LENGTH_BYTES = 4
/** What a record adds to the length of its bytes. */
export const RECORD_BYTES = LENGTH_BYTES + SEAL_BYTES
/** No fragment, initialisation segment or photo of ours is larger. */
const PLAIN_MAX = 32 * 1024 * 1024

const placeOf = (id: string, index: number): string => `${id}#${index}`

/** Where a record stands: enough to read it without the others. */
export interface RecordPlace {
  /** Of the file, hex: records of one file never open as those of another. */
  readonly id: string
  /** 0, 1, 2 …: a record that was moved does not open. */
  readonly index: number
  /** Of its length, bytes from the beginning of the file. */
  readonly at: number
  /** Of the record as it lies on the disk, its length counted in. */
  readonly bytes: number
}

/** Seals one file, record by record; what it gives is appended as it comes. */
export class FileSealer {
  readonly #key: HomeKey
  readonly #id = randomBytes(ID_BYTES)
  #index = 0
  #at = 0

  constructor(key: HomeKey) {
    this.#key = key
  }

  /** The next record, the header before the first. */
  seal(plain: Uint8Array): { readonly bytes: Uint8Array; readonly place: RecordPlace } {
    const id = this.#id.toString('hex')
    const sealed = sealBytes({ key: this.#key, purpose: 'media', place: placeOf(id, this.#index) }, plain)
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(sealed.length)
    const header = this.#index === 0 ? [MAGIC, this.#id] : []
    const at = this.#at + (this.#index === 0 ? HEADER_BYTES : 0)
    const place = { id, index: this.#index, at, bytes: LENGTH_BYTES + sealed.length }
    this.#index += 1
    this.#at = at + place.bytes
    return { bytes: Buffer.concat([...header, length, sealed]), place }
  }
}

/** A small file as a whole: header and one record. */
export const sealFile = (key: HomeKey, plain: Uint8Array): Uint8Array => new FileSealer(key).seal(plain).bytes

/** What is asked of a file; a `FileHandle` of Node fits. */
export interface SealedSource {
  read(
    buffer: Uint8Array,
    ...where: [offset: number, length: number, position: number]
  ): Promise<{ readonly bytesRead: number }>
}

async function bytesAt(source: SealedSource, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await source.read(buffer, read, length - read, position + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return buffer.subarray(0, read)
}

/** @throws HubError `HUB_SEAL_OPEN` when it is cut, altered, of another file or place, or sealed with another key. */
export async function openRecord(
  source: SealedSource,
  key: HomeKey,
  { id, index, at, bytes }: RecordPlace,
): Promise<Uint8Array> {
  const sealed = await bytesAt(source, at + LENGTH_BYTES, bytes - LENGTH_BYTES)
  return openBytes({ key, purpose: 'media', place: placeOf(id, index) }, sealed)
}

interface FoundRecord extends RecordPlace {
  /** Where its bytes stand in the plain file. */
  readonly plainAt: number
  readonly plainBytes: number
}

/** A sealed file, open for reading in plain bytes. Its length is known without the key, its content is not. */
export class SealedFile {
  readonly #source: SealedSource
  readonly #key: HomeKey
  readonly #records: readonly FoundRecord[]
  #last: { readonly index: number; readonly plain: Uint8Array } | null = null

  private constructor(source: SealedSource, key: HomeKey, records: readonly FoundRecord[]) {
    this.#source = source
    this.#key = key
    this.#records = records
  }

  /** Finds the whole records; what is cut at the end counts for nothing. Null: this is no sealed file. */
  static async open(source: SealedSource, key: HomeKey): Promise<SealedFile | null> {
    const header = await bytesAt(source, 0, HEADER_BYTES)
    if (header.length < HEADER_BYTES || !MAGIC.equals(header.subarray(0, MAGIC.length))) return null
    const id = Buffer.from(header.subarray(MAGIC.length)).toString('hex')
    const records: FoundRecord[] = []
    let [at, plainAt] = [HEADER_BYTES, 0]
    for (;;) {
      const length = await bytesAt(source, at, LENGTH_BYTES)
      const sealed = length.length < LENGTH_BYTES ? 0 : Buffer.from(length).readUInt32BE()
      if (sealed < SEAL_BYTES || sealed > PLAIN_MAX + SEAL_BYTES) break
      const plainBytes = sealed - SEAL_BYTES
      records.push({ id, index: records.length, at, bytes: LENGTH_BYTES + sealed, plainAt, plainBytes })
      at += LENGTH_BYTES + sealed
      plainAt += plainBytes
    }
    // Only the last one can be cut.
    const last = records.at(-1)
    if (last && (await bytesAt(source, last.at + last.bytes - 1, 1)).length === 0) records.pop()
    return new SealedFile(source, key, records)
  }

  /** The same file through another handle. */
  through(source: SealedSource): SealedFile {
    return new SealedFile(source, this.#key, this.#records)
  }

  /** Bytes of the plain file. */
  get bytes(): number {
    const last = this.#records.at(-1)
    return last === undefined ? 0 : last.plainAt + last.plainBytes
  }

  /** Where the sealed file ends if the plain one is to end at `plain`, which must be the end of a record. */
  sealedEnd(plain: number): number | null {
    if (plain === 0) return HEADER_BYTES
    const record = this.#records.find(({ plainAt, plainBytes }) => plainAt + plainBytes === plain)
    return record === undefined ? null : record.at + record.bytes
  }

  /**
   * Plain bytes from `from` to before `to`, record by record.
   *
   * @throws HubError `HUB_SEAL_OPEN`
   */
  async *read(from = 0, to = this.bytes): AsyncGenerator<Uint8Array> {
    for (const record of this.#records) {
      const [begin, end] = [record.plainAt, record.plainAt + record.plainBytes]
      if (end <= from || begin >= to) continue
      const plain = await this.#open(record)
      yield plain.subarray(Math.max(0, from - begin), Math.min(plain.length, to - begin))
    }
  }

  /** As a file handle reads, and ends where a record does not open: for finding what is whole. */
  async readAt(
    buffer: Uint8Array,
    ...[offset, length, position]: [offset: number, length: number, position: number]
  ): Promise<{ readonly bytesRead: number }> {
    let bytesRead = 0
    try {
      for await (const plain of this.read(position, position + length)) {
        buffer.set(plain, offset + bytesRead)
        bytesRead += plain.length
      }
    } catch (error) {
      if (!isSealError(error)) throw error
    }
    return { bytesRead }
  }

  async #open(record: FoundRecord): Promise<Uint8Array> {
    if (this.#last?.index === record.index) return this.#last.plain
    const plain = await openRecord(this.#source, this.#key, record)
    this.#last = { index: record.index, plain }
    return plain
  }
}

const isSealError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'HUB_SEAL_OPEN'

/** @throws HubError `HUB_SEAL_OPEN` when it is no sealed file, or does not open. */
export async function openWhole(source: SealedSource, key: HomeKey): Promise<Uint8Array> {
  const file = await SealedFile.open(source, key)
  if (file === null) throw evidenceError('HUB_SEAL_OPEN', 'sealed media: this is no sealed file')
  const parts: Uint8Array[] = []
  for await (const part of file.read()) parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}
