// Goal: who may look is asked each time, a camera that nobody can take is looked at through its second stream, and the
// thread of the viewers may fail without the engine. Method: the real thread; a camera over RTSP where one is needed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant } from '@portico/core'
import { codeOf } from '@portico/ports'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mediaError } from '../src/errors.ts'
import { PictureRing } from '../src/feed/picture-ring.ts'
import type { Picture } from '../src/feed/picture.ts'
import { type ShownCamera, ViewerDesk } from '../src/live/viewer-desk.ts'
import { systemClock } from '../src/system-clock.ts'
import { EventLog, pictureStream, quiet, take } from './bench.ts'
import { TestCamera } from './test-camera.ts'

const clock = systemClock('test')
const offer = readFileSync(join(import.meta.dirname, 'fixtures/chromium-offer.sdp'), 'utf8').replaceAll(
  /\r?\n/g,
  '\r\n',
)

const unused = {
  rtsp: 'rtsp://127.0.0.1/none',
  username: null,
  password: null,
  liveness: { method: 'none' },
} as const

class Bench {
  readonly gone = new EventLog<readonly [string, string]>()
  readonly followers = new Set<(picture: Picture) => void>()
  readonly ring = new PictureRing({ horizonMs: 10_000, bytesMax: 1e8 })
  source: ShownCamera['source'] = unused
  refusal: Error | null = null
  /** What the camera goes on seeing; null: nothing. */
  seen: Partial<Picture> | null = null
  readonly desk = new ViewerDesk({
    clock,
    log: quiet,
    shown: () => {
      if (this.refusal) throw this.refusal
      if (this.seen) this.see(this.seen)
      return {
        source: this.source,
        feed: {
          ring: this.ring,
          follow: (follower) => {
            this.followers.add(follower)
            return () => void this.followers.delete(follower)
          },
        },
      }
    },
    onGone: (viewer, why) => this.gone.add([viewer, why]),
  })

  reset(): void {
    this.ring.clear()
    this.gone.items.length = 0
    this.source = unused
    this.refusal = null
    this.seen = null
  }
  /** A group of pictures of now. */
  see(change: Partial<Picture> = {}): void {
    this.seen = change
    this.ring.clear()
    for (const picture of take(5, pictureStream()))
      this.ring.push({ ...picture, captured: instant(clock.mono() - 100), ...change })
  }
  async open(viewer: string, more = offer): Promise<string> {
    const order = { viewer, camera: 'porch', offer: more, addresses: ['127.0.0.1'], stun: null }
    for (;;)
      try {
        return await this.desk.open(order)
      } catch (error) {
        // Its thread is not loaded yet, on a busy machine.
        if (codeOf(error) !== 'HUB_MEDIA_BUSY') throw error
      }
  }
}

// One thread for all: to load it takes longer than any of the tests.
const bench = new Bench()
const cameras: TestCamera[] = []
beforeEach(() => bench.reset())
afterEach(async () => {
  bench.desk.closeAll('porch', 'the test is over')
  for (const camera of cameras.splice(0)) await camera[Symbol.asyncDispose]()
})
afterAll(() => bench.desk[Symbol.asyncDispose]())

async function secondStream(): Promise<TestCamera> {
  const camera = await TestCamera.start()
  cameras.push(camera)
  bench.source = { ...camera.source, second: camera.source.rtsp }
  return camera
}

describe('an opening', () => {
  it('is answered with one way of sending, at this machine alone, and the camera is followed meanwhile', async () => {
    const { desk, followers } = bench
    bench.see()
    const answer = await bench.open('a')
    expect(answer.match(/^m=.*$/gm)).toEqual(['m=video 9 UDP/TLS/RTP/SAVPF 102'])
    expect(answer).toMatch(/^a=sendonly$/m)
    expect(answer).toMatch(/^a=setup:passive$/m)
    expect([...answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) /gim)].map(([, host]) => host)).toEqual([
      '127.0.0.1',
    ])
    await bench.open('b')
    expect(followers.size).toBe(1)
    desk.close('a')
    expect(followers.size).toBe(1)
    desk.close('b')
    expect(followers.size).toBe(0)
    expect(bench.gone.items).toEqual([])
  })

  it('gives audio that comes along back without any', async () => {
    bench.see()
    const audio = 'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:1\r\na=recvonly\r\na=rtpmap:0 PCMU/8000\r\n'
    const answer = await bench.open('a', offer.replace('BUNDLE 0', 'BUNDLE 0 1') + audio)
    expect(answer.slice(answer.indexOf('m=audio')).match(/^a=(?:inactive|send\w+|recvonly)$/gm)).toEqual([
      'a=inactive',
    ])
  })

  it.each([
    ['HUB_CAMERA_OFFER', 'hello'],
    ['HUB_CAMERA_CODEC', offer.replaceAll('H264', 'VP8')],
  ])('of what cannot be answered is refused with %s, and nothing is followed', async (code, bad) => {
    bench.see()
    await expect(bench.open('a', bad)).rejects.toMatchObject({ code })
    expect(bench.followers.size).toBe(0)
  })

  it('is refused without a picture of now, and as the camera is', async () => {
    await expect(bench.open('a')).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
    bench.see({ captured: instant(clock.mono() - 5_000) })
    await expect(bench.open('a')).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
    bench.refusal = mediaError('HUB_CAMERA_PRIVATE', 'not now')
    await expect(bench.open('a')).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
  })
})

describe('viewers', () => {
  it('end when their camera may not be looked at any more, and are told', async () => {
    const { desk, gone, followers } = bench
    bench.see()
    await bench.open('a')
    desk.closeAll('hall', 'the visit is over')
    expect(gone.items).toEqual([])
    desk.closeAll('porch', 'the visit is over')
    expect(gone.items).toEqual([['a', 'the visit is over']])
    expect(followers.size).toBe(0)
  })

  it('end also while they wait for their answer, and their thread lives on', async () => {
    const { desk, gone } = bench
    bench.see()
    await bench.open('a')
    const opening = desk.open({ viewer: 'b', camera: 'porch', offer, addresses: ['127.0.0.1'], stun: null })
    await expect.poll(() => bench.followers.size).toBe(1)
    desk.closeAll('porch', 'the visit is over')
    await expect(opening).rejects.toMatchObject({ code: 'HUB_MEDIA_FAULT' })
    expect(gone.items.map(([viewer]) => viewer)).toEqual(['a', 'b'])
    bench.see()
    expect(await bench.open('c')).toMatch(/^v=0/)
    expect(gone.items).toHaveLength(2)
  })

  it('that wait for their answer when something is masked are told that', async () => {
    const { desk, followers } = bench
    bench.see()
    await bench.open('a')
    const opening = desk.open({ viewer: 'b', camera: 'porch', offer, addresses: ['127.0.0.1'], stun: null })
    await expect.poll(() => followers.size).toBe(1)
    bench.refusal = mediaError('HUB_CAMERA_MASKED', 'something is masked now')
    desk.closeAll('porch', 'something in its view is masked now')
    await expect(opening).rejects.toMatchObject({ code: 'HUB_CAMERA_MASKED' })
  })

  it('all end with their thread, and the next one has another', async () => {
    const { desk, gone } = bench
    bench.see()
    await bench.open('a')
    // What goes wrong in the thread ends it.
    // cast: a planted fault, no list of candidates
    desk.trickle('a', { filter: () => null } as unknown as string[])
    const [viewer] = await gone.next()
    expect(viewer).toBe('a')
    bench.see()
    expect(await bench.open('b')).toMatch(/^v=0/)
  })
})

describe('a camera that sends H.265', () => {
  const h265 = {
    parameters: { codec: 'h265', vps: new Uint8Array(4), sps: new Uint8Array(4), pps: [] },
  } as const

  it('is refused where it has nothing else', async () => {
    bench.see(h265)
    await expect(bench.open('a')).rejects.toMatchObject({ code: 'HUB_CAMERA_CODEC' })
  })

  it('is looked at through its second stream, as long as somebody does', async () => {
    bench.see(h265)
    const camera = await secondStream()
    expect(await bench.open('a')).toMatch(/^a=sendonly$/m)
    expect(camera.watched).toBe(1)
    expect(bench.followers.size).toBe(0)
    bench.desk.close('a')
    await expect.poll(() => camera.watched).toBe(0)
  })

  it('is refused when the second one gives no picture, or its visit ended meanwhile', async () => {
    bench.see(h265)
    const camera = await secondStream()
    camera.behaviour = 'silent'
    const opening = bench.open('a')
    await expect(opening).rejects.toMatchObject({ code: 'HUB_CAMERA_NO_PICTURE' })
    camera.behaviour = 'live'
    const other = bench.open('b')
    bench.refusal = mediaError('HUB_CAMERA_PRIVATE', 'the visit is over')
    await expect(other).rejects.toMatchObject({ code: 'HUB_CAMERA_PRIVATE' })
    await expect.poll(() => camera.watched).toBe(0)
  })
})
