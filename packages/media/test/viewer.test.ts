// Goal: whoever looks begins at once, never gets a picture that builds on one he has not got, and is never the reason
// for anybody to wait. Method: a peer that keeps what it is sent, in virtual time.
import { type Instant, instant, milliseconds } from '@portico/core'
import { H264Depacketizer, wrappingSteps } from '@portico/rtp'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { Viewer } from '../src/live/viewer.ts'
import type { SentPicture } from '../src/live/viewer-job.ts'
import type { MediaPacket, Peer } from '../src/live/web-rtc.ts'

class KeepingPeer implements Peer {
  readonly answer = ''
  readonly packets: MediaPacket[] = []
  isClosed = false

  send(packet: MediaPacket): void {
    this.packets.push(packet)
  }
  addCandidate(): void {}
  async [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true
  }

  /** The second byte of each picture that came whole: its number in the test. */
  get pictures(): { readonly name: number; readonly stamp: number }[] {
    const depacketizer = new H264Depacketizer()
    const whole: { name: number; stamp: number }[] = []
    for (const { payload, marker, timestamp } of this.packets) {
      const { nals } = depacketizer.push(payload)
      const slice = nals.find(([head = 0]) => (head & 0x1f) === 5 || (head & 0x1f) === 1)
      if (slice && marker) whole.push({ name: slice[1] ?? 0, stamp: timestamp })
    }
    return whole
  }
}

/** A picture of one slice that can be told from the others. */
function picture(name: number, captured: Instant, { key = false, size = 20 } = {}): SentPicture {
  const slice = new Uint8Array(size).fill(7)
  slice[0] = key ? 0x65 : 0x41
  slice[1] = name
  const bytes = new Uint8Array(4 + size)
  new DataView(bytes.buffer).setUint32(0, size)
  bytes.set(slice, 4)
  return { bytes, key, captured }
}

class Bench {
  readonly clock = new TestClock()
  readonly peer = new KeepingPeer()
  readonly gone: string[] = []
  group: SentPicture[] = []
  readonly viewer = new Viewer({
    clock: this.clock,
    group: () => this.group,
    onGone: (why) => this.gone.push(why),
  })
  #name = 0

  constructor() {
    this.viewer.meet(this.peer)
  }

  /** The camera takes the next one, 40 ms later. */
  async take(options: { key?: boolean; size?: number } = {}): Promise<number> {
    await this.pass(40)
    this.#name += 1
    const next = picture(this.#name, instant(this.clock.mono() - 10), options)
    if (next.key) this.group = []
    this.group.push(next)
    this.viewer.take(next)
    return this.#name
  }
  async pass(ms: number): Promise<void> {
    await this.clock.advance(milliseconds(ms))
  }
  get names(): number[] {
    return this.peer.pictures.map(({ name }) => name)
  }
}

async function watching(): Promise<Bench> {
  const bench = new Bench()
  await bench.take({ key: true })
  await bench.take()
  bench.viewer.connected()
  await bench.pass(20)
  return bench
}

describe('one who looks', () => {
  it('begins with the newest group at once, and goes on as pictures come', async () => {
    const bench = new Bench()
    await bench.take({ key: true })
    await bench.take()
    await bench.take()
    expect(bench.peer.packets).toEqual([])
    bench.viewer.connected()
    expect(bench.names).toEqual([1, 2, 3])
    await bench.take()
    expect(bench.names).toEqual([1, 2, 3, 4])
    const { packets } = bench.peer
    const steps = packets
      .slice(1)
      .map(({ sequence }, i) => wrappingSteps(packets[i]?.sequence ?? 0, sequence, 16))
    expect(steps.every((step) => step === 1)).toBe(true)
    const stamps = bench.peer.pictures.map(({ stamp }) => stamp % 2)
    expect(stamps).toEqual([1, 1, 0, 0])
  })

  it('waits for a key picture where there is no group', async () => {
    const bench = new Bench()
    bench.viewer.connected()
    bench.viewer.take(picture(9, bench.clock.mono()))
    expect(bench.names).toEqual([])
    await bench.take({ key: true })
    await bench.take()
    expect(bench.names).toEqual([1, 2])
  })

  it('gets the newest group when his picture broke, and not more often than twice a second', async () => {
    const bench = await watching()
    await bench.pass(600)
    await bench.take()
    bench.viewer.keyWanted()
    expect(bench.names).toEqual([1, 2, 3, 1, 2, 3])
    bench.viewer.keyWanted()
    bench.viewer.keyWanted()
    await bench.take()
    expect(bench.names).toEqual([1, 2, 3, 1, 2, 3, 4])
    // What he asked for comes when it is due, with the picture that is due then.
    await bench.pass(500)
    await bench.take()
    expect(bench.names).toEqual([1, 2, 3, 1, 2, 3, 4, 1, 2, 3, 4, 5])
  })

  it('is not mended when a key picture came by itself', async () => {
    const bench = await watching()
    bench.viewer.keyWanted()
    await bench.take({ key: true })
    await bench.pass(600)
    await bench.take()
    expect(bench.names).toEqual([1, 2, 3, 4])
  })

  it('gets key pictures alone while his network loses a quarter of what is sent', async () => {
    const bench = await watching()
    bench.viewer.lost(0.3)
    await bench.take()
    await bench.take({ key: true })
    await bench.take()
    expect(bench.names).toEqual([1, 2, 4])
    bench.viewer.lost(0.15)
    await bench.take()
    expect(bench.names).toEqual([1, 2, 4])
    bench.viewer.lost(0.02)
    await bench.take()
    await bench.take({ key: true })
    await bench.take()
    expect(bench.names).toEqual([1, 2, 4, 8, 9])
  })

  it('gets large pictures in portions, in their order, with room for everybody else between', async () => {
    const bench = await watching()
    const before = bench.peer.packets.length
    await bench.take({ key: true, size: 200_000 })
    expect(bench.peer.packets.length - before).toBe(48)
    await bench.take()
    await bench.pass(100)
    expect(bench.names).toEqual([1, 2, 3, 4])
    expect(bench.peer.packets.every(({ payload }) => payload.length <= 1_150)).toBe(true)
  })

  it('goes on with the next key picture when more waits for him than is kept', async () => {
    const bench = await watching()
    for (let n = 0; n < 12; n += 1) await bench.take({ size: 1_000_000 })
    await bench.pass(5_000)
    const late = bench.names
    expect(late.length).toBeLessThan(14)
    await bench.take()
    expect(bench.names).toEqual(late)
    const key = await bench.take({ key: true })
    expect(bench.names).toEqual([...late, key])
  })
})

describe('it is over', () => {
  it('when nobody connects within ten seconds', async () => {
    const bench = new Bench()
    await bench.pass(9_900)
    expect(bench.gone).toEqual([])
    await bench.pass(200)
    expect(bench.gone).toEqual(['never connected'])
    expect(bench.peer.isClosed).toBe(true)
  })

  it('when nothing is heard of him for ten seconds, and tells once', async () => {
    const bench = await watching()
    await bench.pass(9_000)
    bench.viewer.lost(0)
    await bench.pass(9_000)
    expect(bench.gone).toEqual([])
    await bench.pass(1_100)
    bench.viewer.gone('closed')
    expect(bench.gone).toEqual(['silent'])
    await bench.take({ key: true })
    expect(bench.names).toEqual([1, 2])
  })

  it('and a connection that comes to be afterwards is closed', async () => {
    const bench = new Bench()
    await bench.viewer[Symbol.asyncDispose]()
    const late = new KeepingPeer()
    bench.viewer.meet(late)
    expect(late.isClosed).toBe(true)
    await bench.clock.advance(milliseconds(20_000))
    expect(bench.gone).toEqual([])
  })
})
