// Goal: the WebRTC library does what the port promises, and nothing of its own: it asks nobody outside, waits for no slow
// server, and ends. Method: the library itself; what leaves this process by UDP, and
// the names that it asks for, are listened to.
import crypto, { KeyObject } from 'node:crypto'
import { Socket, createSocket } from 'node:dgram'
import dns from 'node:dns/promises'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { queryObjects } from 'node:v8'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RTCDtlsTransport, RTCIceTransport, RTCPeerConnection, RTCRtpSender, useH264 } from 'werift'
import { readOffer } from '../src/live/offer.ts'
import type { Peer, StunServer } from '../src/live/web-rtc.ts'
import { weriftPort } from '../src/live/werift-peer.ts'

const text = readFileSync(join(import.meta.dirname, 'fixtures/chromium-offer.sdp'), 'utf8')
const read = readOffer(text.replaceAll(/\r?\n/g, '\r\n'), [0x42, 0xc0, 0x1f])
const offer = read.type === 'fits' ? read.sdp : ''

/** `host:port` of everything that this process sends. */
const sent: string[] = []
// It is called with the socket that sends.
// oxlint-disable-next-line typescript/unbound-method
const { send } = Socket.prototype
/** Names that were asked for. */
const names: string[] = []
const { lookup } = dns
const gone: string[] = []
let peer: Peer | null = null
let server: Socket | null = null

beforeEach(() => {
  sent.length = 0
  names.length = 0
  const asked = (name: string): Promise<never> => {
    names.push(name)
    return Promise.reject(new Error('nobody is asked here'))
  }
  dns.lookup = asked
  gone.length = 0
  Socket.prototype.send = function listened(this: Socket, ...order: unknown[]): void {
    const [port, host] = order.slice(1).filter((each) => typeof each === 'number' || typeof each === 'string')
    sent.push(`${String(host)}:${String(port)}`)
    // cast: as it was called
    Reflect.apply(send, this, order as Parameters<typeof send>)
  }
})
afterEach(async () => {
  Socket.prototype.send = send
  dns.lookup = lookup
  syncBuiltinESMExports()
  await peer?.[Symbol.asyncDispose]()
  peer = null
  server?.close()
  server = null
})

const events = {
  connected: () => undefined,
  keyWanted: () => undefined,
  lost: () => undefined,
  gone: (why: string) => void gone.push(why),
}

async function answered(stun: StunServer | null, more = ''): Promise<string> {
  peer = await weriftPort.answer({ offer: offer + more, addresses: ['127.0.0.1'], stun, events })
  return peer.answer
}

/** Says to each who asks that he is seen as 203.0.113.9:40000 (RFC 8489 section 14.2), or nothing. */
async function stunServer(answers: boolean): Promise<StunServer> {
  const socket = createSocket('udp4')
  server = socket
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('message', (message, from) => {
    if (!answers) return
    const seen = Buffer.from([
      0,
      0x20,
      0,
      8,
      0,
      1,
      0x9c ^ 0x21,
      0x40 ^ 0x12,
      203 ^ 0x21,
      0 ^ 0x12,
      113 ^ 0xa4,
      9 ^ 0x42,
    ])
    const head = Buffer.from(message.subarray(0, 20))
    head.writeUInt16BE(0x0101, 0)
    head.writeUInt16BE(seen.length, 2)
    Reflect.apply(send, socket, [Buffer.concat([head, seen]), from.port, from.address])
  })
  return { host: '127.0.0.1', port: socket.address().port }
}

const candidatesIn = (answer: string): string[] =>
  [...answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) \d+ typ (\S+)/gim)].map(
    ([, host, type]) => `${type} ${host}`,
  )

describe('an answer', () => {
  it('asks nobody outside and tries no address that is not one machine', async () => {
    const more = ['255.255.255.255', '224.0.0.251', 'abc.local'].map(
      (host, n) => `a=candidate:${n} 1 udp 1 ${host} 5353 typ host\r\n`,
    )
    const answer = await answered(null, more.join(''))
    expect(candidatesIn(answer)).toEqual(['host 127.0.0.1'])
    for (const line of more) peer?.addCandidate(line.slice(2).trim())
    peer?.addCandidate('candidate:9 1 udp 1 127.0.0.1 9 typ host')
    await expect.poll(() => sent).toContain('127.0.0.1:9')
    expect(sent.filter((to) => to !== '127.0.0.1:9')).toEqual([])
    expect(names).toEqual([])
  })

  it('tells how the house is seen from outside when a server says so', async () => {
    const answer = await answered(await stunServer(true))
    expect(candidatesIn(answer)).toEqual(['host 127.0.0.1', 'srflx 203.0.113.9'])
  })

  it('comes without that from a server that is silent', async () => {
    const answer = await answered(await stunServer(false))
    expect(candidatesIn(answer)).toEqual(['host 127.0.0.1'])
  })

  it('is none for what cannot be answered', async () => {
    await expect(
      weriftPort.answer({ offer: 'v=0\r\n', addresses: ['127.0.0.1'], stun: null, events }),
    ).rejects.toThrow('nothing was agreed on')
  })
})

it('to a gateway with sound keeps sections, mids and bundle, sends pictures alone, and tells every candidate', async () => {
  const gateway = readFileSync(join(import.meta.dirname, 'fixtures/gateway-offer.sdp'), 'utf8')
  const its = readOffer(gateway, [0x42, 0xc0, 0x1f])
  peer = await weriftPort.answer({
    ...{ offer: its.type === 'fits' ? its.sdp : '', addresses: ['127.0.0.1'], stun: null, events },
  })
  const lines = peer.answer.split('\r\n')
  const kept = /^(?:m=|a=(?:group|mid|setup|sendonly|sendrecv|recvonly|inactive|rtcp-mux|end-of-candidates))/
  expect(lines.filter((line) => kept.test(line))).toEqual([
    'a=group:BUNDLE audio0 video0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    ...['a=end-of-candidates', 'a=setup:active', 'a=inactive', 'a=mid:audio0', 'a=rtcp-mux'],
    'm=video 9 UDP/TLS/RTP/SAVPF 99',
    ...['a=end-of-candidates', 'a=setup:active', 'a=sendonly', 'a=mid:video0', 'a=rtcp-mux'],
  ])
  expect(candidatesIn(peer.answer)).toEqual(['host 127.0.0.1', 'host 127.0.0.1'])
  // Its TCP candidates, and those of a second component beside rtcp-mux, are left alone.
  await expect.poll(() => sent).toContain('203.0.113.21:54101')
  expect(sent.filter((to) => to !== '203.0.113.21:54101')).toEqual([])
})

/** What packets are encrypted with meanwhile. */
function keysUsedWhile(sending: () => void): unknown[] {
  const keys: unknown[] = []
  const { createCipheriv } = crypto
  const listened = (...order: unknown[]): unknown => {
    keys.push(order[1])
    return Reflect.apply(createCipheriv, crypto, order)
  }
  // cast: it takes and gives what the one of the platform does
  crypto.createCipheriv = listened as typeof createCipheriv
  syncBuiltinESMExports()
  try {
    sending()
  } finally {
    crypto.createCipheriv = createCipheriv
    syncBuiltinESMExports()
  }
  return keys
}

/** One that looks for as long as it takes to send ten packets, and goes; in a turn of its own, so that nothing holds it. */
async function lookAndGo(): Promise<void> {
  const viewer = new RTCPeerConnection({
    ...{ iceServers: [], iceUseIpv4: false, iceUseIpv6: false, iceAdditionalHostAddresses: ['127.0.0.1'] },
    codecs: { audio: [], video: [useH264({ parameters: 'packetization-mode=1;profile-level-id=42c01f' })] },
  })
  viewer.addTransceiver('video', { direction: 'recvonly' })
  await viewer.setLocalDescription(await viewer.createOffer())
  const its = readOffer(viewer.localDescription?.sdp ?? '', [0x42, 0xc0, 0x1f])
  const connected = Promise.withResolvers<void>()
  const met = Promise.withResolvers<void>()
  viewer.connectionStateChange.subscribe((state) => {
    if (state === 'connected') met.resolve()
  })
  const shown = await weriftPort.answer({
    ...{ offer: its.type === 'fits' ? its.sdp : '', addresses: ['127.0.0.1'], stun: null },
    events: { ...events, connected: () => connected.resolve() },
  })
  await viewer.setRemoteDescription({ type: 'answer', sdp: shown.answer })
  await Promise.all([connected.promise, met.promise])
  const keys = keysUsedWhile(() => {
    for (let sequence = 0; sequence < 10; sequence += 1)
      shown.send({ payload: new Uint8Array(900), sequence, timestamp: sequence, marker: true })
  })
  // In raw bytes each packet would cost three times as much.
  expect(keys.map((key) => key instanceof KeyObject)).toEqual(Array.from({ length: 10 }, () => true))
  await shown[Symbol.asyncDispose]()
  await viewer.close()
}

it('of viewers that connected and went nothing is left: no socket, no timer, no object', async () => {
  const counts = (): readonly number[] => [
    process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length,
    ...[RTCPeerConnection, RTCDtlsTransport, RTCIceTransport, RTCRtpSender].map((one) =>
      queryObjects(one, { format: 'count' }),
    ),
  ]
  // Other files of this process may have some of their own.
  const before = counts()
  for (let n = 0; n < 4; n += 1) await lookAndGo()
  const left = (): readonly number[] =>
    counts().map((count, kind) => Math.max(0, count - (before[kind] ?? 0)))
  // The last turn of what it reports each second. Counting goes through everything that this process holds.
  await expect.poll(left, { timeout: 30_000, interval: 1_000 }).toEqual([0, 0, 0, 0, 0])
}, 90_000)

it('a peer ends when it is told to, and is told once at most', async () => {
  await answered(null)
  await peer?.[Symbol.asyncDispose]()
  await peer?.[Symbol.asyncDispose]()
  expect(gone.length).toBeLessThanOrEqual(1)
})
