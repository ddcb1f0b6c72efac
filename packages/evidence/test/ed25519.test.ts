// The verifier's own Ed25519 says what the standard and the platform say. Method: the vectors of RFC 8032, section 7.1;
// signatures of the platform, each byte of them changed; spellings that the standard forbids.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nativeEd25519 } from '../src/seal/index.ts'
import { verifyEd25519 } from '../src/verify/index.ts'
import { sha512 } from '../src/verify/sha-512.ts'

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))

/** RFC 8032, section 7.1: TEST 1, TEST 2, TEST 3 and TEST SHA(abc). */
const vectors = [
  {
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    key: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
].map(({ key, message, signature }) => ({
  key: hex(key),
  message: hex(message),
  signature: hex(signature),
}))

test('the vectors of the standard are good, here and on the platform', () => {
  for (const vector of vectors) {
    expect(verifyEd25519(vector)).toBe(true)
    expect(nativeEd25519(vector)).toBe(true)
  }
})

test('SHA-512 is that of the platform, whatever the length', () => {
  for (let length = 0; length < 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256)
    expect(Buffer.from(sha512(bytes)).toString('hex')).toBe(createHash('sha512').update(bytes).digest('hex'))
  }
})

test('what the platform signs is good; with any byte of key, message or signature changed it is not', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = hex(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex'))
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (message, pick) => {
      const signature = new Uint8Array(sign(null, message, privateKey))
      expect(verifyEd25519({ key, message, signature })).toBe(true)
      const all = [key, message, signature].map((bytes) => bytes.slice())
      const [bytes = message] = all.splice(pick % 3, 1, (all[pick % 3] ?? message).slice())
      const at = pick % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ 0x10
      const spoiled = { key, message, signature, [['key', 'message', 'signature'][pick % 3] ?? '']: bytes }
      expect(verifyEd25519(spoiled)).toBe(false)
      expect(nativeEd25519(spoiled)).toBe(false)
    }),
    { numRuns: 25 },
  )
})

test('a scalar that is not reduced, and a point in another spelling, are refused (RFC 8032, 5.1.7)', () => {
  const [vector] = vectors
  if (!vector) throw new Error('there is a first vector')
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = vector.signature.subarray(32).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order
  const signature = vector.signature.slice()
  for (let at = 0; at < 32; at++) signature[32 + at] = Number((s >> BigInt(8 * at)) & 0xffn)
  expect(verifyEd25519({ ...vector, signature })).toBe(false)
  expect(nativeEd25519({ ...vector, signature })).toBe(false)
  // y = 1 + p: the neutral point, spelled as no one may.
  const key = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0xee : at === 31 ? 0x7f : 0xff))
  expect(verifyEd25519({ ...vector, key })).toBe(false)
})

test('whatever bytes it is given, it answers and finds nothing signed', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ maxLength: 70 }),
      fc.uint8Array({ maxLength: 20 }),
      (key, signature, message) => {
        expect(verifyEd25519({ key, signature, message })).toBe(false)
        expect(nativeEd25519({ key, signature, message })).toBe(false)
      },
    ),
    { numRuns: 50 },
  )
})
