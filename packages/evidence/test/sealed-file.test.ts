// A sealed file opens record by record under its key alone, wherever a crash has cut it, and nothing in it can be moved or
// changed. Method: files in memory; every byte is changed in turn, and every length is tried.
import * as fc from 'fast-check'
import { codeOf } from '@portico/ports'
import { describe, expect, test } from 'vitest'
import {
  FileSealer,
  type HomeKey,
  SEAL_BYTES,
  SealedFile,
  type SealedSource,
  homeKey,
  mediaKey,
  openRecord,
  openWhole,
  sealFile,
} from '../src/seal/index.ts'

const home = homeKey(new Uint8Array(32).fill(3))
const key = mediaKey(home)
const parts = [200, 1_000, 1, 700].map((length, of) =>
  Uint8Array.from({ length }, (_, at) => (at * 7 + of * 13) % 251),
)
const plain = Buffer.concat(parts)

function written(): { readonly bytes: Buffer; readonly places: ReturnType<FileSealer['seal']>['place'][] } {
  const sealer = new FileSealer(key)
  const sealed = parts.map((part) => sealer.seal(part))
  return { bytes: Buffer.concat(sealed.map(({ bytes }) => bytes)), places: sealed.map(({ place }) => place) }
}

const sourceOf = (bytes: Uint8Array): SealedSource => ({
  read: async (buffer, offset, length, position) => {
    const part = bytes.subarray(position, position + length)
    buffer.set(part, offset)
    return { bytesRead: part.length }
  },
})

async function contentOf(bytes: Uint8Array, under: HomeKey = key): Promise<Buffer> {
  return Buffer.from(await openWhole(sourceOf(bytes), under))
}

const codeFrom = (work: Promise<unknown>): Promise<string | null> => work.then(() => null, codeOf)

describe('a sealed file', () => {
  const { bytes, places } = written()

  test('opens as it was, its length known without the key', async () => {
    expect(await contentOf(bytes)).toEqual(plain)
    expect((await SealedFile.open(sourceOf(bytes), homeKey(new Uint8Array(32).fill(9))))?.bytes).toBe(
      plain.length,
    )
    expect(bytes.length).toBe(24 + plain.length + parts.length * (4 + SEAL_BYTES))
    for (const part of parts)
      if (part.length > 8) expect(bytes.includes(Buffer.from(part.subarray(0, 8)))).toBe(false)
  })

  test('gives any range of it', async () => {
    const file = await SealedFile.open(sourceOf(bytes), key)
    await fc.assert(
      fc.asyncProperty(fc.nat(plain.length), fc.nat(plain.length), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const found: Uint8Array[] = []
        for await (const piece of file?.read(from, to) ?? []) found.push(piece)
        expect(Buffer.concat(found)).toEqual(plain.subarray(from, to))
      }),
    )
  })

  test('gives one record by its place, without the others', async () => {
    for (const [at, place] of places.entries())
      expect(await openRecord(sourceOf(bytes), key, place)).toEqual(parts[at])
  })

  test('cut anywhere, gives the records that are whole', async () => {
    const ends = places.map(({ at, bytes: length }) => at + length)
    for (let length = 24; length <= bytes.length; length += 3) {
      const file = await SealedFile.open(sourceOf(bytes.subarray(0, length)), key)
      const whole = ends.filter((end) => end <= length).length
      const expected = Buffer.concat(parts.slice(0, whole))
      expect(file?.bytes).toBe(expected.length)
      expect(file?.sealedEnd(expected.length)).toBe(whole === 0 ? 24 : ends[whole - 1])
      expect(await contentOf(bytes.subarray(0, length))).toEqual(expected)
    }
    expect(await SealedFile.open(sourceOf(bytes.subarray(0, 23)), key)).toBeNull()
    expect(await SealedFile.open(sourceOf(plain), key)).toBeNull()
  })

  test('with any byte changed does not give what it was', async () => {
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes)
      other[at] = (other[at] ?? 0) ^ 0x40
      const code = await codeFrom(contentOf(other).then((found) => expect(found).not.toEqual(plain)))
      expect([null, 'HUB_SEAL_OPEN'], `byte ${at}`).toContain(code)
    }
  })

  test('opens under no other key, nor do records that were swapped or come from another file', async () => {
    expect(await codeFrom(contentOf(bytes, home))).toBe('HUB_SEAL_OPEN')
    const [, second, , fourth] = places
    if (!second || !fourth) throw new Error('there are four records')
    const moved = Buffer.concat([
      bytes.subarray(0, second.at),
      bytes.subarray(fourth.at),
      bytes.subarray(second.at, fourth.at),
    ])
    expect(await codeFrom(contentOf(moved))).toBe('HUB_SEAL_OPEN')
    const strange = Buffer.concat([bytes.subarray(0, fourth.at), written().bytes.subarray(fourth.at)])
    expect(await codeFrom(contentOf(strange))).toBe('HUB_SEAL_OPEN')
  })

  test('is read up to what opens, where a disk kept its size and not its bytes', async () => {
    const torn = Buffer.from(bytes)
    torn.fill(0, (places[2]?.at ?? 0) + 10)
    const file = await SealedFile.open(sourceOf(torn), key)
    const buffer = new Uint8Array(plain.length)
    const read = await file?.readAt(buffer, 0, plain.length, 0)
    expect(read?.bytesRead).toBe(1_200)
    expect(Buffer.from(buffer.subarray(0, 1_200))).toEqual(plain.subarray(0, 1_200))
  })

  test('may be small and whole, and never the same twice', async () => {
    const [one, two] = [sealFile(key, plain), sealFile(key, plain)]
    expect(await contentOf(one)).toEqual(plain)
    expect(Buffer.from(one)).not.toEqual(Buffer.from(two))
    expect(await contentOf(sealFile(key, new Uint8Array()))).toEqual(Buffer.alloc(0))
  })
})
