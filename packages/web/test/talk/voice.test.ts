// Goal: a voice leaves the page as cameras understand it. Method: every code of G.711 forth and back, tones through the
// down-sampler at the rates of real microphones, in blocks of 128 as a browser gives them.
import { describe, expect, test } from 'vitest'
import { DownSampler, VOICE_RATE } from '../../src/talk/down-sampler.ts'
import { encodeMuLaw } from '../../src/talk/mu-law.ts'
import { closingWords, meterOf, noMicrophoneWords } from '../../src/talk/talk-words.ts'

/** The decoder of ITU-T G.711 table 2a, from its formula. */
function decode(byte: number): number {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

describe('µ-law', () => {
  test('every code comes back as itself; of the two zeros the positive one is used', () => {
    for (let byte = 0; byte < 256; byte += 1)
      expect(encodeMuLaw(decode(byte)), `code ${byte}`).toBe(byte === 0x7f ? 0xff : byte)
  })

  test.each([
    [0, 0xff],
    [32_767, 0x80],
    [-32_768, 0x00],
    [1_000, 0xce],
    [-1_000, 0x4e],
  ])('the sample %i is the code %i', (sample, byte) => {
    expect(encodeMuLaw(sample)).toBe(byte)
  })

  test('no sample is further off than half a step of its segment', () => {
    for (let sample = -32_000; sample <= 32_000; sample += 37) {
      const off = Math.abs(decode(encodeMuLaw(sample)) - sample)
      expect(off).toBeLessThanOrEqual(Math.max(4, (Math.abs(sample) + 132) / 32))
    }
  })
})

/** Loudness of a tone after the down-sampler, and how many samples came out of a second. */
function through(rate: number, hertz: number): { readonly level: number; readonly count: number } {
  const sampler = new DownSampler(rate)
  const out: number[] = []
  for (let from = 0; from < rate; from += 128) {
    const block = Float32Array.from({ length: 128 }, (_, at) =>
      Math.sin((2 * Math.PI * hertz * (from + at)) / rate),
    )
    out.push(...sampler.push(block))
  }
  const heard = out.slice(800)
  const power = heard.reduce((sum, each) => sum + each * each, 0) / heard.length
  return { level: Math.sqrt(2 * power), count: out.length }
}

describe.each([16_000, 44_100, 48_000, 96_000])('a microphone at %i Hz', (rate) => {
  test('a second is 8,000 samples', () => {
    expect(Math.abs(through(rate, 440).count - VOICE_RATE)).toBeLessThan(40)
  })
  test.each([200, 1_000, 3_000])('%i Hz is as loud as before', (hertz) => {
    expect(through(rate, hertz).level).toBeCloseTo(1, 1)
  })
  test.each([5_000, 7_000])('%i Hz does not come back as something else', (hertz) => {
    expect(through(rate, hertz).level).toBeLessThan(0.03)
  })
})

describe('words', () => {
  test('who speaks is told by name; codes never are', () => {
    expect(closingWords(4409, 'Anna speaks there now')).toBe('Anna speaks there now.')
    expect(closingWords(4409, 'HUB_CAMERA_TALK_BUSY')).toBe('Somebody speaks there now.')
    expect(closingWords(1000, '')).toBeNull()
    for (const code of [1006, 1009, 1011, 4400, 4401, 4403, 4404, 4408, 4410, 4429, 4503])
      expect(closingWords(code, 'HUB_MEDIA_DOWN')).toMatch(/^[A-Z][^_]+\.$/)
    for (const why of ['insecure', 'denied', 'missing'] as const)
      expect(noMicrophoneWords(why)).toMatch(/\.$/)
  })
  test('silence does not move the meter, loud speech fills it', () => {
    expect([0, 0.001, 0.03, 0.5, 1].map(meterOf)).toEqual([0, 0, 0.5, 1, 1])
  })
})
