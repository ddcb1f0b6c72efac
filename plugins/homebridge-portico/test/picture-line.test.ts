// Goal: whoever looks has the newest group at once and nothing that is damaged or private; the past is kept as long as it is
// wanted and no longer. Method: a server that speaks as the hub does, and says what no hub would.
import { describe, expect, it, vi } from 'vitest'
import { type PictureEnd, PictureLine } from '../src/camera/picture-line.ts'
import { HubLines } from './hub-lines.ts'
import { pictureInit, pieceOf, pps, sps } from './hub-pictures.ts'

interface Room extends AsyncDisposable {
  readonly lines: HubLines
  readonly line: PictureLine
  readonly ends: PictureEnd[]
}

async function room(): Promise<Room> {
  const lines = await HubLines.start()
  const ends: PictureEnd[] = []
  const line = new PictureLine({ hub: lines.hub, camera: 'porch', onEnd: (why) => ends.push(why) })
  return {
    lines,
    line,
    ends,
    async [Symbol.asyncDispose]() {
      line[Symbol.dispose]()
      await lines[Symbol.asyncDispose]()
    },
  }
}

const begun = async ({ lines, line }: Room, backMs = 0): Promise<Disposable> => {
  const wish = line.want(backMs)
  await vi.waitUntil(() => lines.newest)
  lines.begin()
  lines.send(pictureInit)
  return wish
}

/** Numbers of the pictures. */
const numbers = (pictures: readonly { readonly nals: readonly Uint8Array[] }[]): (number | undefined)[] =>
  pictures.map(({ nals }) => nals[0]?.[1])

describe('a line of pictures', () => {
  it('asks as who it is, and has the newest group at hand', async () => {
    await using all = await room()
    const { lines, line } = all
    await begun(all)
    lines.send(pieceOf(0, [true, false, false]), 50)
    lines.send(pieceOf(3, [true, false]), 20)
    await vi.waitUntil(() => line.newestGroup.length === 2)
    expect(lines.asked).toEqual(['/ws/live/porch Bearer ptf_test'])
    expect(numbers(line.newestGroup)).toEqual([3, 4])
    const [key, next] = line.newestGroup
    expect(key?.track.sps.map((set) => Buffer.from(set))).toEqual([sps])
    expect(key?.track.pps.map((set) => Buffer.from(set))).toEqual([pps])
    expect((next?.captured ?? 0) - (key?.captured ?? 0)).toBeCloseTo(100)
    expect(performance.now() - (next?.captured ?? 0)).toBeGreaterThanOrEqual(20)
  })

  it('keeps whole groups of the past while they are wanted', async () => {
    await using all = await room()
    const { lines, line } = all
    const wish = await begun(all, 1_000)
    for (let n = 0; n < 30; n += 5)
      lines.send(pieceOf(n, [true, false, false, false, false]), 3_000 - n * 100)
    await vi.waitUntil(() => numbers(line.newestGroup)[0] === 25)
    const newest = line.newestGroup.at(-1)?.captured ?? 0
    const kept = numbers(line.since(-Infinity))
    expect(kept[0]).toBeGreaterThanOrEqual(10)
    expect(kept[0]).toBeLessThanOrEqual(20)
    expect(numbers(line.since(newest - 450))[0]).toBe(20)
    wish[Symbol.dispose]()
    expect(numbers(line.since(-Infinity))).toEqual([25, 26, 27, 28, 29])
  })

  it('shows nothing between a damaged piece and the next key picture', async () => {
    await using all = await room()
    const { lines, line } = all
    await begun(all)
    const seen: unknown[] = []
    using _ = line.follow((picture) => seen.push(...numbers([picture])))
    lines.send(pieceOf(0, [true, false]))
    lines.send(pieceOf(2, [false]).subarray(0, 60))
    lines.send(Buffer.from('no box at all'))
    lines.send(pieceOf(4, [false]))
    lines.send(pieceOf(5, [true]))
    await vi.waitUntil(() => seen.includes(5))
    expect(seen).toEqual([0, 1, 5])
  })

  it('of a camera that is private holds nothing, says so, and does not ask again at once', async () => {
    await using all = await room()
    const { lines, line, ends } = all
    await begun(all)
    lines.send(pieceOf(0, [true]))
    await vi.waitUntil(() => line.newestGroup.length > 0)
    lines.newest?.close(4403, 'HUB_CAMERA_PRIVATE')
    await vi.waitUntil(() => ends.length > 0)
    expect([ends, line.ended, line.newestGroup]).toEqual([['private'], 'private', []])
    expect(lines.sockets.length).toBe(1)
  })

  it('that is cut is there again by itself', async () => {
    await using all = await room()
    const { lines, line, ends } = all
    await begun(all)
    lines.newest?.terminate()
    await vi.waitUntil(() => lines.sockets.length === 2)
    lines.begin()
    lines.send(pictureInit)
    lines.send(pieceOf(7, [true]))
    await vi.waitUntil(() => line.newestGroup.length > 0)
    expect([ends, line.ended]).toEqual([['lost'], null])
  })

  it('of a stream that HomeKit does not show says so once', async () => {
    await using all = await room()
    const { lines, line, ends } = all
    using _ = line.want()
    await vi.waitUntil(() => lines.newest)
    lines.begin()
    lines.send(
      Buffer.from(pictureInit).map((byte, i) => (pictureInit[i - 1] === 0x61 && byte === 0x76 ? 0x78 : byte)),
    )
    lines.send(pieceOf(0, [true]))
    await vi.waitUntil(() => ends.length > 0)
    expect([ends, line.ended, line.newestGroup]).toEqual([['codec'], 'codec', []])
  })
})
