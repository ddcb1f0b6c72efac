// Goal: what is shown is what was coded, the sharpest picture wins, and a picture that cannot be decoded says so
// instead of hanging. Method: pictures whose every sample is known, through the real thread.
import { join } from 'node:path'
import sharp from 'sharp'
import { milliseconds } from '@portico/core'
import { codeOf } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { fingerprintOf } from '../src/feed/fingerprint.ts'
import { sharpness, toRgb } from '../src/still/colour.ts'
import { Decoder, type Encoded, START_LIMIT_MS } from '../src/still/decoder.ts'
import { spread } from '../src/still/photo.ts'
import { systemClock } from '../src/system-clock.ts'
import { pictureStream, take } from './bench.ts'
import { PcmEncoder, type Yuv } from './pcm-encoder.ts'
import { noise, scene } from './test-camera.ts'

const decoder = new Decoder({ clock: systemClock('test'), path: null })
afterAll(() => decoder[Symbol.asyncDispose]())

function encoded(yuv: Yuv, options: { readonly crop?: number; readonly profile?: number } = {}): Encoded {
  const encoder = new PcmEncoder(yuv.width, yuv.height, options)
  return {
    nals: [encoder.key(yuv)],
    parameters: { codec: 'h264', sps: encoder.sps, pps: [encoder.pps] },
    key: true,
  }
}

/** Each sample the mean of its row's neighbours: a picture in motion. */
function blurred({ width, height, luma }: Yuv): Yuv {
  const soft = luma.map((_, at) => {
    const from = Math.max(0, at - 4)
    const part = luma.subarray(from, at + 5)
    return part.reduce((sum, sample) => sum + sample, 0) / part.length
  })
  return { width, height, luma: soft }
}

describe('decoding', () => {
  it('gives exactly the samples that were coded', async () => {
    const yuv = scene(40, noise(1))
    const picture = { ...pictureStream()(), ...encoded(yuv) }
    const result = await decoder.look({ camera: 'eye', picture, code: false })
    expect(result).toMatchObject({ type: 'seen', samples: fingerprintOf({ ...yuv, stride: yuv.width }) })
  })

  it('follows a group to its last picture', async () => {
    const encoder = new PcmEncoder(96, 64)
    const parameters = { codec: 'h264', sps: encoder.sps, pps: [encoder.pps] } as const
    const group = [
      { nals: [encoder.key(scene(-99, noise(1), 40))], parameters, key: true },
      { nals: [encoder.next(scene(-99, noise(2), 180), [...Array(12).keys()])], parameters, key: false },
      { nals: [encoder.next(scene(-99, noise(3), 180), [23])], parameters, key: false },
    ]
    const { bytes } = await decoder.develop([group])
    const samples = await sharp(bytes).grayscale().raw().toBuffer()
    // The upper half was drawn anew by the second picture, the last block by the third; the rest is of the first.
    const [upper = 0, lower = 0, last = 0] = [10 * 96 + 20, 40 * 96 + 20, 60 * 96 + 90].map(
      (at) => samples[at],
    )
    expect([upper > 150, lower < 90, last > 150]).toEqual([true, true, true])
  })

  it('shows the part that is meant to be shown', async () => {
    const { width, height } = await decoder.develop([[encoded(scene(40, noise(1)), { crop: 6 })]])
    expect([width, height]).toEqual([96, 58])
  })

  it('blackens what is masked, and nothing else, before the image is made', async () => {
    const yuv = { width: 96, height: 64, luma: new Uint8Array(96 * 64).fill(180) }
    const half = [
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ] as const
    const dress = { masks: [half], width: null, format: 'webp' } as const
    const { bytes, width } = await decoder.develop([[encoded(yuv)]], { dress })
    expect([width, (await sharp(bytes).metadata()).format]).toEqual([96, 'webp'])
    const samples = await sharp(bytes).grayscale().raw().toBuffer()
    const [left, rim, right] = [10, 46, 60].map((x) => samples[32 * 96 + x] ?? 0)
    expect([(left ?? 255) < 20, (rim ?? 255) < 40, (right ?? 0) > 150]).toEqual([true, true, true])
  })

  it('gives the size and form that are wished for, and never a larger one', async () => {
    const group = [encoded(scene(40, noise(1)))]
    const small = await decoder.develop([group], { dress: { masks: [], width: 48, format: 'avif' } })
    expect([small.width, small.height, (await sharp(small.bytes).metadata()).format]).toEqual([
      48,
      32,
      'heif',
    ])
    const large = await decoder.develop([group], { dress: { masks: [], width: 960, format: 'jpeg' } })
    expect([large.width, (await sharp(large.bytes).metadata()).format]).toEqual([96, 'jpeg'])
  })

  it('follows the pictures of a camera one by one, and begins anew at a key picture after a gap', async () => {
    const encoder = new PcmEncoder(96, 64)
    const parameters = { codec: 'h264', sps: encoder.sps, pps: [encoder.pps] } as const
    const look = (nal: Uint8Array, key: boolean) =>
      decoder.look({
        camera: 'porch',
        picture: { ...pictureStream()(), nals: [nal], parameters, key },
        code: false,
      })
    const light = async (nal: Uint8Array, key: boolean): Promise<number> => {
      const seen = await look(nal, key)
      return seen.type === 'seen' ? (seen.small.luma[45 * 160 + 80] ?? 0) : NaN
    }
    const all = [...Array(24).keys()]
    const first = encoder.key(scene(-99, noise(1), 40))
    const second = encoder.next(scene(-99, noise(2), 180), all)
    expect([await light(first, true), await light(second, false)].map((value) => value > 120)).toEqual([
      false,
      true,
    ])
    expect((await look(Uint8Array.of(0x41, 0), false)).type).toBe('undecodable')
    expect((await look(second, false)).type).toBe('undecodable')
    expect(await light(first, true)).toBeLessThan(90)
  })

  it('chooses the sharpest of several pictures', async () => {
    const crisp = scene(40, noise(1))
    const groups = [blurred(crisp), crisp, blurred(blurred(crisp))].map((yuv) => [encoded(yuv)])
    expect((await decoder.develop(groups)).group).toBe(1)
  })

  it('leaves out pictures that are broken where others are whole', async () => {
    const good = encoded(scene(40, noise(1)))
    const broken = { ...good, nals: good.nals.map((nal) => nal.subarray(0, 300)) }
    expect((await decoder.develop([[broken], [good]])).group).toBe(1)
  })

  it.each<[string, readonly Encoded[]]>([
    ['of a High profile camera', [encoded(scene(40, noise(1)), { profile: 100 })]],
    ['without its beginning', take(3, pictureStream()).slice(1)],
    [
      'of no bytes',
      [{ nals: [], parameters: { codec: 'h264', sps: new Uint8Array(0), pps: [] }, key: true }],
    ],
  ])('refuses a picture %s', async (_, group) => {
    await expect(decoder.develop([group])).rejects.toMatchObject({ code: 'HUB_CAMERA_UNDECODABLE' })
  })

  it('refuses sizes that no camera has before it takes memory for them', async () => {
    const encoder = new PcmEncoder(4_096, 2_160 - (2_160 % 16))
    const group: readonly Encoded[] = [
      {
        nals: [Uint8Array.of(0x65, 0x88)],
        parameters: { codec: 'h264', sps: encoder.sps, pps: [encoder.pps] },
        key: true,
      },
    ]
    await expect(decoder.develop([group])).rejects.toMatchObject({ code: 'HUB_CAMERA_UNDECODABLE' })
  })

  it('goes on with a new thread after one that hung', async () => {
    const clock = new TestClock()
    await using stuck = new Decoder({ clock, path: null })
    const job = stuck.develop([[encoded(scene(40, noise(1)))]]).catch(codeOf)
    // To the test's clock all this time goes by before the thread has even started.
    await clock.advance(milliseconds(START_LIMIT_MS))
    expect(await job).toBe('HUB_MEDIA_TIMEOUT')
    const { width } = await stuck.develop([[encoded(scene(40, noise(1)))]])
    expect(width).toBe(96)
  })

  it('gives each job the time of those before it as well', async () => {
    const clock = new TestClock()
    const path = join(import.meta.dirname, 'fixtures/one-behind.mjs')
    await using slow = new Decoder({ clock, path })
    const done = async (): Promise<string | null> =>
      await slow.develop([[encoded(scene(40, noise(1)))]]).then(() => 'done', codeOf)
    const [first, second, third] = [done(), done(), done()]
    expect([await first, await second]).toEqual(['done', 'done'])
    const [fourth, fifth] = [done(), done()]
    expect([await third, await fourth]).toEqual(['done', 'done'])
    // Longer than one job may take; the fifth had another before it.
    await clock.advance(milliseconds(3_000))
    const sixth = done()
    expect(await fifth).toBe('done')
    await clock.advance(milliseconds(4_000))
    expect(await sixth).toBe('HUB_MEDIA_TIMEOUT')
  })

  it('lets a still go before the looks that wait, and a look between two stills', async () => {
    await using thread = new Decoder({ clock: systemClock('test'), path: null })
    const picture = { ...pictureStream()(), ...encoded(scene(40, noise(1))) }
    const order: string[] = []
    const look = async (name: string): Promise<void> => {
      const { type } = await thread.look({ camera: name, picture, code: false })
      order.push(`${name} ${type}`)
    }
    const still = async (name: string): Promise<void> => {
      await thread.develop([[picture]])
      order.push(name)
    }
    const stills = still('first').then(() => still('second'))
    await Promise.all([look('a'), look('b'), look('c'), stills])
    expect(order).toHaveLength(5)
    expect(order.indexOf('second') - order.indexOf('first')).toBe(2)
    expect(order.at(-1)).toBe('c seen')
  })

  it('looks at no feed any more once it is closed, and starts no thread for it', async () => {
    const thread = new Decoder({ clock: systemClock('test'), path: null })
    const picture = { ...pictureStream()(), ...encoded(scene(40, noise(1))) }
    const looks = ['a', 'b', 'c'].map((camera) => thread.look({ camera, picture, code: false }))
    await thread[Symbol.asyncDispose]()
    expect(await Promise.all(looks)).toEqual(Array.from({ length: 3 }, () => ({ type: 'unseen' })))
  })

  it('takes no more work than it can hold', async () => {
    await using busy = new Decoder({ clock: systemClock('test'), path: null })
    const group = [encoded(scene(40, noise(1)))]
    const jobs = Array.from({ length: 17 }, () =>
      busy.develop([group]).then(
        () => 'done',
        (error: unknown) => error,
      ),
    )
    const results = await Promise.all(jobs)
    expect(results.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => 'done'))
    expect(results[16]).toMatchObject({ code: 'HUB_MEDIA_BUSY', retryable: true })
  })
})

describe('colours', () => {
  it('of the limited range become full white, black, red and blue', () => {
    const one = (y: number, cb: number, cr: number): number[] => [
      ...toRgb({
        width: 1,
        height: 1,
        stride: 2,
        luma: Uint8Array.of(y),
        cb: Uint8Array.of(cb),
        cr: Uint8Array.of(cr),
      }),
    ]
    expect(one(235, 128, 128)).toEqual([255, 255, 255])
    expect(one(16, 128, 128)).toEqual([0, 0, 0])
    expect(one(81, 90, 240)).toEqual([254, 0, 0])
    expect(one(41, 240, 110)).toEqual([0, 0, 255])
  })

  it('count for nothing in sharpness, edges do', () => {
    const flat = { width: 8, height: 8, stride: 8, luma: new Uint8Array(64).fill(100) }
    const edge = { ...flat, luma: flat.luma.map((_, i) => (i % 8 < 4 ? 20 : 200)) }
    expect(sharpness(flat)).toBe(0)
    expect(sharpness(edge)).toBeGreaterThan(1_000)
  })
})

describe('a choice of pictures', () => {
  it('is spread over the whole span with both ends in it', () => {
    expect(spread([...Array(100).keys()], 7)).toEqual([0, 17, 33, 50, 66, 83, 99])
    expect(spread([1, 2], 7)).toEqual([1, 2])
    expect(spread([], 7)).toEqual([])
  })
})
