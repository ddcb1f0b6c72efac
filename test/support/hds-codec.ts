// What HomeKit Data Stream messages are made of, as the community's specification of HomeKit Secure Video describes it: tagged
// values, of which those that take room are named by their number when they come again.

export type HdsValue = boolean | null | number | string | Buffer | readonly HdsValue[] | HdsMap
export interface HdsMap {
  readonly [key: string]: HdsValue
}

const STRING = 0x40
const DATA = 0x70
const AGAIN = 0xa0
const LIST = 0xd0
const MAP = 0xe0

/** Numbers 0–39, short strings, and maps of up to 14 of them: what a controller asks with. */
export function encodeHds(value: HdsValue): Buffer {
  if (value === true || value === false) return Buffer.from([value ? 1 : 2])
  if (value === null) return Buffer.from([4])
  if (typeof value === 'number') {
    if (value <= 39) return Buffer.from([8 + value])
    const bytes = Buffer.from([0x32, 0, 0, 0, 0])
    bytes.writeInt32LE(value, 1)
    return bytes
  }
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([STRING + value.length]), Buffer.from(value)])
  if (Buffer.isBuffer(value) || Array.isArray(value)) throw new Error('not needed')
  const entries = Object.entries(value as HdsMap) // cast: all others are above
  return Buffer.concat([
    Buffer.from([MAP + entries.length]),
    ...entries.flatMap(([key, inner]) => [encodeHds(key), encodeHds(inner)]),
  ])
}

export class HdsReader {
  readonly #bytes: Buffer
  readonly #known: HdsValue[] = []
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** @throws RangeError behind the end, Error of a tag that nothing is known about */
  read(): HdsValue {
    const tag = this.#number('readUInt8', 1)
    if (tag === 1 || tag === 2) return tag === 1
    if (tag === 4) return null
    if (tag >= 7 && tag <= 0x2f) return tag - 8
    if (tag >= AGAIN && tag < LIST) return this.#known[tag - AGAIN] ?? null
    if (tag >= LIST && tag < LIST + 15) return Array.from({ length: tag - LIST }, () => this.read())
    if (tag >= MAP && tag < MAP + 15) return this.#map(tag - MAP)
    const value = this.#roomy(tag)
    this.#known.push(value)
    return value
  }

  #map(count: number): HdsMap {
    const pairs = Array.from({ length: count }, () => {
      const key = this.read()
      if (typeof key !== 'string') throw new Error('a key that is no word')
      return [key, this.read()] as const
    })
    return Object.fromEntries(pairs)
  }

  #roomy(tag: number): HdsValue {
    if (tag === 0x30) return this.#number('readInt8', 1)
    if (tag === 0x31) return this.#number('readInt16LE', 2)
    if (tag === 0x32) return this.#number('readInt32LE', 4)
    if (tag === 0x33) return Number(this.#take(8).readBigInt64LE())
    if (tag >= STRING && tag <= STRING + 32) return this.#take(tag - STRING).toString()
    if (tag === 0x61) return this.#take(this.#number('readUInt8', 1)).toString()
    if (tag >= DATA && tag <= DATA + 32) return this.#take(tag - DATA)
    if (tag === 0x91) return this.#take(this.#number('readUInt8', 1))
    if (tag === 0x92) return this.#take(this.#number('readUInt16LE', 2))
    if (tag === 0x93) return this.#take(this.#number('readUInt32LE', 4))
    throw new Error(`tag ${tag.toString(16)} at ${this.#at}`)
  }

  #number(
    how: 'readUInt8' | 'readInt8' | 'readInt16LE' | 'readUInt16LE' | 'readInt32LE' | 'readUInt32LE',
    length: number,
  ): number {
    return this.#take(length)[how]()
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new RangeError('ends early')
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
  }
}
