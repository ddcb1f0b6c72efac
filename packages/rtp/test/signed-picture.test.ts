// Goal: a picture counts as signed only with the right key, unchanged, and once; everything else is unsigned or
// forged. Method: sign recorded pictures, then change every byte, swap, repeat and cut.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinAnnexB, splitAnnexB } from '../src/nal.ts'
import { isNonce, pictureKey, readPictureSignature, signPicture } from '../src/signed-picture.ts'
import { pictures, sps } from './fixture-pictures.ts'

const key = pictureKey('00112233445566778899aabbccddeeff')
const otherKey = pictureKey('00112233445566778899aabbccddeefe')
const nonce = 'a0'.repeat(16)
const stamp = { counter: 7, capturedWallMs: 1_763_900_000_123.5, nonce }
const [one, two] = pictures.map(({ nals }) => nals)
if (!one || !two) throw new Error('the fixture has no two pictures')
const signed = [signPicture(one, stamp, key), ...one]

describe('a signed picture', () => {
  it('tells counter, time and nonce to who has the key', () => {
    expect(readPictureSignature(signed, key)).toEqual({ verdict: 'signed', ...stamp })
  })

  it('survives the network whatever numbers it carries: no start code appears in it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 48 }),
        fc.integer({ min: 0, max: 2 ** 42 }),
        (counter, ms) => {
          const sei = signPicture(one, { counter, capturedWallMs: ms, nonce: null }, key)
          const nals = splitAnnexB(joinAnnexB([sei, ...one]))
          expect(readPictureSignature(nals, key)).toEqual({
            verdict: 'signed',
            counter,
            capturedWallMs: ms,
            nonce: null,
          })
        },
      ),
    )
  })

  it('is forged when any bit of it was changed', () => {
    const [sei = new Uint8Array(0)] = signed
    for (let at = 3 + 16; at < sei.length - 1; at += 1) {
      const changed = sei.slice()
      changed[at] = (changed[at] ?? 0) ^ 0x10
      expect(readPictureSignature([changed, ...one], key).verdict).not.toBe('signed')
    }
  })

  it('is forged when its slices are others, fewer, more or in another order', () => {
    const sei = signPicture([...one, ...two], stamp, key)
    const verdict = (nals: readonly Uint8Array[]): string => readPictureSignature([sei, ...nals], key).verdict
    expect(verdict([...one, ...two])).toBe('signed')
    expect(verdict([...two, ...one])).toBe('forged')
    expect(verdict(one)).toBe('forged')
    expect(verdict([...one, ...two, ...two])).toBe('forged')
    expect(verdict([])).toBe('forged')
  })

  it('is forged with another key, and with a second signature beside it', () => {
    expect(readPictureSignature(signed, otherKey).verdict).toBe('forged')
    const again = signPicture(one, { ...stamp, counter: 8 }, key)
    expect(readPictureSignature([again, ...signed], key).verdict).toBe('forged')
  })

  it('does not depend on parameter sets, which are sent with some pictures only', () => {
    expect(readPictureSignature([sps, ...signed], key).verdict).toBe('signed')
  })

  it('is unsigned when nothing of ours is in it', () => {
    const foreign = Uint8Array.of(6, 5, 17, ...new Uint8Array(16), 1, 0x80)
    expect(readPictureSignature(one, key).verdict).toBe('unsigned')
    expect(readPictureSignature([foreign, ...one], key).verdict).toBe('unsigned')
  })

  it('never makes the reader throw, whatever SEI stands there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (body) => {
        expect(readPictureSignature([Uint8Array.of(6, ...body), ...one], key).verdict).toBe('unsigned')
      }),
    )
  })
})

describe('keys and nonces', () => {
  it('are hex of at least 16 bytes, and exactly 16 bytes that are not all zero', () => {
    expect(() => pictureKey('00'.repeat(15))).toThrow(RangeError)
    expect(() => pictureKey('secret')).toThrow(RangeError)
    expect(() => pictureKey('secret')).not.toThrow(/secret/)
    expect(isNonce(nonce)).toBe(true)
    expect(isNonce('00'.repeat(16))).toBe(false)
    expect(isNonce('a0'.repeat(15))).toBe(false)
    expect(() => signPicture(one, { ...stamp, nonce: 'x' }, key)).toThrow(RangeError)
  })
})
