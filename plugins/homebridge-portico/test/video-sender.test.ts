// Goal: a viewer begins with a picture that can be decoded, and follows from there. Method: pictures sent into a receiver of
// SRTP and put together again.
import { H264Depacketizer, type RtpPacket, parseRtp, parseSenderReport } from '@portico/rtp'
import { describe, expect, it } from 'vitest'
import type { PictureTrack } from '../src/camera/mp4-read.ts'
import type { LivePicture } from '../src/camera/picture-line.ts'
import { SrtpReceiver, SrtpSender } from '../src/camera/srtp.ts'
import { VideoSender } from '../src/camera/video-sender.ts'

const sps = Buffer.from('6742c01fda0141', 'hex')
const pps = Buffer.from('68ce3c80', 'hex')
const track: PictureTrack = {
  kind: 'picture',
  timescale: 90_000,
  width: 640,
  height: 360,
  sps: [sps],
  pps: [pps],
  configuration: new Uint8Array(7),
}
const keyNal = Buffer.concat([Buffer.from([0x65]), Buffer.alloc(5_000, 7)])
const otherNal = Buffer.concat([Buffer.from([0x41]), Buffer.alloc(300, 9)])

const picture = (key: boolean, captured: number): LivePicture => {
  const nal = key ? keyNal : otherNal
  return { track, nals: [nal], bytes: nal, key, at: captured * 90, captured }
}

class Peer {
  readonly packets: RtpPacket[] = []
  readonly reports: Buffer[] = []
  readonly sizes: number[] = []
  readonly sender: VideoSender

  constructor(mtu: number) {
    const [key, salt] = [Buffer.alloc(16, 1), Buffer.alloc(14, 2)]
    const receiver = new SrtpReceiver(key, salt)
    const send = (bytes: Uint8Array): void => {
      this.sizes.push(bytes.length)
      const rtp = receiver.rtp(bytes)
      const packet = rtp && parseRtp(rtp)
      if (packet && packet.payloadType === 99) this.packets.push(packet)
      else this.reports.push(receiver.rtcp(bytes) ?? Buffer.alloc(0))
    }
    this.sender = new VideoSender({ ssrc: 5, payloadType: 99, srtp: new SrtpSender(key, salt), send, mtu })
  }

  get nals(): Uint8Array[] {
    const depacketizer = new H264Depacketizer()
    return this.packets.flatMap(({ payload }) => depacketizer.push(payload).nals)
  }
  /** Of whole pictures, ticks from one to the next. */
  get steps(): number[] {
    const times = this.packets.filter(({ marker }) => marker).map(({ timestamp }) => timestamp)
    return times.slice(1).map((time, i) => (time - (times[i] ?? 0) + 2 ** 32) % 2 ** 32)
  }
}

describe('a viewer', () => {
  it('has the newest group at once, its times drawn together, and then goes with the camera', () => {
    const peer = new Peer(1_378)
    peer.sender.begin([picture(true, 1_000), picture(false, 1_200), picture(false, 1_400)])
    peer.sender.show(picture(false, 1_600))
    expect(peer.nals.map((nal) => Buffer.from(nal))).toEqual([sps, pps, keyNal, otherNal, otherNal, otherNal])
    expect(peer.steps).toEqual([90, 90, 200 * 90])
    expect(Math.max(...peer.sizes)).toBeLessThanOrEqual(1_378)
    expect(parseSenderReport(peer.reports[0] ?? Buffer.alloc(0))).toMatchObject({ ssrc: 5 })
  })

  it('who comes before any picture waits for a key picture', () => {
    const peer = new Peer(1_378)
    peer.sender.begin([])
    peer.sender.show(picture(false, 900))
    expect(peer.packets.length).toBe(0)
    peer.sender.show(picture(true, 1_000))
    expect(Buffer.from(peer.nals.at(-1) ?? [])).toEqual(keyNal)
  })

  it('who names a datagram that is too small or too large gets one that fits', () => {
    const [small, large] = [new Peer(1), new Peer(60_000)]
    for (const peer of [small, large]) peer.sender.begin([picture(true, 1_000)])
    expect(Math.max(...small.sizes)).toBeLessThanOrEqual(256)
    expect(Math.max(...large.sizes)).toBeLessThanOrEqual(1_378)
  })

  it('sees time go on though two pictures came in the same moment', () => {
    const peer = new Peer(1_378)
    peer.sender.begin([picture(true, 1_000)])
    for (const captured of [1_000, 990, 1_100]) peer.sender.show(picture(false, captured))
    for (const step of peer.steps) expect(step).toBeLessThan(2 ** 31)
  })
})
