// One WebRTC connection by werift. What is known of that library stands in this file alone.
import { isIP } from 'node:net'
import {
  RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  RtcpRrPacket,
} from 'werift'
import { holdKeys } from './held-keys.ts'
import { isUsable } from './ice-fragment.ts'
import type { MediaPacket, Peer, PeerEvents, PeerOrder, WebRtcPort } from './web-rtc.ts'

/** A STUN server that is slow is left out, s: the viewer waits for the answer. */
const STUN_WITHIN_S = 0.5

export const weriftPort: WebRtcPort = {
  /** The certificate is that of all connections of this thread. */
  warm: async () => void (await RTCDtlsTransport.SetupCertificate()),
  answer: (order) => WeriftPeer.answer(order),
}

/** Where a family has one address only, nothing else of the machine is opened. */
function bindTo(addresses: readonly string[]): { udp4?: string; udp6?: string } {
  const [v4, v6] = [4, 6].map((family) => addresses.filter((address) => isIP(address) === family))
  return {
    ...(v4?.length === 1 && v4[0] !== undefined && { udp4: v4[0] }),
    ...(v6?.length === 1 && v6[0] !== undefined && { udp6: v6[0] }),
  }
}

const newConnection = (addresses: readonly string[]): RTCPeerConnection =>
  new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8000, channels: 1, payloadType: 0 }),
      ],
      video: [
        new RTCRtpCodecParameters({
          mimeType: 'video/H264',
          clockRate: 90_000,
          rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
        }),
      ],
    },
    bundlePolicy: 'max-bundle',
    // Left out it would ask a server of the internet.
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [...addresses],
    iceInterfaceAddresses: bindTo(addresses),
  })

type Sender = ReturnType<RTCPeerConnection['getSenders']>[number]

const hasSound = (offer: string): boolean => /^m=audio [1-9]/m.test(offer)

class WeriftPeer implements Peer {
  readonly answer: string
  readonly #connection: RTCPeerConnection
  readonly #sender: Sender

  private constructor(connection: RTCPeerConnection, sender: Sender, answer: string) {
    this.#connection = connection
    this.#sender = sender
    this.answer = answer
  }

  static async answer({ offer, addresses, stun, events }: PeerOrder): Promise<Peer> {
    const connection = newConnection(addresses)
    try {
      const { sender } = connection.addTransceiver('video', { direction: 'sendonly' })
      // A gateway that offers sound gets its section back without any: refused, it would take the bundle with it.
      if (hasSound(offer)) connection.addTransceiver('audio', { direction: 'inactive' })
      listen(connection, sender, events)
      const sdp = offer
        .split('\r\n')
        .filter((line) => !line.startsWith('a=candidate:') || isUsable(line.slice(2)))
        .join('\r\n')
      await connection.setRemoteDescription({ type: 'offer', sdp })
      for (const { connection: ice } of connection.iceTransports) {
        // The library falls back to a server of the internet; it is taken away again.
        if (stun) ice.stunServer = [stun.host, stun.port]
        else delete ice.stunServer
        ice.options.stunGatherTimeout = STUN_WITHIN_S
      }
      const answer = await connection.createAnswer()
      // As the client of DTLS the library waits a tenth of a second first; gateways are known to be met by one.
      const sdpOfAnswer = hasSound(offer)
        ? answer.sdp
        : answer.sdp.replaceAll('a=setup:active', 'a=setup:passive')
      await connection.setLocalDescription({ type: 'answer', sdp: sdpOfAnswer })
      const agreed = connection.localDescription?.sdp ?? ''
      if (!/^a=sendonly$/m.test(agreed)) throw new Error('nothing was agreed on')
      return new WeriftPeer(connection, sender, agreed)
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  send({ payload, sequence, timestamp, marker }: MediaPacket): void {
    const header = new RtpHeader({ sequenceNumber: sequence, timestamp, marker })
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    // Between two addresses there may be no way any more; the connection tells by itself.
    this.#sender.sendRtp(new RtpPacket(header, bytes)).catch(() => undefined)
  }

  addCandidate(candidate: string): void {
    if (!isUsable(candidate)) return
    this.#connection.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close()
  }
}

function listen(connection: RTCPeerConnection, sender: Sender, events: PeerEvents): void {
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected') {
      for (const { srtp, srtcp } of connection.dtlsTransports)
        for (const { localContext, remoteContext } of [srtp, srtcp])
          for (const { cipher } of [localContext, remoteContext]) holdKeys(cipher)
      events.connected()
    } else if (state === 'failed' || state === 'closed' || state === 'disconnected') events.gone(state)
  })
  sender.onPictureLossIndication.subscribe(() => {
    events.keyWanted()
  })
  sender.onRtcp.subscribe((packet) => {
    if (!(packet instanceof RtcpRrPacket)) return
    const report = packet.reports.find(({ ssrc }) => ssrc === sender.ssrc)
    events.lost((report?.fractionLost ?? 0) / 256)
  })
}
