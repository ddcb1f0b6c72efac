// Goal: sound of cameras becomes frames that can be decoded by themselves, each with its time; what cannot be read is no
// sound and no error. Method: packets as RFC 3551, 7587 and 3640 have them, cut and lost, and random bytes.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSenderReport } from '../src/rtcp.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { parseSdp, writeSdp } from '../src/sdp.ts'
import type { SoundDescription } from '../src/sdp-sound.ts'
import { opusSamples, soundDepacketizer } from '../src/sound-payload.ts'
import { SoundReceiver } from '../src/sound-receiver.ts'
import type { SoundUnit } from '../src/sound.ts'
import { pps, sps } from './fixture-pictures.ts'

const hbr = { size: 13, index: 3, indexDelta: 3, frameSamples: 1_024 }

/** AAC frames behind their headers of 16 bits (RFC 3640 section 3.3.6). */
function aacPayload(sizes: readonly number[], ...bodies: readonly Uint8Array[]): Uint8Array {
  const bits = 16 * sizes.length
  const heads = sizes.flatMap((size) => [(size >> 5) & 0xff, (size << 3) & 0xff])
  return Uint8Array.from([bits >> 8, bits & 0xff, ...heads, ...bodies.flatMap((body) => [...body])])
}

function receive(sound: SoundDescription): { readonly receiver: SoundReceiver; readonly units: SoundUnit[] } {
  const units: SoundUnit[] = []
  const receiver = new SoundReceiver({ sound, mono: () => 5, emit: (unit) => units.push(unit) })
  return { receiver, units }
}

const describeSound = (lines: string): SoundDescription | null =>
  parseSdp(`v=0\n${lines}\na=control:a\n`, 'rtsp://c/x').sound

describe('a description of sound', () => {
  it.each([
    ['m=audio 0 RTP/AVP 0', 'pcmu', 8_000, 1],
    ['m=audio 0 RTP/AVP 8', 'pcma', 8_000, 1],
    ['m=audio 0 RTP/AVP 97\na=rtpmap:97 PCMU/16000/2', 'pcmu', 16_000, 2],
    ['m=audio 0 RTP/AVP 111\na=rtpmap:111 opus/48000/2', 'opus', 48_000, 2],
    [
      'm=audio 0 RTP/AVP 97\na=rtpmap:97 MPEG4-GENERIC/16000/1\na=fmtp:97 mode=AAC-hbr; config=1408; SizeLength=13; IndexLength=3; IndexDeltaLength=3',
      'aac',
      16_000,
      1,
    ],
  ] as const)('%s is read', (lines, codec, rate, channels) => {
    expect(describeSound(lines)).toMatchObject({
      format: { codec, rate, channels },
      control: 'rtsp://c/x/a',
    })
  })

  it.each([
    // The camera's ear, not its voice.
    'm=audio 0 RTP/AVP 0\na=sendonly',
    'm=audio 0 RTP/AVP 97\na=rtpmap:97 L16/44100/2',
    'm=audio 0 RTP/AVP 97\na=rtpmap:97 opus/48000/6',
    'm=audio 0 RTP/AVP 97\na=rtpmap:97 PCMU/1',
    'm=audio 0 RTP/AVP 97\na=rtpmap:97 mpeg4-generic/16000/1\na=fmtp:97 mode=AAC-hbr',
    'm=audio 0 RTP/AVP 97\na=rtpmap:97 mpeg4-generic/16000/1\na=fmtp:97 config=1408;CTSDeltaLength=2',
  ])('%s is none that is read', (lines) => {
    expect(describeSound(lines)).toBeNull()
  })

  it('takes the first payload that it can read', () => {
    const sound = describeSound('m=audio 0 RTP/AVP 99 8 0\na=rtpmap:99 L16/44100')
    expect([sound?.payloadType, sound?.format.codec]).toEqual([8, 'pcma'])
  })

  it('is read back as it was written, beside the picture', () => {
    for (const codec of ['pcmu', 'pcma', 'opus', 'aac'] as const) {
      const config = codec === 'aac' ? Uint8Array.of(0x14, 0x08) : new Uint8Array(0)
      const format = { codec, rate: codec === 'opus' ? 48_000 : 8_000, channels: 1, config }
      const text = writeSdp({ sps, pps, payloadType: 96, sound: { format, payloadType: 97 } })
      const { video, sound } = parseSdp(text, 'rtsp://c/x/')
      expect(video?.control).toBe('rtsp://c/x/video')
      expect(sound).toMatchObject({ format, payloadType: 97, control: 'rtsp://c/x/audio' })
    }
  })
})

describe('AAC', () => {
  it('in one packet is told frame by frame, in several it is put together', () => {
    const [one, two] = [new Uint8Array(30).fill(1), new Uint8Array(50).fill(2)]
    const depacketizer = soundDepacketizer('aac', 1, hbr)
    expect(depacketizer.push(aacPayload([30, 50], one, two), true).map(({ bytes }) => bytes)).toEqual([
      one,
      two,
    ])
    expect(depacketizer.push(aacPayload([50], two.subarray(0, 20)), false)).toEqual([])
    expect(depacketizer.push(aacPayload([50], two.subarray(20)), true)).toEqual([
      { bytes: Buffer.from(two), samples: 1_024 },
    ])
  })

  it('that lost a part is not put together', () => {
    const body = new Uint8Array(50).fill(2)
    const depacketizer = soundDepacketizer('aac', 1, hbr)
    depacketizer.push(aacPayload([50], body.subarray(0, 20)), false)
    depacketizer.lost()
    expect(depacketizer.push(aacPayload([50], body.subarray(40)), true)).toEqual([])
    expect(depacketizer.push(aacPayload([50], body), true)).toHaveLength(1)
  })
})

describe('Opus', () => {
  it.each([
    [[0xfc], 960],
    [[0xf8], 960],
    [[0x78], 960],
    [[0xe1], 240],
    [[0x1b, 2], 5_760],
    [[0x1b, 3], null],
    [[0x1b], null],
    [[], null],
  ] as const)('that begins with %j lasts %s samples (RFC 6716 section 3.1)', (bytes, samples) => {
    expect(opusSamples(Uint8Array.from(bytes))).toBe(samples)
  })
})

describe('a receiver of sound', () => {
  const sound = describeSound('m=audio 0 RTP/AVP 0')
  if (!sound) throw new Error('no sound')
  const packet = (sequence: number, timestamp: number, bytes = 160): Uint8Array =>
    buildRtp({
      marker: false,
      payloadType: 0,
      sequence,
      timestamp: timestamp % 2 ** 32,
      ssrc: 4,
      payload: new Uint8Array(bytes).fill(0xd5),
    })

  it('tells times over the wrap, and the time of the camera once it was told', () => {
    const { receiver, units } = receive(sound)
    const start = 2 ** 32 - 160
    receiver.rtp(packet(65_535, start))
    receiver.rtcp(
      buildSenderReport({ ssrc: 4, wallMs: 1_700_000_000_000, timestamp: start, packets: 1, bytes: 1 }),
    )
    receiver.rtp(packet(0, start + 160))
    // One that comes twice, and one of another payload type, are none.
    receiver.rtp(packet(0, start + 160))
    receiver.rtp(
      buildRtp({ marker: false, payloadType: 96, sequence: 1, timestamp: 0, ssrc: 4, payload: pps }),
    )
    expect(units.map(({ rtpTime, restarted, samples }) => [rtpTime, restarted, samples])).toEqual([
      [start, true, 160],
      [start + 160, false, 160],
    ])
    expect(units.map(({ capturedWallMs }) => capturedWallMs)).toEqual([null, 1_700_000_000_020])
  })

  it('reports what it lost of the sender', () => {
    const { receiver } = receive(sound)
    expect(receiver.reception()).toBeNull()
    for (const sequence of [10, 11, 13, 14]) receiver.rtp(packet(sequence, sequence * 160))
    expect(receiver.reception()).toMatchObject({ ssrc: 4, lost: 1, fractionLost: 0.2, highestSequence: 14 })
    receiver.rtp(packet(15, 15 * 160))
    expect(receiver.reception()).toMatchObject({ lost: 1, fractionLost: 0 })
  })

  it('reads any bytes of any codec without throwing, and gives no frame beyond its limits', () => {
    for (const codec of ['pcmu', 'pcma', 'aac', 'opus'] as const) {
      const depacketizer = soundDepacketizer(codec, 1, hbr)
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (payload, marker) => {
          for (const { bytes, samples } of depacketizer.push(payload, marker)) {
            expect(bytes.length).toBeGreaterThan(0)
            expect(samples).toBeGreaterThan(0)
          }
        }),
        { numRuns: 1_000 },
      )
    }
  })
})
