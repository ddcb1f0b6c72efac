// Alexa's media server as far as this house meets it: it offers sound and pictures in one bundle, says nothing of what H.264
// it takes, tells all its places at once, and waits for pictures.
import { spawnSync } from 'node:child_process'
import { H264Depacketizer, joinAnnexB } from '@portico/rtp'
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift'

const codec = (mimeType: string, clockRate: number, channels?: number): RTCRtpCodecParameters =>
  new RTCRtpCodecParameters({ mimeType, clockRate, ...(channels !== undefined && { channels }) })

export class GatewayViewer implements AsyncDisposable {
  /** Its whole offer. */
  readonly offer: string
  readonly #connection: RTCPeerConnection
  readonly #nals: Uint8Array[] = []
  readonly #depacketizer = new H264Depacketizer()
  /** Pictures that came to their end. */
  pictures = 0
  sounds = 0

  private constructor(connection: RTCPeerConnection, offer: string) {
    this.#connection = connection
    this.offer = offer
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        if (track.kind === 'audio') this.sounds += 1
        else this.#take(payload, header.marker)
      })
    })
  }

  static async begin(): Promise<GatewayViewer> {
    const connection = new RTCPeerConnection({
      ...{ iceServers: [], iceUseIpv4: false, iceUseIpv6: false, iceAdditionalHostAddresses: ['127.0.0.1'] },
      bundlePolicy: 'max-bundle',
      codecs: {
        audio: [codec('audio/opus', 48_000, 2), codec('audio/PCMU', 8000), codec('audio/PCMA', 8000)],
        video: [codec('video/H264', 90_000)],
      },
    })
    connection.addTransceiver('audio', { direction: 'sendrecv' })
    connection.addTransceiver('video', { direction: 'sendrecv' })
    await connection.setLocalDescription(await connection.createOffer())
    return new GatewayViewer(connection, connection.localDescription?.sdp ?? '')
  }

  async meet(answer: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  /** Pictures that ffmpeg makes of what came; null: there is no ffmpeg here. */
  decoded(): number | null {
    const { stdout, error } = spawnSync(
      'ffmpeg',
      ['-v', 'error', '-xerror', '-f', 'h264', '-i', '-', '-f', 'framecrc', '-'],
      { input: joinAnnexB(this.#nals), timeout: 30_000 },
    )
    if (error) return null
    return stdout
      .toString()
      .split('\n')
      .filter((line) => /^\d/.test(line)).length
  }

  #take(payload: Uint8Array, ends: boolean): void {
    this.#nals.push(...this.#depacketizer.push(Uint8Array.from(payload)).nals)
    if (ends) this.pictures += 1
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close()
  }
}
