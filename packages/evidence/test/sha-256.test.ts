// The verifier's own SHA-256 is SHA-256. Method: the vectors of FIPS 180-4, and comparison with the platform's.
import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Sha256, sha256Hex } from '../src/verify/sha-256.ts'

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('a text of the standard has the digest of the standard', (text, digest) => {
  expect(sha256Hex(text)).toBe(digest)
})

test('any bytes, in any cut, have the digest that the platform gives them', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
      const own = new Sha256()
      for (const piece of pieces) own.update(piece)
      expect(own.hex()).toBe(createHash('sha256').update(Buffer.concat(pieces)).digest('hex'))
    }),
    { numRuns: 500 },
  )
})
