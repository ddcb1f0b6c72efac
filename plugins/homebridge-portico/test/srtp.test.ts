// Goal: packets that any other implementation of SRTP takes, and none taken that was not meant for us. Method: the vectors of
// RFC 3711 appendix B, and what one side sends read by the other, whole, damaged, late and twice.
import { createSecretKey } from 'node:crypto'
import { buildRtp } from '@portico/rtp'
import { describe, expect, it } from 'vitest'
import { SrtpReceiver, SrtpSender, counterMode, deriveKey } from '../src/camera/srtp.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139')
const salt = hex('0EC675AD498AFEEBB6960B3AABE6')

const packet = (sequence: number): Uint8Array =>
  buildRtp({
    marker: false,
    payloadType: 99,
    sequence,
    timestamp: 3_000 * sequence,
    ssrc: 0xcafe_babe,
    payload: Buffer.from(`picture ${sequence}`),
  })

describe('the vectors of RFC 3711', () => {
  it('B.2: the keystream of AES in counter mode', () => {
    const key = createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C'))
    const stream = counterMode(key, hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'), Buffer.alloc(48))
    expect(stream).toEqual(
      hex(
        'E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0',
      ),
    )
  })

  it('B.3: cipher key, salt and tag key out of the master', () => {
    expect(deriveKey(master, salt, { label: 0, length: 16 })).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'))
    expect(deriveKey(master, salt, { label: 2, length: 14 })).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'))
    expect(deriveKey(master, salt, { label: 1, length: 20 })).toEqual(
      hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'),
    )
  })
})

describe('a row of packets', () => {
  it('comes as it was sent, over the turn of its numbers too', () => {
    const sender = new SrtpSender(master, salt)
    const receiver = new SrtpReceiver(master, salt)
    for (let i = 65_530; i < 65_545; i += 1) {
      const plain = packet(i % 65_536)
      const sent = sender.rtp(plain)
      expect(sent.includes('picture')).toBe(false)
      expect(receiver.rtp(sent)).toEqual(Buffer.from(plain))
    }
  })

  it('in another order is taken once each, and what is too old not at all', () => {
    const sender = new SrtpSender(master, salt)
    const receiver = new SrtpReceiver(master, salt)
    const sent = Array.from({ length: 100 }, (_, i) => sender.rtp(packet(i)))
    const take = (i: number): boolean => receiver.rtp(sent[i] ?? Buffer.alloc(0)) !== null
    expect([take(1), take(0), take(1), take(0)]).toEqual([true, true, false, false])
    expect([take(99), take(40), take(40), take(30)]).toEqual([true, true, false, false])
  })

  it('of another key, damaged at any byte, cut or of another source is not taken', () => {
    const sender = new SrtpSender(master, salt)
    const good = sender.rtp(packet(7))
    expect(new SrtpReceiver(hex('00'.repeat(16)), salt).rtp(good)).toBeNull()
    const receiver = new SrtpReceiver(master, salt)
    for (let at = 0; at < good.length; at += 1) {
      const bad = Buffer.from(good)
      bad[at] = (bad[at] ?? 0) ^ 1
      expect(receiver.rtp(bad)).toBeNull()
      expect(receiver.rtp(good.subarray(0, at))).toBeNull()
    }
    expect(receiver.rtp(good)).not.toBeNull()
    const other = Buffer.from(packet(8))
    other.writeUInt32BE(1, 8)
    expect(receiver.rtp(new SrtpSender(master, salt).rtp(other))).toBeNull()
  })
})

it('reports are hidden, numbered and taken once', () => {
  const sender = new SrtpSender(master, salt)
  const receiver = new SrtpReceiver(master, salt)
  const report = hex('80C90001 CAFEBABE 00112233')
  const [first, second] = [sender.rtcp(report), sender.rtcp(report)]
  expect(first.subarray(8, 12)).not.toEqual(report.subarray(8))
  expect(receiver.rtcp(first)).toEqual(report)
  expect(receiver.rtcp(first)).toBeNull()
  const bad = Buffer.from(second)
  bad[9] = (bad[9] ?? 0) ^ 1
  expect(receiver.rtcp(bad)).toBeNull()
  expect(receiver.rtcp(second)).toEqual(report)
})
