// Goal: datagrams come out in their order whatever way they came, and one that is lost holds nothing up for long. Method:
// shuffled packets over a wrap of their counter, time by hand.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReorderBuffer } from '../src/reorder.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { HandClock } from './test-clock.ts'

const packet = (sequence: number): Uint8Array =>
  buildRtp({
    marker: false,
    payloadType: 96,
    sequence: ((sequence % 65_536) + 65_536) % 65_536,
    timestamp: 0,
    ssrc: 1,
    payload: Uint8Array.of(1),
  })

const sequenceOf = (bytes: Uint8Array): number => ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)

function bench(): { readonly clock: HandClock; readonly buffer: ReorderBuffer; readonly got: number[] } {
  const clock = new HandClock()
  const got: number[] = []
  const buffer = new ReorderBuffer({ clock, deliver: (bytes) => got.push(sequenceOf(bytes)) })
  return { clock, buffer, got }
}

describe('the buffer for datagrams', () => {
  it('gives them out in their order when neighbours overtake each other, and waits for nothing then', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 60, maxLength: 60 }), (delays) => {
        const { clock, buffer, got } = bench()
        const sent = delays.map((delay, i) => ({ place: i === 0 ? -1 : i + delay, sequence: 65_510 + i }))
        for (const { sequence } of sent.toSorted((a, b) => a.place - b.place)) buffer.push(packet(sequence))
        expect(got).toEqual(sent.map(({ sequence }) => sequence % 65_536))
        expect(clock.waiting).toBe(0)
      }),
    )
  })

  it('goes on without a lost one after 60 ms, and not before', () => {
    const { clock, buffer, got } = bench()
    for (const sequence of [0, 1, 3, 4]) buffer.push(packet(sequence))
    clock.advance(59)
    expect(got).toEqual([0, 1])
    clock.advance(1)
    expect(got).toEqual([0, 1, 3, 4])
    // The receiver leaves out what comes late; here nothing is held for it.
    buffer.push(packet(2))
    buffer.push(packet(5))
    expect(got).toEqual([0, 1, 3, 4, 2, 5])
  })

  it('holds 32 at most', () => {
    const { buffer, got } = bench()
    buffer.push(packet(0))
    for (let sequence = 2; sequence < 50; sequence += 1) buffer.push(packet(sequence))
    expect(got.length).toBeGreaterThanOrEqual(48 - 32)
    expect(got).toEqual(got.toSorted((a, b) => a - b))
  })

  it('follows a sender that begins anew', () => {
    const { buffer, got } = bench()
    for (const sequence of [100, 102, 40_000, 40_001]) buffer.push(packet(sequence))
    expect(got).toEqual([100, 102, 40_000, 40_001])
  })

  it('loses nothing but what is doubled, and ends, for any packets in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }), (sequences) => {
        const { clock, buffer, got } = bench()
        for (const sequence of sequences) buffer.push(packet(sequence))
        clock.advance(1_000)
        expect(clock.waiting).toBe(0)
        expect(new Set(got)).toEqual(new Set(sequences))
      }),
    )
  })
})
