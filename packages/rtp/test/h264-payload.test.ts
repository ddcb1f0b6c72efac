// Goal: what a payloader sends, a depacketizer gives back, for any NALs and packet size; and whatever packets are
// lost, no broken picture is ever given out as a whole one. Method: properties over a model stream of pictures.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessUnit } from '../src/access-unit.ts'
import { H264Depacketizer, packetizeH264 } from '../src/h264-payload.ts'
import { VideoReceiver } from '../src/video-receiver.ts'
import { ParameterSetKeeper } from '../src/parameter-sets.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { pps, sps } from './fixture-pictures.ts'

const anyNal = fc
  .tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 0, max: 3 }), fc.uint8Array({ maxLength: 300 }))
  .map(([type, importance, body]) => Uint8Array.of((importance << 5) | type, ...body))

/** A picture of 1–4 slices; only the first one begins it. */
const anyPicture = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([key, slices]) => ({
    key,
    nals: slices.map((body, i) => Uint8Array.of(key ? 0x65 : 0x41, i === 0 ? 0x80 : 0x40, ...body)),
  }))

interface ModelStream {
  readonly packets: readonly Uint8Array[]
  readonly pictures: readonly { readonly nals: readonly Uint8Array[] }[]
}

const anyStream: fc.Arbitrary<ModelStream> = fc
  .tuple(
    fc.array(anyPicture, { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 8, max: 120 }),
    fc.nat(65_535),
  )
  .map(([pictures, payloadMax, first]) => {
    let sequence = first
    const packets = pictures.flatMap(({ key, nals }, index) => {
      const payloads = packetizeH264(key ? [sps, pps, ...nals] : nals, payloadMax)
      return payloads.map((payload, i) => {
        sequence = (sequence + 1) % 65_536
        const marker = i === payloads.length - 1
        const timestamp = (4_294_900_000 + index * 6_000) % 2 ** 32
        return buildRtp({ marker, payloadType: 96, sequence, timestamp, ssrc: 7, payload })
      })
    })
    return { packets, pictures }
  })

function receive(packets: readonly Uint8Array[]): AccessUnit[] {
  const units: AccessUnit[] = []
  const parameters = new ParameterSetKeeper('h264')
  parameters.take(sps)
  parameters.take(pps)
  const receiver = new VideoReceiver({
    payloadType: 96,
    parameters,
    mono: () => 0,
    emit: (unit) => units.push(unit),
  })
  for (const packet of packets) receiver.rtp(packet)
  return units
}

const bytesOf = (nals: readonly Uint8Array[]): string =>
  nals.map((nal) => Buffer.from(nal).toString('hex')).join()

describe('H.264 in RTP', () => {
  it('gives back any NALs at any packet size, and no packet is over the size', () => {
    fc.assert(
      fc.property(
        fc.array(anyNal, { maxLength: 12 }),
        fc.integer({ min: 8, max: 400 }),
        (nals, payloadMax) => {
          const depacketizer = new H264Depacketizer()
          const payloads = packetizeH264(nals, payloadMax)
          for (const payload of payloads) expect(payload.length).toBeLessThanOrEqual(payloadMax)
          const got = payloads.map((payload) => depacketizer.push(payload))
          expect(got.some(({ damaged }) => damaged)).toBe(false)
          expect(got.flatMap((part) => part.nals)).toEqual(nals)
        },
      ),
    )
  })

  it('gives back whole pictures when nothing is lost, over any wrap of the counters', () => {
    fc.assert(
      fc.property(anyStream, ({ packets, pictures }) => {
        const units = receive(packets)
        expect(units.map(({ nals }) => bytesOf(nals))).toEqual(pictures.map(({ nals }) => bytesOf(nals)))
        expect(units.some(({ damaged }) => damaged)).toBe(false)
        const times = units.map(({ rtpTime }) => rtpTime)
        expect(times).toEqual(times.map((_, i) => 4_294_900_000 + i * 6_000))
      }),
    )
  })

  it('never gives out a picture as whole that lost a packet, whatever packets are lost', () => {
    fc.assert(
      fc.property(anyStream, fc.infiniteStream(fc.boolean()), ({ packets, pictures }, fate) => {
        const whole = new Set(pictures.map(({ nals }) => bytesOf(nals)))
        const [first, ...rest] = packets
        // The first packet sets the counter: what is lost before it cannot be known.
        const arrived = [first, ...rest.filter(() => fate.next().value === true)].filter(
          (p) => p !== undefined,
        )
        const claimed = receive(arrived).filter(({ damaged }) => !damaged)
        expect(claimed.filter(({ nals }) => !whole.has(bytesOf(nals)))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('tells with the next picture that whole pictures between were lost', () => {
    fc.assert(
      fc.property(anyStream, fc.nat(), fc.nat(), ({ packets }, a, b) => {
        const from = 1 + (a % packets.length)
        const count = 1 + (b % packets.length)
        const after = packets.slice(from + count)
        fc.pre(after.length > 0)
        const before = receive(packets.slice(0, from)).length
        const units = receive([...packets.slice(0, from), ...after])
        fc.pre(units.length > before)
        expect(units.slice(before).some(({ damaged }) => damaged)).toBe(true)
      }),
    )
  })

  it('reads any bytes as payload without throwing', () => {
    const depacketizer = new H264Depacketizer()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
        expect(depacketizer.push(payload).nals.every((nal) => nal.length > 0)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
