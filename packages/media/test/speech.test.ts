// Goal: what is said reaches a camera at the pace of speech, whole and in order, and never more waits than may. Method:
// virtual time and a mouth that notes when it was given what.
import { milliseconds } from '@portico/core'
import { PACKET_BYTES } from '@portico/rtp'
import { TestClock } from '@portico/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Mouth, Speech } from '../src/talk/speech.ts'

interface Spoken {
  readonly at: number
  readonly first: number
  readonly begins: boolean
}

let clock: TestClock
let spoken: Spoken[]
let skipped: number
let start: number

beforeEach(() => {
  clock = new TestClock()
  start = clock.mono()
  spoken = []
  skipped = 0
})

const mouth: Mouth = {
  send: (muLaw, begins) => {
    expect(muLaw).toHaveLength(PACKET_BYTES)
    spoken.push({ at: clock.mono() - start, first: muLaw[0] ?? -1, begins })
    return true
  },
  skip: (samples) => void (skipped += samples),
}

const speech = (bytesMax = 8_000): Speech => new Speech({ clock, mouth, bytesMax })
const packets = (...bytes: readonly number[]): Buffer =>
  Buffer.concat(bytes.map((byte) => Buffer.alloc(PACKET_BYTES, byte)))
const pass = (ms: number): Promise<void> => clock.advance(milliseconds(ms))

describe('live', () => {
  test('a packet each 20 ms, once three are there; the first after a pause says so', async () => {
    using said = speech()
    said.take(packets(1, 2))
    await pass(100)
    expect(spoken).toEqual([])
    said.take(packets(3))
    await pass(100)
    expect(spoken.map(({ first, begins }) => [first, begins])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ])
    expect(spoken.map(({ at }) => at - (spoken[0]?.at ?? 0))).toEqual([0, 20, 40])
    said.take(packets(4, 5, 6))
    await pass(100)
    expect(spoken[3]).toMatchObject({ first: 4, begins: true })
  })

  test('the time of the camera goes on through a pause', async () => {
    using said = speech()
    await pass(200)
    const before = skipped
    expect(before).toBeGreaterThanOrEqual(10 * PACKET_BYTES)
    said.take(packets(1, 2, 3))
    await pass(60)
    expect(spoken).toHaveLength(3)
  })

  test('frames of any length come out in whole packets, and the torn rest with silence at the end', async () => {
    const said = speech()
    for (let byte = 0; byte < 10; byte += 1) said.take(Buffer.alloc(50, 9))
    const ending = said.end()
    await pass(200)
    await ending
    expect(spoken).toHaveLength(4)
  })

  test('a machine that slept does not say it all at once', async () => {
    using said = speech()
    said.take(packets(1, 2, 3, 4, 5, 6))
    await pass(20)
    clock.jump({ mono: milliseconds(3_600_000) })
    await pass(0)
    expect(spoken.length).toBeLessThanOrEqual(3)
    await pass(200)
    expect(spoken.map(({ first }) => first)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('a second at most waits; the oldest of more is left out', async () => {
    using said = speech()
    said.take(packets(...Array.from({ length: 80 }, (_, place) => place)))
    await pass(2_000)
    expect(spoken).toHaveLength(50)
    expect(spoken[0]?.first).toBe(30)
  })
})

describe('the end', () => {
  test('waits for the last word', async () => {
    const said = speech(80_000)
    said.take(packets(...Array.from({ length: 500 }, () => 5)))
    let over = false
    const ending = said.end().then(() => (over = true))
    await pass(9_900)
    expect([over, spoken.length]).toEqual([false, 495])
    await pass(100)
    await ending
    expect(spoken).toHaveLength(500)
    expect(clock.nextWake()).toBeNull()
  })

  test('what comes behind it is not said, and a cut ends it in the middle of a word', async () => {
    const said = speech()
    said.take(packets(1, 2, 3, 4, 5))
    const ending = said.end()
    said.take(packets(6))
    await pass(20)
    said[Symbol.dispose]()
    await ending
    await pass(200)
    expect(spoken.map(({ first }) => first)).not.toContain(6)
    expect(spoken.length).toBeLessThan(5)
  })

  test('with nothing said it is over at once', async () => {
    await speech().end()
    expect(clock.nextWake()).toBeNull()
  })
})
