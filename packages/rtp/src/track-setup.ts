// Setting up one track of a camera: within the connection, or over UDP where the camera wants that (RFC 2326 sections
// 10.4, 12.39).
import type { RtspClock } from './clock.ts'
import { RtspError } from './errors.ts'
import type { ReceptionReport } from './rtcp.ts'
import { ReorderBuffer } from './reorder.ts'
import type { RtspConnection, RtspResponse } from './rtsp-connection.ts'
import { headerOf } from './rtsp-message.ts'
import { UdpPair } from './udp-pair.ts'

export type RtspTransport = 'tcp' | 'udp'

/** What hears a track. */
export interface TrackReceiver {
  readonly ssrc: number | null
  rtp(packet: Uint8Array): void
  rtcp(packet: Uint8Array): void
  reception(): ReceptionReport | null
}

/** A track that was set up. */
export interface Track extends Disposable {
  readonly receiver: TrackReceiver
  readonly transport: RtspTransport
  sendRtcp(packet: Uint8Array): void
}

export interface TrackOrder {
  readonly connection: RtspConnection
  readonly clock: RtspClock
  readonly control: string
  readonly receiver: TrackReceiver
  /** The first one is tried first; over UDP too when the camera does not take TCP (461). */
  readonly transport: RtspTransport
  /** Which channels are asked for: this one and the next. */
  readonly channel: number
  /** Frames of the connection, by channel. */
  readonly channels: Map<number, (packet: Uint8Array) => void>
  /** Named by an earlier track; null: this is the first one. */
  readonly session: string | null
}

export interface SetUpTrack {
  readonly track: Track
  /** As the camera wrote it. */
  readonly session: string
}

const UNSUPPORTED_TRANSPORT = 461

/** Rejects with `HUB_RTSP_STATUS` and as `RtspConnection.request` does. */
export async function setUpTrack(order: TrackOrder): Promise<SetUpTrack> {
  if (order.transport === 'udp') return await overUdp(order)
  const { channel } = order
  const response = await ask(order, `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`)
  if (response.status === UNSUPPORTED_TRANSPORT) return await overUdp(order)
  return { track: interleaved(order, transportOf(response)), session: sessionOf(response) }
}

async function ask({ connection, control, session }: TrackOrder, transport: string): Promise<RtspResponse> {
  const headers = {
    Transport: transport,
    ...(session === null ? {} : { Session: session.split(';')[0] ?? '' }),
  }
  const response = await connection.request({ method: 'SETUP', url: control, headers })
  if ((response.status >= 200 && response.status < 300) || response.status === UNSUPPORTED_TRANSPORT)
    return response
  throw new RtspError('HUB_RTSP_STATUS', `SETUP was answered with ${response.status}`)
}

const transportOf = ({ message }: RtspResponse): string => headerOf(message, 'transport') ?? ''
const sessionOf = ({ message }: RtspResponse): string => headerOf(message, 'session') ?? ''

/** The camera's word on the channels counts, whatever was asked for. */
function interleaved(
  { channel: wished, channels, connection, receiver }: TrackOrder,
  transport: string,
): Track {
  const channel = Number(/interleaved=(\d{1,3})/.exec(transport)?.[1] ?? wished)
  channels.set(channel, (packet) => {
    receiver.rtp(packet)
  })
  channels.set(channel + 1, (packet) => {
    receiver.rtcp(packet)
  })
  return {
    receiver,
    transport: 'tcp',
    sendRtcp: (packet) => {
      connection.sendFrame(channel + 1, packet)
    },
    [Symbol.dispose]: () => {
      channels.delete(channel)
      channels.delete(channel + 1)
    },
  }
}

async function overUdp(order: TrackOrder): Promise<SetUpTrack> {
  const { connection, clock, receiver } = order
  const pair = await UdpPair.open(connection.remoteAddress)
  const buffer = new ReorderBuffer({
    clock,
    deliver: (packet) => {
      receiver.rtp(packet)
    },
  })
  const end = (): void => {
    buffer[Symbol.dispose]()
    pair[Symbol.dispose]()
  }
  try {
    pair.hear({
      onRtp: (packet) => {
        buffer.push(packet)
      },
      onRtcp: (packet) => {
        receiver.rtcp(packet)
      },
    })
    const response = await ask(order, `RTP/AVP;unicast;client_port=${pair.port}-${pair.port + 1}`)
    if (response.status === UNSUPPORTED_TRANSPORT)
      throw new RtspError('HUB_RTSP_STATUS', `SETUP was answered with ${response.status}`)
    const theirs = Number(/server_port=\d+-(\d{1,5})/.exec(transportOf(response))?.[1] ?? 0)
    const sendRtcp = (packet: Uint8Array): void => {
      if (theirs > 0 && theirs < 65_536) pair.send(theirs, packet)
    }
    const track: Track = { receiver, transport: 'udp', sendRtcp, [Symbol.dispose]: end }
    return { track, session: sessionOf(response) }
  } catch (error) {
    end()
    throw error
  }
}
