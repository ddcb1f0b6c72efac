// Goal: pictures are cut where they begin and carry the right times, also from cameras with odd habits. Method: hand
// made packets of pictures with one or several slices, sender reports, and a camera that starts its time anew.
import { describe, expect, it } from 'vitest'
import type { AccessUnit } from '../src/access-unit.ts'
import { packetizeH264 } from '../src/h264-payload.ts'
import { VideoReceiver } from '../src/video-receiver.ts'
import { ParameterSetKeeper } from '../src/parameter-sets.ts'
import { buildSenderReport, ntpToUnixMs, parseSenderReport, unixMsToNtp } from '../src/rtcp.ts'
import { buildRtp } from '../src/rtp-packet.ts'
import { pps, sps } from './fixture-pictures.ts'

const first = Uint8Array.of(0x65, 0x88, 1, 2, 3)
const second = Uint8Array.of(0x65, 0x44, 4, 5, 6)
const follows = Uint8Array.of(0x41, 0x9a, 7)

class Bench {
  readonly units: AccessUnit[] = []
  readonly #receiver: VideoReceiver
  #sequence = 65_530

  constructor() {
    const parameters = new ParameterSetKeeper('h264')
    this.#receiver = new VideoReceiver({
      payloadType: 96,
      parameters,
      mono: () => 5,
      emit: (unit) => this.units.push(unit),
    })
  }

  send(nals: readonly Uint8Array[], timestamp: number, { marker = true, ssrc = 1 } = {}): void {
    const payloads = packetizeH264(nals, 1400)
    for (const [i, payload] of payloads.entries()) {
      this.#sequence = (this.#sequence + 1) % 65_536
      const last = marker && i === payloads.length - 1
      this.#receiver.rtp(
        buildRtp({ marker: last, payloadType: 96, sequence: this.#sequence, timestamp, ssrc, payload }),
      )
    }
  }

  report(wallMs: number, timestamp: number, ssrc = 1): void {
    this.#receiver.rtcp(buildSenderReport({ ssrc, wallMs, timestamp, packets: 1, bytes: 1 }))
  }
}

describe('the receiver of a camera', () => {
  it('keeps the slices of one picture together when the camera sends no marker', () => {
    const bench = new Bench()
    bench.send([sps, pps, first, second], 0, { marker: false })
    bench.send([follows], 3_000, { marker: false })
    expect(bench.units.map(({ nals, key }) => [nals.length, key])).toEqual([[2, true]])
  })

  it('tells two pictures apart that carry the same time stamp', () => {
    const bench = new Bench()
    bench.send([sps, pps, first], 0, { marker: false })
    bench.send([follows], 0)
    expect(bench.units.map(({ nals }) => nals)).toEqual([[first], [follows]])
  })

  it('learns not to believe a camera that sets the marker on every slice', () => {
    const bench = new Bench()
    for (const timestamp of [0, 3_000, 6_000]) {
      bench.send([sps, pps, first], timestamp)
      bench.send([second], timestamp)
    }
    bench.send([follows], 9_000)
    expect(bench.units.map(({ nals, damaged }) => [nals.length, damaged])).toEqual([
      [1, false],
      [1, true],
      [2, false],
      [2, false],
    ])
  })

  it('keeps a picture together whose every slice has the parameter sets before it', () => {
    const bench = new Bench()
    const sei = Uint8Array.of(6, 5, 1, 0, 0x80)
    for (const timestamp of [0, 3_000]) {
      bench.send([sps, pps, sei, first], timestamp, { marker: false })
      bench.send([sps, pps, second], timestamp)
    }
    // The next picture, still of the same time, has its SEI before it.
    bench.send([sei, first], 3_000)
    expect(bench.units.map(({ nals, damaged }) => [nals.length, damaged])).toEqual([
      [3, false],
      [3, false],
      [2, false],
    ])
  })

  it('moves what stands between two pictures of one time to the second', () => {
    const bench = new Bench()
    const sei = Uint8Array.of(6, 5, 1, 0, 0x80)
    const other = Uint8Array.from([...pps, 1])
    bench.send([sps, pps, first, sps, other, sei, first], 0)
    const [one, two] = bench.units
    expect([one?.nals, two?.nals]).toEqual([[first], [sei, first]])
    expect([one?.parameters.pps, two?.parameters.pps]).toEqual([[pps], [other]])
  })

  it('gives no picture before it knows the parameter sets', () => {
    const bench = new Bench()
    bench.send([follows], 0)
    bench.send([sps, pps, first], 3_000)
    expect(bench.units.map(({ key }) => key)).toEqual([true])
  })

  it('tells a change of the parameter sets by a new object, and no change by the same one', () => {
    const bench = new Bench()
    const other = Uint8Array.from([...pps, 1])
    bench.send([sps, pps, first], 0)
    bench.send([sps, pps, first], 3_000)
    bench.send([sps, other, first], 6_000)
    const [a, b, c] = bench.units.map(({ parameters }) => parameters)
    expect(b).toBe(a)
    expect(c).not.toBe(a)
    expect(c?.pps).toEqual([other])
  })

  it('knows no capture time before the first sender report, then the time of the camera', () => {
    const bench = new Bench()
    bench.send([sps, pps, first], 4_294_967_000)
    bench.report(1_700_000_000_000, 4_294_967_000)
    bench.send([follows], (4_294_967_000 + 9_000) % 2 ** 32)
    const [before, after] = bench.units.map(({ capturedWallMs }) => capturedWallMs)
    expect(before).toBeNull()
    expect(after).toBeCloseTo(1_700_000_000_100, 2)
  })

  it('begins a new time line when the time jumps or another sender speaks, and forgets the old report', () => {
    const bench = new Bench()
    bench.send([sps, pps, first], 1_000_000)
    bench.report(1_700_000_000_000, 1_000_000)
    bench.send([follows], 1_003_000)
    bench.send([sps, pps, first], 5)
    bench.send([sps, pps, first], 8, { ssrc: 2 })
    bench.report(1_700_000_000_000, 8, 2)
    bench.send([follows], 98, { ssrc: 2 })
    expect(
      bench.units.map(({ restarted, capturedWallMs, rtpTime }) => [
        restarted,
        capturedWallMs !== null,
        rtpTime,
      ]),
    ).toEqual([
      [true, false, 1_000_000],
      [false, true, 1_003_000],
      [true, false, 5],
      [true, false, 8],
      [false, true, 98],
    ])
  })
})

describe('a sender report', () => {
  it('is read back as it was written, to a µs', () => {
    const report = { ssrc: 9, wallMs: 1_763_900_000_123.456, timestamp: 77, packets: 3, bytes: 1234 }
    const read = parseSenderReport(buildSenderReport(report))
    expect(read).toMatchObject({ ssrc: 9, timestamp: 77, packets: 3, bytes: 1234 })
    expect(read?.wallMs).toBeCloseTo(report.wallMs, 3)
  })

  it('goes on over the end of the NTP era in 2036', () => {
    for (const wallMs of [0, 2_085_978_495_999.5, 2_085_978_496_000, 2_100_000_000_000]) {
      const { seconds, fraction } = unixMsToNtp(wallMs)
      expect(ntpToUnixMs(seconds, fraction)).toBeCloseTo(wallMs, 3)
    }
  })

  it('is null for what is cut short or something else', () => {
    const report = buildSenderReport({ ssrc: 9, wallMs: 0, timestamp: 0, packets: 0, bytes: 0 })
    for (let length = 0; length < 28; length += 1)
      expect(parseSenderReport(report.subarray(0, length))).toBeNull()
    expect(parseSenderReport(report.subarray(28))).toBeNull()
  })
})
