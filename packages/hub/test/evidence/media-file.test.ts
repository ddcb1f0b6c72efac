// Goal: what lies sealed is given as it is, whole and in any range, and nothing of it without its key. Method: files on a
// real disk, sealed record by record as the camera engine seals them.
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileSealer, homeKey, mediaKey } from '@portico/evidence/seal'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MediaPlace, mediaFile } from '../../src/evidence/media-file.ts'

const key = mediaKey(homeKey(new Uint8Array(32).fill(4)))
const records = [700, 5_000, 1, 3_000].map((length, of) =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + of) % 253),
)
const film = Buffer.concat(records)

let base = ''
const place = (more: Partial<MediaPlace> = {}): MediaPlace => ({ folder: join(base, 'media'), key, ...more })

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'portico-media-file-'))
  mkdirSync(join(base, 'media/s_1'), { recursive: true })
  const sealer = new FileSealer(key)
  const sealed = records.map((record) => sealer.seal(record).bytes)
  writeFileSync(join(base, 'media/s_1/hall-1.mp4.sealed'), Buffer.concat(sealed))
  writeFileSync(join(base, 'media/s_1/no.mp4.sealed'), film)
  writeFileSync(join(base, 'media/s_1/old.mp4'), film)
  writeFileSync(join(base, 'outside.sealed'), Buffer.concat(sealed))
  symlinkSync(join(base, 'outside.sealed'), join(base, 'media/s_1/link.sealed'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of pieces) found.push(piece)
  return Buffer.concat(found)
}

describe('a sealed film', () => {
  it('is given whole, with the length of the film and not of its seals', async () => {
    const file = await mediaFile(place(), 's_1/hall-1.mp4.sealed')
    expect(file?.bytes).toBe(film.length)
    expect(file && (await collect(file.read()))).toEqual(film)
    // As often as it is asked for.
    expect(file && (await collect(file.read()))).toEqual(film)
  })

  it('is given in any range, as the scrubber asks', async () => {
    const file = await mediaFile(place(), 's_1/hall-1.mp4.sealed')
    if (!file) throw new Error('there is such a film')
    await fc.assert(
      fc.asyncProperty(fc.nat(film.length - 1), fc.nat(film.length - 1), async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        expect(await collect(file.read({ from, to }))).toEqual(film.subarray(from, to + 1))
      }),
      { numRuns: 60 },
    )
  })

  it('is none without its key, and breaks off under another', async () => {
    expect(await mediaFile(place({ key: null }), 's_1/hall-1.mp4.sealed')).toBeNull()
    const other = await mediaFile(
      place({ key: homeKey(new Uint8Array(32).fill(5)) }),
      's_1/hall-1.mp4.sealed',
    )
    await expect(other && collect(other.read())).rejects.toMatchObject({ code: 'HUB_SEAL_OPEN' })
  })

  it('is none where something else lies under its name, or outside of the folder', async () => {
    for (const name of [
      's_1/no.mp4.sealed',
      's_1/link.sealed',
      '../outside.sealed',
      's_1',
      's_1/gone.sealed',
    ])
      expect(await mediaFile(place(), name), name).toBeNull()
  })
})

it('a film of before there were seals is given as it is', async () => {
  const file = await mediaFile(place({ key: null }), 's_1/old.mp4')
  expect(file && (await collect(file.read({ from: 10, to: 19 })))).toEqual(film.subarray(10, 20))
})
