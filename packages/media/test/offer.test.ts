// Goal: an offer is narrowed to the one way that fits the camera, and what is none is refused. Method: the offer of a
// Chromium as it came, and offers cut to the point.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isUsable, readIceFragment, ufragOf } from '../src/live/ice-fragment.ts'
import { type ProfileBytes, readOffer } from '../src/live/offer.ts'

const chromium = readFileSync(join(import.meta.dirname, 'fixtures/chromium-offer.sdp'), 'utf8').replaceAll(
  /\r?\n/g,
  '\r\n',
)
const baseline: ProfileBytes = [0x42, 0xc0, 0x1f]
const main: ProfileBytes = [0x4d, 0x40, 0x28]
const high: ProfileBytes = [0x64, 0x00, 0x28]

/** An offer with these ways of taking H.264. */
const offering = (...fmtps: readonly string[]): string =>
  [
    'v=0',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:0123456789012345678901',
    'a=fingerprint:sha-256 00:11',
    `m=video 9 UDP/TLS/RTP/SAVPF ${fmtps.map((_, i) => 100 + i).join(' ')}`,
    'a=recvonly',
    ...fmtps.flatMap((fmtp, i) => [`a=rtpmap:${100 + i} H264/90000`, `a=fmtp:${100 + i} ${fmtp}`]),
  ].join('\r\n')

function fitting(offer: string, camera: ProfileBytes): { payloadType: number; lines: string[] } {
  const read = readOffer(offer, camera)
  if (read.type !== 'fits') throw new Error(read.type)
  return { payloadType: read.payloadType, lines: read.sdp.split('\r\n') }
}

describe('the offer of a Chromium', () => {
  it.each([
    ['Baseline', baseline, 102],
    ['Main', main, 116],
    ['High', high, 41],
  ] as const)('is narrowed to its payload type for a camera of profile %s', (_, camera, payloadType) => {
    const { lines, ...read } = fitting(chromium, camera)
    expect(read.payloadType).toBe(payloadType)
    expect(lines.filter((line) => line.startsWith('m='))).toEqual([
      `m=video 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
    ])
    expect(lines.filter((line) => /^a=(?:rtpmap|rtcp-fb):/.test(line))).toEqual([
      `a=rtpmap:${payloadType} H264/90000`,
      `a=rtcp-fb:${payloadType} nack`,
      `a=rtcp-fb:${payloadType} nack pli`,
    ])
    const level = camera[2].toString(16)
    expect(lines.find((line) => line.startsWith('a=fmtp:'))).toMatch(
      new RegExp(`^a=fmtp:${payloadType} .*packetization-mode=1;profile-level-id=[0-9a-f]{4}${level}$`),
    )
  })
})

describe('an offer', () => {
  it('is taken by the narrowest profile that is wide enough', () => {
    const both = offering(
      'packetization-mode=1;profile-level-id=64001f',
      'packetization-mode=1;profile-level-id=42e01f',
    )
    expect(fitting(both, baseline).payloadType).toBe(101)
    expect(fitting(both, main).payloadType).toBe(100)
  })

  it('keeps its level where no other one may be said', () => {
    const { lines } = fitting(offering('packetization-mode=1;profile-level-id=42e01f'), [0x42, 0xc0, 0x28])
    expect(lines).toContain('a=fmtp:100 packetization-mode=1;profile-level-id=42e01f')
  })

  it('fits nothing without mode 1, with a narrower profile, or without H.264', () => {
    const unfit = { type: 'unfit' }
    expect(readOffer(offering('packetization-mode=0;profile-level-id=42e01f'), baseline)).toEqual(unfit)
    expect(readOffer(offering('packetization-mode=1;profile-level-id=42e01f'), high)).toEqual(unfit)
    expect(readOffer(offering('packetization-mode=1'), baseline)).toEqual(unfit)
    expect(readOffer(chromium.replaceAll('H264', 'VP8'), baseline)).toEqual(unfit)
  })

  it('is none without SDP, video, direction or credentials, and never one without end', () => {
    const good = offering('packetization-mode=1;profile-level-id=42e01f')
    const bad = [
      '',
      'hello',
      '{"type":"offer"}',
      good.replace('m=video 9', 'm=video 0'),
      good.replace('m=video', 'm=audio'),
      good.replace('a=recvonly', 'a=sendonly'),
      good.replace('a=ice-pwd', 'a=ice-nothing'),
      good.replace('a=fingerprint', 'a=print'),
      `${good}\r\n${'a=x\r\n'.repeat(3_000)}`,
    ]
    expect(bad.map((offer) => readOffer(offer, baseline).type)).toEqual(bad.map(() => 'malformed'))
  })

  it('leaves other sections as they are, to be refused in the answer', () => {
    const withAudio = `${offering('packetization-mode=1;profile-level-id=42e01f')}\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=recvonly`
    expect(fitting(withAudio, baseline).lines.filter((line) => line.startsWith('m='))).toHaveLength(2)
  })
})

describe('the offer of a media gateway that says nothing of H.264', () => {
  const gateway = readFileSync(join(import.meta.dirname, 'fixtures/gateway-offer.sdp'), 'utf8')

  it.each([
    ['Baseline', baseline, '42c01f'],
    ['Main', main, '4d4028'],
    ['High', high, '640028'],
  ] as const)('is taken as it is by a camera of profile %s, which says what it sends', (_, camera, id) => {
    const { lines, payloadType } = fitting(gateway, camera)
    expect(payloadType).toBe(99)
    expect(lines.filter((line) => line.startsWith('m='))).toEqual([
      'm=audio 1 UDP/TLS/RTP/SAVPF 96 0 8',
      'm=video 1 UDP/TLS/RTP/SAVPF 99',
    ])
    expect(lines).toContain(`a=fmtp:99 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=${id}`)
  })

  it('is left for one that says what it takes', () => {
    const both = offering('packetization-mode=1;profile-level-id=42e01f').replace(
      /$/,
      '\r\na=rtpmap:110 H264/90000',
    )
    expect(fitting(both, baseline).payloadType).toBe(100)
    expect(fitting(both, high).payloadType).toBe(110)
  })
})

describe('a fragment', () => {
  const candidate = 'candidate:1 1 udp 2122260223 192.168.1.7 50000 typ host generation 0'

  it('gives its candidates and whose they are', () => {
    const text = `a=ice-ufrag:EYm5\r\nm=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=${candidate}\r\na=end-of-candidates\r\n`
    expect(readIceFragment(text)).toEqual({ ufrag: 'EYm5', candidates: [candidate] })
    expect(ufragOf(chromium)).toBe('EYm5')
  })

  it('is none when it is something else, empty, or far too long', () => {
    const bad = ['', 'hello', 'a=mid:0', `a=${'x'.repeat(600)}`, `a=${candidate}\r\n`.repeat(65)]
    expect(bad.map(readIceFragment)).toEqual(bad.map(() => null))
  })
})

describe('a candidate is met or left out', () => {
  it.each([
    ['candidate:1 1 udp 1 192.168.1.7 50000 typ host', true],
    ['candidate:1 1 UDP 1 2001:db8::7 50000 typ host', true],
    ['candidate:1 1 udp 1 203.0.113.9 50000 typ relay raddr 10.0.0.1 rport 9', true],
    ['candidate:1 1 tcp 1 192.168.1.7 9 typ host tcptype active', false],
    ['candidate:1 1 udp 1 0a1b2c3d.local 50000 typ host', false],
    ['candidate:1 1 udp 1 hub.example 50000 typ host', false],
    ['candidate:1 1 udp 1 192.168.1.7 0 typ host', false],
    ['candidate:1 1 udp 1 192.168.1.7 65536 typ host', false],
    ['candidate:1 1 udp 1 255.255.255.255 9 typ host', false],
    ['candidate:1 1 udp 1 224.0.0.251 5353 typ host', false],
    ['candidate:1 1 udp 1 239.1.2.3 9 typ host', false],
    ['candidate:1 1 udp 1 0.0.0.0 9 typ host', false],
    ['candidate:1 1 udp 1 ff02::fb 5353 typ host', false],
    ['candidate:1 1 udp 1 :: 9 typ host', false],
    ['candidate:', false],
  ])('%s: %s', (line, usable) => {
    expect(isUsable(line)).toBe(usable)
  })
})
