// Goal: sound in G.711 is what ITU-T says it is. Method: the values of its tables 1a and 2a at the ends of each segment,
// and every byte through the table that leads from one law to the other.
import { describe, expect, test } from 'vitest'
import { decodeALaw, decodeMuLaw, muLawToALaw } from '../src/g711.ts'

describe('µ-law', () => {
  test.each([
    // The ends of the eight segments (table 2a, positive, times four), and both zeros.
    [0x80, 32_124],
    [0x8f, 16_764],
    [0x90, 15_996],
    [0x9f, 8_316],
    [0xa0, 7_932],
    [0xc0, 1_884],
    [0xf0, 120],
    [0xfe, 8],
    [0xff, 0],
    [0x7f, -0],
    [0x00, -32_124],
    [0x70, -120],
  ])('byte %i is %i', (byte, linear) => {
    expect(decodeMuLaw(byte)).toBe(linear)
  })
})

describe('A-law', () => {
  test.each([
    // Table 1a, positive, times sixteen, even bits inverted.
    [0xaa, 32_256],
    [0xa5, 16_896],
    [0xd5, 8],
    [0xda, 248],
    [0x55, -8],
    [0x2a, -32_256],
  ])('byte %i is %i', (byte, linear) => {
    expect(decodeALaw(byte)).toBe(linear)
  })

  test('every byte has its place, and its opposite', () => {
    const values = Array.from({ length: 256 }, (_, byte) => decodeALaw(byte))
    expect(new Set(values).size).toBe(256)
    for (const value of values) expect(values).toContain(-value)
  })
})

test('from µ-law to A-law the nearest sound is taken: never further off than half a step', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const steps = Array.from({ length: 256 }, (_, byte) => decodeALaw(byte)).toSorted((a, b) => a - b)
  for (const [place, byte] of muLawToALaw(all).entries()) {
    const wanted = decodeMuLaw(place)
    const best = steps.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a))
    expect(Math.abs(decodeALaw(byte) - wanted)).toBe(Math.abs(best - wanted))
  }
})
