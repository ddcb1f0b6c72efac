// Goal: a still that is decoded on from the last one is the same as one that is decoded from its key picture, and no
// picture is decoded twice. Method: the real decoder, its work counted; pictures whose every sample is known.
import { joinAnnexB, parameterNals } from '@portico/rtp'
import { beforeAll, describe, expect, it } from 'vitest'
import { type H264Decoder, loadH264Decoder } from '../src/still/h264-decoder.ts'
import { StillCursor } from '../src/still/still-cursor.ts'
import { pictureStream, take } from './bench.ts'

let decoder: H264Decoder
beforeAll(async () => {
  decoder = await loadH264Decoder()
})

/** A group of five, as it goes to the decoder. */
const groupOf = (seed: number): readonly Uint8Array[] =>
  take(5, pictureStream({ seed })).map(({ key, parameters, nals }) =>
    joinAnnexB(key ? [...parameterNals(parameters), ...nals] : nals),
  )

class Bench {
  begun = 0
  ended = 0
  decoded = 0
  readonly cursor = new StillCursor({
    begin: (key) => {
      const run = decoder.begin(key)
      if (!run) return null
      this.begun += 1
      const [end, push] = [run[Symbol.dispose].bind(run), run.push.bind(run)]
      run.push = (...args) => {
        this.decoded += 1
        return push(...args)
      }
      run[Symbol.dispose] = () => {
        this.ended += 1
        end()
      }
      return run
    },
  })
}

const group = groupOf(1)
const place = { camera: 'porch', begins: 1_000 }

describe('the next still', () => {
  it('of a later moment of the same group goes on from the last one, and is the same picture', () => {
    const bench = new Bench()
    for (const count of [1, 3, 5]) {
      const units = group.slice(0, count)
      expect(bench.cursor.decodeLast(units, place)).toEqual(decoder.decodeLast(units))
    }
    expect(bench).toMatchObject({ begun: 1, ended: 0, decoded: 5 })
  })

  it('of the same picture is that picture', () => {
    const bench = new Bench()
    const first = bench.cursor.decodeLast(group, place)
    expect(bench.cursor.decodeLast(group, place)).toBe(first)
    expect(bench).toMatchObject({ begun: 1, ended: 0, decoded: 5 })
  })

  it.each([
    ['an earlier moment', group.slice(0, 2), place],
    ['another camera', group, { ...place, camera: 'garden' }],
    ['another group', groupOf(2), { ...place, begins: 2_000 }],
  ])('of %s begins anew, and the old one is let go', (_, units, where) => {
    const bench = new Bench()
    bench.cursor.decodeLast(group.slice(0, 3), place)
    expect(bench.cursor.decodeLast(units, where)).toEqual(decoder.decodeLast(units))
    expect(bench).toMatchObject({ begun: 2, ended: 1 })
  })

  it('is none where nothing can be decoded, and holds nothing', () => {
    const bench = new Bench()
    const broken = [...group.slice(0, 2), Uint8Array.of(0, 0, 0, 1, 0x41, 0)]
    expect(bench.cursor.decodeLast(broken, place)).toBe(null)
    expect(bench.cursor.decodeLast(group.slice(1), place)).toBe(null)
    expect(bench.cursor.decodeLast([...group, new Uint8Array(3_000_000)], place)).toBe(null)
    expect(bench).toMatchObject({ begun: 1, ended: 1 })
    expect(bench.cursor.decodeLast(group, place)).toEqual(decoder.decodeLast(group))
  })
})
