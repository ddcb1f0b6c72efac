// Goal: the hub's FLAC is read to the sample, and any other bytes cost nothing. Method: frames written by hand after RFC 9639,
// and bytes by chance.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFlac } from '../src/camera/flac.ts'

/** Bits as text, in whole bytes, behind the head of a frame of so many samples. */
function frame(count: number, bits: string): Buffer {
  const padded = bits.replaceAll(' ', '').padEnd(Math.ceil(bits.replaceAll(' ', '').length / 8) * 8, '0')
  const bytes = padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []
  const head = [0xff, 0xf9, 0x74, 0x08, 0x00, (count - 1) >> 8, (count - 1) & 0xff, 0]
  return Buffer.from([...head, ...bytes, 0, 0])
}

const bits16 = (value: number): string => (value & 0xffff).toString(2).padStart(16, '0')

describe('a frame of FLAC', () => {
  it('verbatim is its samples', () => {
    const samples = [0, 1, -1, 32_767, -32_768]
    const found = decodeFlac(frame(samples.length, `00000010 ${samples.map(bits16).join('')}`))
    expect([...(found ?? [])]).toEqual(samples)
  })

  it('of order 1 is the samples before and what is added', () => {
    // First 100; then +1, −1, +2 with a Rice parameter of 1: zigzag 2, 1, 4 in quotient and rest.
    const rice = '010 11 0010'
    const found = decodeFlac(frame(4, `00010010 ${bits16(100)} 00 0000 0001 ${rice}`))
    expect([...(found ?? [])]).toEqual([100, 101, 100, 102])
  })

  it('of order 2 with wasted bits goes on straight', () => {
    // One wasted bit: 15 bits a sample; 5, 7, then no residual at all.
    const bits15 = (value: number): string => bits16(value).slice(1)
    const found = decodeFlac(frame(4, `00010101 1 ${bits15(5)} ${bits15(7)} 00 0000 0000 1 1`))
    expect([...(found ?? [])]).toEqual([10, 14, 18, 22])
  })

  it('of another kind, cut or made by chance is none', () => {
    expect(decodeFlac(frame(4, '01000000'))).toBeNull()
    expect(decodeFlac(Buffer.alloc(0))).toBeNull()
    const good = frame(5, `00000010 ${[1, 2, 3, 4, 5].map(bits16).join('')}`)
    for (let end = 0; end < good.length - 2; end += 1) expect(decodeFlac(good.subarray(0, end))).toBeNull()
    const head = good.subarray(0, 8)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const found = decodeFlac(Buffer.concat([head, bytes]))
        expect(found === null || found.length === 5).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
