// Goal: H.265 becomes whole pictures with what players have to know of them. Method: pictures that x265 made, cut into
// single packets, aggregations and fragments; parameter sets of real encoders; random bytes.
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessUnit } from '../src/access-unit.ts'
import { H265Depacketizer } from '../src/h265-payload.ts'
import { readH265Profile } from '../src/h265-sps.ts'
import { escapeNal, splitAnnexB, unescapeNal } from '../src/nal.ts'
import {
  ParameterSetKeeper,
  codecString,
  decoderConfiguration,
  parameterNals,
} from '../src/parameter-sets.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { parseSdp } from '../src/sdp.ts'
import { H265_PPS, H265_SPS, H265_VPS, h265NalType, nalGrammar } from '../src/video-codec.ts'
import { VideoReceiver } from '../src/video-receiver.ts'

const nals = splitAnnexB(new Uint8Array(readFileSync(new URL('fixtures/porch.h265', import.meta.url))))
const only = (type: number): Uint8Array => {
  const found = nals.find((nal) => h265NalType(nal) === type)
  if (!found) throw new Error(`no NAL of type ${type} in the fixture`)
  return found
}
const [vps, sps, pps] = [only(H265_VPS), only(H265_SPS), only(H265_PPS)]
const isSlice = (nal: Uint8Array): boolean => /slice/.test(nalGrammar.h265.roleOf(nal))
const slices = nals.filter(isSlice)

/** RFC 7798 section 4.4: what fits goes together, what does not goes in parts. */
function packetize(all: readonly Uint8Array[], payloadMax: number): Uint8Array[] {
  const payloads: Uint8Array[] = []
  let group: Uint8Array[] = []
  const close = (): void => {
    const [single] = group
    if (single && group.length === 1) payloads.push(single)
    else if (group.length > 1)
      payloads.push(
        Uint8Array.from([
          48 << 1,
          1,
          ...group.flatMap((nal) => [nal.length >> 8, nal.length & 0xff, ...nal]),
        ]),
      )
    group = []
  }
  for (const nal of all) {
    const bytes = group.reduce((sum, { length }) => sum + 2 + length, 2)
    if (bytes + 2 + nal.length > payloadMax) close()
    if (nal.length <= payloadMax - 4) group.push(nal)
    else payloads.push(...fragments(nal, payloadMax))
  }
  close()
  return payloads
}

function fragments(nal: Uint8Array, payloadMax: number): Uint8Array[] {
  const [first = 0, second = 0] = nal
  const room = payloadMax - 3
  return Array.from({ length: Math.ceil((nal.length - 2) / room) }, (_, i) => {
    const from = 2 + i * room
    const ends = from + room >= nal.length ? 0x40 : 0
    const head = (i === 0 ? 0x80 : 0) | ends | h265NalType(nal)
    return Uint8Array.of((first & 0x81) | (49 << 1), second, head, ...nal.subarray(from, from + room))
  })
}

function receive(pictures: readonly (readonly Uint8Array[])[], payloadMax: number, lost = -1): AccessUnit[] {
  const units: AccessUnit[] = []
  const receiver = new VideoReceiver({
    payloadType: 96,
    parameters: new ParameterSetKeeper('h265'),
    mono: () => 0,
    emit: (unit) => units.push(unit),
  })
  let sequence = 0
  for (const [index, picture] of pictures.entries()) {
    const payloads = packetize(picture, payloadMax)
    for (const [i, payload] of payloads.entries()) {
      sequence += 1
      const marker = i === payloads.length - 1
      const packet = buildRtp({
        marker,
        payloadType: 96,
        sequence,
        timestamp: index * 6_000,
        ssrc: 7,
        payload,
      })
      if (sequence !== lost) receiver.rtp(packet)
    }
  }
  return units
}

/** Parameter sets before the key picture, then one slice a picture. */
const stream = slices.map((slice, i) => (i === 0 ? [vps, sps, pps, slice] : [slice]))

describe('H.265 in RTP', () => {
  it('gives back whole pictures at any packet size, the first one a key picture', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 3_000 }), (payloadMax) => {
        const units = receive(stream, payloadMax)
        expect(units.map((unit) => unit.nals)).toEqual(slices.map((slice) => [slice]))
        expect(units.map(({ key }) => key)).toEqual(slices.map((_, i) => i === 0))
        expect(units.some(({ damaged }) => damaged)).toBe(false)
        expect(units[0]?.parameters).toEqual({ codec: 'h265', vps, sps, pps: [pps] })
      }),
      { numRuns: 30 },
    )
  })

  it('never gives out a picture as whole that lost a packet', () => {
    expect(slices.length).toBeGreaterThan(10)
    const whole = new Set(slices.map((slice) => Buffer.from(slice).toString('hex')))
    for (let lost = 2; lost < 60; lost += 1)
      for (const { nals: got, damaged } of receive(stream, 200, lost))
        if (!damaged) expect(got.every((nal) => whole.has(Buffer.from(nal).toString('hex')))).toBe(true)
  })

  it('keeps the slices of one picture together', () => {
    const [key] = slices
    if (!key) throw new Error('no key picture')
    const second = Uint8Array.from(key)
    second[2] = (second[2] ?? 0) & 0x7f
    expect(receive([[vps, sps, pps, key, second], [key]], 3_000).map((unit) => unit.nals.length)).toEqual([
      2, 1,
    ])
  })

  it('reads any bytes as payload without throwing', () => {
    const depacketizer = new H265Depacketizer()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
        expect(depacketizer.push(payload).nals.every((nal) => nal.length > 2)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a parameter set of H.265', () => {
  it('tells size, codec and configuration', () => {
    expect(readH265Profile(sps)).toMatchObject({ width: 160, height: 90, chroma: 1, lumaBits: 8, layers: 1 })
    const parameters = { codec: 'h265', vps, sps, pps: [pps] } as const
    expect(codecString(parameters)).toMatch(/^hvc1\.1\.6\.L\d+\.90$/)
    expect(parameterNals(parameters)).toEqual([vps, sps, pps])
    const configuration = decoderConfiguration(parameters)
    // Version, profile and flags, 4:2:0 of 8 bit, lengths of four bytes, three arrays of one NAL each.
    expect([...configuration.subarray(0, 2)]).toEqual([1, 1])
    expect([configuration[16], configuration[17], configuration[18]]).toEqual([0xfd, 0xf8, 0xf8])
    expect((configuration[21] ?? 0) & 3).toBe(3)
    expect(configuration[22]).toBe(3)
    expect(configuration.length).toBe(23 + 3 * 5 + vps.length + sps.length + pps.length)
  })

  it('of a high tier without constraints is named as ISO/IEC 14496-15 annex E says', () => {
    // general_tier_flag set, Main 10, level 5.1, no constraint flag.
    const raw = Uint8Array.from(unescapeNal(sps))
    raw.set([0x22, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 153], 3)
    expect(readH265Profile(escapeNal(raw))?.name).toBe('2.4.H153')
  })

  it('of any bytes throws nothing', () => {
    expect(readH265Profile(new Uint8Array(0))).toBeNull()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (body) => {
        const read = readH265Profile(Uint8Array.of(H265_SPS << 1, 1, ...body))
        if (read) expect(read.width > 0 && read.height <= 8_192).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('comes from the description where the stream carries none', () => {
    const base64 = (nal: Uint8Array): string => Buffer.from(nal).toString('base64')
    const fmtp = `a=fmtp:98 sprop-vps=${base64(vps)};sprop-sps=${base64(sps)};sprop-pps=${base64(pps)}`
    const sdp = `v=0\nm=video 0 RTP/AVP 98\na=rtpmap:98 H265/90000\n${fmtp}\na=rtcp-fb:* nack pli\na=control:v\n`
    const { video } = parseSdp(sdp, 'rtsp://c/x')
    expect(video).toMatchObject({
      codec: 'h265',
      payloadType: 98,
      control: 'rtsp://c/x/v',
      keyRequest: 'pli',
    })
    expect(video?.parameterSets).toEqual([vps, sps, pps])
    // An order of decoding of its own would be read wrongly.
    expect(
      parseSdp(sdp.replace('sprop-vps', 'sprop-max-don-diff=1;sprop-vps'), 'rtsp://c/x').video,
    ).toBeNull()
  })
})
