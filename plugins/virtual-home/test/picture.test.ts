// Goal: the pictures show what is true at the door, are never still, and come out of the encoder whole, in order and
// soon. Method: scenes are drawn and compared pixel by pixel; the real encoder runs.
import { instant, wallTime } from '@portico/plugin-api'
import { parseSps } from '@portico/rtp'
import { seededChance } from '@portico/testing'
import { type World, act, initialWorld } from '@portico/world'
import { describe, expect, it } from 'vitest'
import { createCanvas, fill, readPaint, yuvOf } from '../src/camera/canvas.ts'
import { clockText } from '../src/camera/caption.ts'
import { FilmedScene } from '../src/camera/filmed-scene.ts'
import { LiveEncoder, parameterPair } from '../src/camera/h264-encoder.ts'
import { ellipse, placed, readPath } from '../src/camera/outline.ts'
import type { CameraSettings } from '../src/house/house-settings.ts'

const camera = (view: 'inside' | 'outside', width: CameraSettings['width'] = 640): CameraSettings => ({
  kind: 'camera',
  id: 'hall',
  door: 'front',
  view,
  width,
  framesPerSecond: 10,
  signed: true,
  hears: true,
})

function chanceOf(seed: number): () => number {
  const chance = seededChance(seed)
  return () => chance.unit()
}

const shut = initialWorld({ at: instant(0) })
const opened = act(
  initialWorld({ at: instant(0), bolt: 0 }),
  { type: 'open', from: 'outside', wide: true },
  instant(0),
).world
const visited = act(
  act(opened, { type: 'enter', who: 'courier' }, instant(1_000)).world,
  { type: 'drop' },
  instant(4_000),
).world
const rung = act(shut, { type: 'come', who: 'courier' }, instant(0)).world

interface Look {
  readonly view: 'inside' | 'outside'
  readonly width?: CameraSettings['width']
  readonly covered?: boolean
  readonly seed?: number
}

/** The luma of a picture. */
function look(
  world: World,
  at: number,
  { view, width = 640, covered = false, seed = 1 }: Look,
): Uint8ClampedArray {
  const scene = new FilmedScene(camera(view, width), chanceOf(seed))
  if (covered) scene.suffer('black')
  const canvas = scene.draw(world, { mono: instant(at), wall: wallTime(1_795_000_000_000) })
  return canvas.planes[0].bytes.slice()
}

const mean = (bytes: ArrayLike<number>): number =>
  Array.from(bytes).reduce((sum, byte) => sum + byte, 0) / bytes.length

/** Share of the pixels within a box of the 320 × 180 drawing that differ by more than noise. */
function changed(
  a: Uint8ClampedArray,
  b: Uint8ClampedArray,
  [left, top, right, bottom]: number[] = [0, 0, 320, 166],
): number {
  let [count, differ] = [0, 0]
  for (let y = (top ?? 0) * 2; y < (bottom ?? 0) * 2; y++)
    for (let x = (left ?? 0) * 2; x < (right ?? 0) * 2; x++) {
      count += 1
      if (Math.abs((a[y * 640 + x] ?? 0) - (b[y * 640 + x] ?? 0)) > 24) differ += 1
    }
  return differ / count
}

const DOORWAY = [134, 40, 186, 116]
const PICTURE_ON_THE_WALL = [20, 30, 70, 80]

describe('the camera in the hall', () => {
  it('sees the leaf open, and nothing else change', () => {
    const [before, after] = [look(shut, 0, { view: 'inside' }), look(opened, 900, { view: 'inside' })]
    expect(changed(before, after, DOORWAY)).toBeGreaterThan(0.8)
    expect(changed(before, after, PICTURE_ON_THE_WALL)).toBe(0)
  })

  it('sees the leaf on its way', () => {
    const places = [0, 200, 400, 600, 800].map((at) => look(opened, at, { view: 'inside' }))
    for (let i = 1; i < places.length; i++)
      expect(
        changed(places[i - 1] ?? new Uint8ClampedArray(), places[i] ?? new Uint8ClampedArray()),
      ).toBeGreaterThan(0.01)
  })

  it('sees who comes in, and the parcel that stays', () => {
    const empty = look(opened, 4_000, { view: 'inside' })
    const courier = look(visited, 4_500, { view: 'inside' })
    expect(changed(empty, courier, [138, 100, 186, 150])).toBeGreaterThan(0.5)
    const left = act(visited, { type: 'leave', who: 'courier' }, instant(6_000)).world
    expect(changed(empty, look(left, 9_500, { view: 'inside' }), [140, 122, 184, 146])).toBeGreaterThan(0.5)
  })

  it('does not see through a shut leaf', () => {
    expect(changed(look(shut, 0, { view: 'inside' }), look(rung, 3_000, { view: 'inside' }))).toBe(0)
  })
})

describe('the camera before the door', () => {
  it('sees the courier come up the path', () => {
    const empty = look(shut, 0, { view: 'outside' })
    const far = look(rung, 200, { view: 'outside' })
    const near = look(rung, 3_000, { view: 'outside' })
    expect(changed(empty, far)).toBeGreaterThan(0.002)
    expect(changed(empty, near)).toBeGreaterThan(3 * changed(empty, far))
  })

  it('sees the leaf open and a parcel on the ground', () => {
    expect(
      changed(look(shut, 0, { view: 'outside' }), look(opened, 900, { view: 'outside' }), [30, 45, 90, 120]),
    ).toBeGreaterThan(0.5)
    const parcel = act(shut, { type: 'drop' }, instant(0)).world
    expect(
      changed(
        look(shut, 0, { view: 'outside' }),
        look(parcel, 9_000, { view: 'outside' }),
        [80, 145, 120, 164],
      ),
    ).toBeGreaterThan(0.5)
  })
})

describe('a picture that is kept', () => {
  /** Without noise, so that two pictures of one scene are the same byte for byte. */
  const evenly = (): number => 0.5
  const noiseless = (view: 'inside' | 'outside'): FilmedScene => new FilmedScene(camera(view), evenly)
  const left = act(visited, { type: 'leave', who: 'courier' }, instant(6_000)).world
  const story: readonly (readonly [world: World, at: number, code: string | null])[] = [
    [shut, 0, null],
    [shut, 100, null],
    [rung, 200, null],
    [rung, 400, null],
    [shut, 500, 'd/front?t=1'],
    [shut, 600, 'd/front?t=2'],
    [shut, 700, null],
    [opened, 300, null],
    [opened, 500, null],
    [visited, 4_100, null],
    [visited, 4_200, null],
    [visited, 9_000, null],
    [left, 6_500, null],
    [left, 6_700, null],
    [shut, 9_900, null],
  ]

  it.each(['inside', 'outside'] as const)('is never an older one: %s', (view) => {
    const running = noiseless(view)
    let shown: string | null = null
    for (const [world, at, code] of story) {
      const stamp = { mono: instant(at), wall: wallTime(1_795_000_000_000) }
      if (code !== shown) running.showCode(code)
      shown = code
      const fresh = noiseless(view)
      fresh.showCode(code)
      expect(Buffer.compare(running.draw(world, stamp).bytes, fresh.draw(world, stamp).bytes), `${at}`).toBe(
        0,
      )
    }
  })
})

describe('a picture', () => {
  it.each([320, 640, 960, 1280] as const)('is drawn %d pixels wide', (width) => {
    const bytes = look(shut, 0, { view: 'inside', width })
    expect(bytes.length).toBe((width * width * 9) / 16)
    expect(mean(bytes)).toBeGreaterThan(60)
  })

  it('of a still scene is never the same twice', () => {
    const scene = new FilmedScene(camera('inside'), chanceOf(5))
    const stamp = { mono: instant(0), wall: wallTime(0) }
    const first = scene.draw(shut, stamp).planes[0].bytes.slice()
    const second = scene.draw(shut, stamp).planes[0].bytes
    const same = first.filter((byte, i) => byte === second[i]).length
    expect(same / first.length).toBeLessThan(0.3)
    expect(Math.abs(mean(first) - mean(second))).toBeLessThan(0.5)
  })

  it('through a covered lens is black, but not still', () => {
    const [one, other] = [1, 2].map((seed) => look(opened, 900, { view: 'inside', covered: true, seed }))
    const average = mean(one ?? [])
    const deviation = Math.sqrt(mean(Float64Array.from(one ?? [], (byte) => (byte - average) ** 2)))
    expect(average).toBeLessThan(24)
    expect(deviation).toBeLessThan(5)
    expect(one).not.toEqual(other)
  })

  it('bears the time with tenths', () => {
    const wall = wallTime(new Date(2026, 10, 3, 4, 5, 6, 789).getTime())
    expect(clockText(wall)).toBe('2026-11-03 04:05:06.7')
  })
})

describe('drawing', () => {
  it('gives colours as BT.601 has them', () => {
    const round = (hex: string): number[] => yuvOf(hex).map(Math.round)
    expect(round('#ffffff')).toEqual([235, 128, 128])
    expect(round('#000000')).toEqual([16, 128, 128])
    expect(round('#ff0000')).toEqual([81, 90, 240])
    expect(round('#0000ff')).toEqual([41, 240, 110])
  })

  it('covers a pixel by the share that the outline covers', () => {
    const canvas = createCanvas(640)
    fill(canvas, readPath('M0 0h10.25v5h-10.25z'), readPaint('#ffffff'))
    const [luma] = canvas.planes
    expect([luma.bytes[19], luma.bytes[21]]).toEqual([235, 0])
    expect(Math.abs((luma.bytes[20] ?? 0) - 235 / 2)).toBeLessThan(1)
  })

  it('stays within the picture', () => {
    const canvas = createCanvas(640)
    fill(canvas, ellipse(0, 0, [5_000, 5_000]), readPaint('#ffffff'))
    fill(canvas, placed(ellipse(0, 0, [10, 10]), { x: -50, y: 900, scale: 3 }), readPaint('#000000'))
    expect(new Set(canvas.planes[0].bytes)).toEqual(new Set([235]))
  })

  it('leaves nothing of one outline in the next', () => {
    fill(createCanvas(1280), ellipse(160, 90, [5_000, 5_000]), readPaint('#ffffff'))
    const canvas = createCanvas(320)
    fill(canvas, readPath('M10 10h20v20h-20zM300 0h40v5h-40z'), readPaint('#ffffff'))
    const [luma] = canvas.planes
    const lit = Array.from(luma.bytes, (byte, at) => (byte > 0 ? at : -1)).filter((at) => at >= 0)
    expect(lit).toHaveLength(20 * 20 + 20 * 5)
    expect([lit[0], lit.at(-1)]).toEqual([300, 29 * 320 + 29])
  })

  it('reads relative and absolute paths alike, and refuses broken ones', () => {
    expect(readPath('M1 1h2v2h-2z')).toEqual(readPath('M1 1L3 1L3 3L1 3Z'))
    expect(() => readPath('M1 1L2')).toThrow('a number is missing')
    expect(() => readPath('M1 1Q2 2 3 3')).toThrow('no path command Q')
  })
})

describe('the encoder', () => {
  const size = { width: 640, height: 360, framesPerSecond: 10 }

  it('describes its stream: Baseline, of the size that was asked for', async () => {
    const { sps, pps } = await parameterPair(size)
    expect(parseSps(sps)).toMatchObject({ width: 640, height: 360 })
    expect([sps[1], pps.length > 0]).toEqual([66, true])
  })

  it.each([320, 640] as const)(
    'gives every picture of %d once, in order, a key each second, and keeps back two at most',
    async (width) => {
      const scene = new FilmedScene(camera('inside', width), chanceOf(1))
      const encoder = new LiveEncoder<number>({ width, height: (width * 9) / 16, framesPerSecond: 10 })
      const out: { stamp: number; key: boolean; bytes: number }[] = []
      let lag = 0
      // Longer than one file of the library.
      for (let n = 0; n < 230; n++) {
        scene.suffer(n > 120 && n < 150 ? 'black' : 'off')
        const { bytes } = scene.draw(n < 60 ? shut : opened, {
          mono: instant(n * 100),
          wall: wallTime(n * 100),
        })
        const pictures = await encoder.add(bytes, n)
        for (const { slice, key, stamp } of pictures) out.push({ stamp, key, bytes: slice.length })
        lag = Math.max(lag, n + 1 - out.length)
      }
      for (const { slice, key, stamp } of encoder.stop()) out.push({ stamp, key, bytes: slice.length })
      expect(out.map(({ stamp }) => stamp)).toEqual(Array.from({ length: 230 }, (_, i) => i))
      expect(lag).toBeLessThanOrEqual(2)
      const keys = out.filter(({ key }) => key).map(({ stamp }) => stamp)
      const gaps = keys.map((stamp, i) => stamp - (keys[i - 1] ?? 0))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(10)
      expect(keys).toContain(200)
    },
  )

  it('begins with a key picture again after it was stopped', async () => {
    const encoder = new LiveEncoder<number>(size)
    const grey = new Uint8Array(640 * 360 * 1.5).fill(128)
    await encoder.add(grey, 0)
    expect(encoder.stop().map(({ stamp, key }) => [stamp, key])).toEqual([[0, true]])
    await encoder.add(grey, 1)
    expect(encoder.stop().map(({ stamp, key }) => [stamp, key])).toEqual([[1, true]])
    expect(encoder.stop()).toEqual([])
  })
})
