// Somebody who looks by WebRTC and leaves it to the test how offer, answer and candidates get to the other side.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift'

const H264 = {
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
}

/** Types of NAL units (RFC 6184 table 1): an IDR picture, several units in one packet, a part of one. */
const IDR = 5
const TOGETHER = 24
const PART = 28

export class OfferViewer implements AsyncDisposable {
  /** Without candidates. */
  readonly offer: string
  /** As SDP has them, without `a=`. */
  readonly candidates: readonly string[]
  packets = 0
  /** Packets in which an IDR picture begins. */
  keys = 0
  readonly #connection: RTCPeerConnection

  private constructor(connection: RTCPeerConnection, sdp: string) {
    this.#connection = connection
    this.offer = sdp.replaceAll(/a=(?:candidate|end-of-candidates).*\r\n/g, '')
    this.candidates = [...sdp.matchAll(/^a=(candidate:.*)\r$/gm)].map(([, candidate = '']) => candidate)
    connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ payload }) => {
        this.packets += 1
        if (beginsKey(payload)) this.keys += 1
      })
    })
  }

  static async open(): Promise<OfferViewer> {
    const connection = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      codecs: { audio: [], video: [new RTCRtpCodecParameters(H264)] },
    })
    connection.addTransceiver('video', { direction: 'recvonly' })
    await connection.setLocalDescription(await connection.createOffer())
    return new OfferViewer(connection, connection.localDescription?.sdp ?? '')
  }

  async accept(answer: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close()
  }
}

function beginsKey(payload: Uint8Array): boolean {
  const type = (payload[0] ?? 0) % 32
  if (type === PART) return ((payload[1] ?? 0) & 0x80) !== 0 && (payload[1] ?? 0) % 32 === IDR
  if (type !== TOGETHER) return type === IDR
  for (let at = 1; at + 2 < payload.length; at += 2 + (payload[at] ?? 0) * 256 + (payload[at + 1] ?? 0))
    if ((payload[at + 2] ?? 0) % 32 === IDR) return true
  return false
}
