// Goal: a viewer can begin at once and never sees a picture that builds on one it has not got. Method: a feed played
// by hand; what comes out is read by mediabunny.
import type { LivePiece } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import { PictureRing } from '../src/feed/picture-ring.ts'
import { type Picture, sampleOf } from '../src/feed/picture.ts'
import { concat } from '../src/film/mp4-box.ts'
import { LiveView } from '../src/live/live-view.ts'
import { pictureStream, take } from './bench.ts'
import { readFilm } from './read-film.ts'

class Bench {
  readonly ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  readonly pieces: LivePiece[] = []
  readonly next = pictureStream()
  room = true
  #follower: ((picture: Picture) => void) | null = null

  readonly feed = {
    ring: this.ring,
    follow: (follower: (picture: Picture) => void): (() => void) => {
      this.#follower = follower
      return () => {
        this.#follower = null
      }
    },
  }

  view(): LiveView {
    return new LiveView({
      camera: 'porch',
      feed: this.feed,
      emit: (piece) => {
        this.pieces.push(piece)
        return this.room
      },
    })
  }

  play(pictures: readonly Picture[]): void {
    for (const picture of pictures) {
      this.ring.push(picture)
      this.#follower?.(picture)
    }
  }
}

describe('the live view', () => {
  it('begins with the newest group in one fragment, then shows each picture by itself', async () => {
    const bench = new Bench()
    const before = take(8, bench.next)
    bench.play(before)
    bench.view()
    const after = take(4, bench.next)
    bench.play(after)
    expect(bench.pieces.map(({ type, key, codec }) => [type, key, codec])).toEqual([
      ['init', false, 'avc1.42C01F'],
      ['fragment', true, null],
      ['fragment', false, null],
      ['fragment', false, null],
      ['fragment', true, null],
      ['fragment', false, null],
    ])
    expect(bench.pieces.map(({ captured }) => captured)).toEqual([1_700, 1_700, 1_800, 1_900, 2_000, 2_100])
    const film = concat(bench.pieces.map(({ bytes }) => bytes))
    using reader = await readFilm(film)
    const { packets } = reader
    expect(packets.map(({ timestamp }) => Math.round(timestamp * 1000))).toEqual([
      0, 100, 200, 300, 400, 500, 600,
    ])
    expect(packets.map(({ data }) => [...data])).toEqual(
      [...before.slice(5), ...after].map((picture) => [...sampleOf(picture)]),
    )
  })

  it('waits for a key picture where there is none yet', () => {
    const bench = new Bench()
    bench.view()
    take(3, bench.next)
    bench.play(take(4, bench.next))
    expect(bench.pieces.map(({ type }) => type)).toEqual(['init', 'fragment', 'fragment'])
  })

  it('leaves out pictures up to the next key picture when nobody takes them', () => {
    const bench = new Bench()
    bench.view()
    bench.room = false
    bench.play(take(4, bench.next))
    bench.room = true
    bench.play(take(3, bench.next))
    expect(bench.pieces.slice(1).map(({ key, captured }) => [key, captured])).toEqual([
      [true, 1_000],
      [true, 1_500],
      [false, 1_600],
    ])
  })

  it('waits for the next key picture where the newest group is too large for one piece', () => {
    const bench = new Bench()
    const large = take(2, bench.next).map((picture) => ({
      ...picture,
      nals: [new Uint8Array(4 * 1024 * 1024)],
    }))
    bench.play(large)
    bench.view()
    expect(bench.pieces).toEqual([])
    bench.play(take(4, bench.next))
    expect(bench.pieces.map(({ type }) => type)).toEqual(['init', 'fragment'])
  })

  it('begins anew when the camera changes its parameters', () => {
    const bench = new Bench()
    bench.view()
    bench.play(take(3, bench.next))
    const other = pictureStream({ start: 2_000 })
    bench.play(take(2, other))
    expect(bench.pieces.map(({ type }) => type)).toEqual([
      'init',
      'fragment',
      'fragment',
      'fragment',
      'init',
      'fragment',
      'fragment',
    ])
  })

  it('shows nothing more after its end', () => {
    const bench = new Bench()
    const view = bench.view()
    view[Symbol.dispose]()
    bench.play(take(6, bench.next))
    expect(bench.pieces).toEqual([])
  })
})
