// Goal: a frame is what was signed, to the byte, and nothing that was touched is one. Method: a known vector, and every
// byte of a frame changed.
import { describe, expect, test } from 'vitest'
import { FRAME_CHARS_MAX, keyPair, openFrame, sealFrame, verifierOf } from '../src/index.ts'
import { EDGE, NOW, edgeKeys, hubKeys, strangerKeys } from './wire.ts'

const head = { edge: EDGE, way: 'down', epoch: 7, n: 1, sent: NOW } as const
const verify = verifierOf(hubKeys.publicKey)

test('the key of a seed is that of RFC 8032, section 7.1, test 1', () => {
  const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
  const pair = keyPair(Buffer.from(seed, 'hex'))
  expect(pair.publicKey).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const signature = Buffer.from(pair.sign(new Uint8Array(0)), 'base64url').toString('hex')
  expect(signature).toMatch(
    /^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac/,
  )
})

test('what was signed is read back, and its text is what the README says', () => {
  const wire = sealFrame(head, { type: 'hello' }, hubKeys.sign)
  expect(wire.slice(87)).toBe(
    `{"v":1,"edge":"${EDGE}","way":"down","epoch":7,"n":1,"sent":1000000,"body":{"type":"hello"}}`,
  )
  expect(openFrame(wire, verify)).toEqual({ head, body: { type: 'hello' } })
})

describe('is no frame:', () => {
  const wire = sealFrame(head, { type: 'siren', on: true }, hubKeys.sign)

  test('one of which any character was changed, taken out or put in', () => {
    for (let place = 0; place < wire.length; place++) {
      const other = wire[place] === 'A' ? 'B' : 'A'
      for (const middle of [other, '', `${wire[place]}A`]) {
        const touched = wire.slice(0, place) + middle + wire.slice(place + 1)
        expect(openFrame(touched, verify), `${place} ${middle}`).toBe('unsigned')
      }
    }
  })

  test.each([
    ['another key', sealFrame(head, { type: 'hello' }, strangerKeys.sign)],
    ['the key of the other side', sealFrame(head, { type: 'hello' }, edgeKeys.sign)],
    ['no signature', JSON.stringify({ v: 1, ...head, body: { type: 'hello' } })],
    ['a signature in another alphabet', wire.replace('.', '=.')],
    ['nothing', ''],
    ['too much', `${wire}${' '.repeat(FRAME_CHARS_MAX)}`],
  ])('by %s', (_, forged) => {
    expect(openFrame(forged, verify)).toBe('unsigned')
  })

  test('signed text that is something else', () => {
    for (const text of ['', 'null', '[]', '{"v":2}', '{"v":1', JSON.stringify({ v: 1, ...head })]) {
      const signed = `${hubKeys.sign(new TextEncoder().encode(`portico-edge-v1\n${text}`))}.${text}`
      expect(openFrame(signed, verify), text).toBe('unreadable')
    }
  })
})

test('a frame that no pipe could carry is not made', () => {
  expect(() => sealFrame(head, 'x'.repeat(FRAME_CHARS_MAX), hubKeys.sign)).toThrow(RangeError)
})

test('keys that are none are refused', () => {
  expect(() => keyPair(new Uint8Array(31))).toThrow(RangeError)
  expect(() => verifierOf('AB'.repeat(32))).toThrow(RangeError)
})
