// Sealed bytes open only with their key, purpose and place, and not after any change; short values are hashed under a
// key. Method: the layout is taken apart by hand with RFC 5869 and AES-GCM; each byte is changed in turn.
import { createDecipheriv, createHash, createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { codeOf } from '@portico/ports'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { SEAL_BYTES, homeKey, keyedHash, openBytes, sealBytes, sealBytesAside } from '../src/seal/index.ts'

const secret = Uint8Array.from({ length: 32 }, (_, at) => at + 1)
const key = homeKey(secret)
const use = { key, purpose: 'parcel', place: 'default/p_17' }
const plain = new TextEncoder().encode('1Z4R8V670310455204')

/** RFC 5869 with no salt and one block of output. */
function hkdf(purpose: string): Buffer {
  const random = createHmac('sha256', Buffer.alloc(32)).update(secret).digest()
  return createHmac('sha256', random).update(purpose).update(Uint8Array.of(1)).digest()
}

const codeThrownBy = (call: () => unknown): string | null => {
  try {
    call()
  } catch (error) {
    return codeOf(error)
  }
  return null
}

test('what was sealed beside the loop has the same form: it opens, and not elsewhere', async () => {
  for (const bytes of [new Uint8Array(), plain, new Uint8Array(300_000).fill(7)]) {
    const sealed = await sealBytesAside(use, bytes)
    expect(sealed).toHaveLength(sealBytes(use, bytes).length)
    expect(openBytes(use, sealed)).toEqual(bytes)
    for (const other of [
      { ...use, place: 'default/p_18' },
      { ...use, purpose: 'visit' },
    ])
      expect(codeThrownBy(() => openBytes(other, sealed))).toBe('HUB_SEAL_OPEN')
  }
  expect(await sealBytesAside(use, plain)).not.toEqual(await sealBytesAside(use, plain))
})

test('what was sealed opens, whatever it was', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), fc.string(), (bytes, purpose, place) => {
      const sealed = sealBytes({ key, purpose, place }, bytes)
      expect(sealed.length).toBe(bytes.length + SEAL_BYTES)
      expect(openBytes({ key, purpose, place }, sealed)).toEqual(bytes)
    }),
  )
})

test('the layout is version, nonce, AES-256-GCM text and tag, under a key of the purpose', () => {
  const sealed = sealBytes(use, plain)
  expect(sealed[0]).toBe(1)
  const open = createDecipheriv('aes-256-gcm', hkdf('portico/1/seal/parcel'), sealed.subarray(1, 13))
  open.setAAD(Buffer.from('1/default/p_17'))
  open.setAuthTag(sealed.subarray(-16))
  const opened = Buffer.concat([open.update(sealed.subarray(13, -16)), open.final()])
  expect(opened.toString()).toBe('1Z4R8V670310455204')
})

test('a change of any one byte, or of the length, keeps it shut', () => {
  const sealed = sealBytes(use, plain)
  for (let at = 0; at < sealed.length; at++) {
    const copy = sealed.slice()
    copy[at] = (copy[at] ?? 0) ^ 1
    expect(codeThrownBy(() => openBytes(use, copy))).toBe('HUB_SEAL_OPEN')
    expect(codeThrownBy(() => openBytes(use, sealed.subarray(0, at)))).toBe('HUB_SEAL_OPEN')
  }
  const longer = new Uint8Array(Buffer.concat([sealed, Uint8Array.of(0)]))
  expect(codeThrownBy(() => openBytes(use, longer))).toBe('HUB_SEAL_OPEN')
})

test('another key, purpose or place keeps it shut', () => {
  const sealed = sealBytes(use, plain)
  const other = homeKey(secret.map((byte) => byte + 1))
  for (const change of [{ key: other }, { purpose: 'pass' }, { place: 'default/p_18' }])
    expect(codeThrownBy(() => openBytes({ ...use, ...change }, sealed))).toBe('HUB_SEAL_OPEN')
})

test('sealing the same bytes twice shows no likeness', () => {
  const all = Array.from({ length: 200 }, () =>
    Buffer.from(sealBytes(use, plain).subarray(1, 13)).toString('hex'),
  )
  expect(new Set(all).size).toBe(200)
})

test('a keyed hash is HMAC-SHA-256 under a key of the purpose, and tells nothing without it', () => {
  const hash = keyedHash(key, 'token', '471193')
  expect(hash).toBe(createHmac('sha256', hkdf('portico/1/hash/token')).update('471193').digest('hex'))
  expect(hash).not.toBe(createHash('sha256').update('471193').digest('hex'))
  expect(keyedHash(key, 'number', '471193')).not.toBe(hash)
})

test('a key of another length, or of zeros as a torn write leaves them, is refused', () => {
  for (const bytes of [new Uint8Array(), secret.subarray(1), new Uint8Array(32), new Uint8Array(33).fill(7)])
    expect(codeThrownBy(() => homeKey(bytes))).toBe('HUB_SEAL_KEY')
})

test('neither a printed key nor an error shows a secret byte', () => {
  const hex = Buffer.from(secret).toString('hex')
  expect(inspect(key, { depth: 9 }) + JSON.stringify(key)).not.toContain(hex.slice(0, 16))
  try {
    openBytes(use, new Uint8Array(40).fill(1))
    expect.unreachable()
  } catch (error) {
    expect(inspect(error, { depth: 9 })).not.toContain('1Z4R')
    expect(inspect(error, { depth: 9 })).not.toContain(hex.slice(0, 16))
  }
})
