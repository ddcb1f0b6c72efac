// Somebody who looks at a HomeKit camera: agrees on keys, begins, receives SRTP, speaks, and leaves (HomeKit Accessory
// Protocol R2, chapter 11.8). SRTP is werift's: another hand's than the one that sends.
import { type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { type RtpPacket, H264Depacketizer, parseRtp } from '@portico/rtp'
import { RtpPacket as OutgoingPacket, SrtcpSession, SrtpSession } from 'werift'
import { HAP, type HapCamera, f32, readTlv, tlv, u16, u32, u8 } from './hap-camera.ts'

const VIDEO_TYPE = 99
const AUDIO_TYPE = 110

class Ear {
  readonly packets: RtpPacket[] = []
  readonly reports: Buffer[] = []
  refused = 0
  readonly key = randomBytes(16)
  readonly salt = randomBytes(14)
  readonly socket: Socket
  readonly rtp: SrtpSession
  readonly rtcp: SrtcpSession
  onPacket: (packet: RtpPacket) => void = () => undefined

  constructor() {
    const keys = {
      localMasterKey: this.key,
      localMasterSalt: this.salt,
      remoteMasterKey: this.key,
      remoteMasterSalt: this.salt,
    }
    this.rtp = new SrtpSession({ keys, profile: 1 })
    this.rtcp = new SrtcpSession({ keys, profile: 1 })
    this.socket = createSocket('udp4')
    this.socket.on('message', (bytes) => this.#take(bytes))
  }

  get port(): number {
    return this.socket.address().port
  }

  #take(bytes: Buffer): void {
    try {
      if (((bytes[1] ?? 0) & 0xe0) === 0xc0) this.reports.push(this.rtcp.decrypt(bytes))
      else {
        const packet = parseRtp(this.rtp.decrypt(bytes))
        if (!packet) throw new Error('no RTP')
        this.packets.push(packet)
        this.onPacket(packet)
      }
    } catch {
      this.refused += 1
    }
  }
}

export class HapLook implements AsyncDisposable {
  readonly video = new Ear()
  readonly audio = new Ear()
  readonly nals: Uint8Array[] = []
  /** Of `performance.now()`: when the first whole key picture was there. */
  keyAt: number | null = null
  readonly #camera: HapCamera
  readonly #index: number
  readonly #session = randomBytes(16)
  readonly #depacketizer = new H264Depacketizer()
  #theirs = { video: 0, audio: 0, videoSsrc: 0, audioSsrc: 0 }
  #isOver = false
  #reporting: NodeJS.Timeout | null = null

  /** `index`: of the stream management that is used. */
  constructor(camera: HapCamera, index = 0) {
    this.#camera = camera
    this.#index = index
    this.video.onPacket = (packet) => {
      this.nals.push(...this.#depacketizer.push(packet.payload).nals)
      if (packet.marker && this.nals.some((nal) => ((nal[0] ?? 0) & 0x1f) === 5))
        this.keyAt ??= performance.now()
    }
  }

  get ssrc(): number {
    return this.#theirs.videoSsrc
  }
  get audioSsrc(): number {
    return this.#theirs.audioSsrc
  }

  /** Agrees on addresses and keys. */
  async setup(): Promise<void> {
    for (const { socket } of [this.video, this.audio]) {
      socket.bind(0, '127.0.0.1')
      // oxlint-disable-next-line no-await-in-loop -- two of them
      await once(socket, 'listening')
    }
    const address = tlv(
      [1, u8(0)],
      [2, Buffer.from('127.0.0.1')],
      [3, u16(this.video.port)],
      [4, u16(this.audio.port)],
    )
    const keys = ({ key, salt }: Ear): Buffer => tlv([1, u8(0)], [2, key], [3, salt])
    const wish = tlv([1, this.#session], [3, address], [4, keys(this.video)], [5, keys(this.audio)])
    await this.#camera.writeTlv(HAP.setupEndpoints, wish, this.#index)
    const reply = await this.#camera.readTlv(HAP.setupEndpoints, this.#index)
    if (reply.get(2)?.[0] !== 0) throw new Error(`endpoints refused: ${reply.get(2)?.[0]}`)
    const theirs = readTlv(reply.get(3) ?? Buffer.alloc(0))
    this.#theirs = {
      video: theirs.get(3)?.readUInt16LE() ?? 0,
      audio: theirs.get(4)?.readUInt16LE() ?? 0,
      videoSsrc: reply.get(6)?.readUInt32LE() ?? 0,
      audioSsrc: reply.get(7)?.readUInt32LE() ?? 0,
    }
  }

  /** Ms from the order to the first whole key picture are told by `keyAt` and what this returns: when it was given. */
  async start(): Promise<number> {
    const video = tlv(
      [1, u8(0)],
      [2, tlv([1, u8(1)], [2, u8(0)], [3, u8(0)])],
      [3, tlv([1, u16(1280)], [2, u16(720)], [3, u8(30)])],
      [4, tlv([1, u8(VIDEO_TYPE)], [2, u32(1)], [3, u16(299)], [4, f32(0.5)], [5, u16(1378)])],
    )
    const audio = tlv(
      [1, u8(3)],
      [2, tlv([1, u8(1)], [2, u8(0)], [3, u8(2)], [4, u8(20)])],
      [3, tlv([1, u8(AUDIO_TYPE)], [2, u32(2)], [3, u16(24)], [4, f32(5)], [6, u8(13)])],
      [4, u8(0)],
    )
    const order = tlv([1, tlv([1, this.#session], [2, u8(1)])], [2, video], [3, audio])
    const at = performance.now()
    await this.#camera.writeTlv(HAP.selectedStream, order, this.#index)
    this.#reporting = setInterval(() => this.report(), 500)
    return at
  }

  async end(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#reporting) clearInterval(this.#reporting)
    await this.#camera.writeTlv(
      HAP.selectedStream,
      tlv([1, tlv([1, this.#session], [2, u8(0)])]),
      this.#index,
    )
  }

  /** An empty receiver report: a sign of life. */
  report(): void {
    const report = Buffer.alloc(8)
    report.writeUInt32BE(0x80_c9_00_01)
    report.writeUInt32BE(1, 4)
    this.video.socket.send(this.video.rtcp.encrypt(report), this.#theirs.video, '127.0.0.1')
  }

  /** One RTP packet of sound towards the camera. */
  speak(packet: Uint8Array): void {
    const { payload, header } = OutgoingPacket.deSerialize(Buffer.from(packet))
    this.audio.socket.send(this.audio.rtp.encrypt(payload, header), this.#theirs.audio, '127.0.0.1')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    this.video.socket.close()
    this.audio.socket.close()
  }
}
