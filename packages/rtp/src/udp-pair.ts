// The two UDP ports of one track: RTP on an even one, RTCP on the next (RFC 3550 section 11). Only the camera's own
// address is heard.
import { type Socket, createSocket } from 'node:dgram'
import { randomInt } from 'node:crypto'
import { RtspError } from './errors.ts'

export interface UdpHearing {
  readonly onRtp: (packet: Uint8Array) => void
  readonly onRtcp: (packet: Uint8Array) => void
}

const TRIES = 16
const PORT_MIN = 20_000
const PORT_MAX = 60_000
/** A key picture comes all at once, bytes; the system may give less. */
const RECEIVE_BYTES = 1024 * 1024

/** How an IPv4 address is written on a socket of either family. */
const plain = (address: string): string => address.replace(/^::ffff:/, '')

export class UdpPair implements Disposable {
  readonly #address: string
  readonly #sockets: readonly [rtp: Socket, rtcp: Socket]
  /** Of RTP; RTCP has the next one. */
  readonly port: number

  private constructor(address: string, sockets: readonly [Socket, Socket], port: number) {
    this.#address = plain(address)
    this.#sockets = sockets
    this.port = port
  }

  /** Ports for a camera at this address. Rejects with `HUB_RTSP_UNREACHABLE` where none are free. */
  static async open(address: string): Promise<UdpPair> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const port = 2 * randomInt(PORT_MIN / 2, PORT_MAX / 2)
      const sockets = [newSocket(address), newSocket(address)] as const
      try {
        await bound(sockets[0], port)
        await bound(sockets[1], port + 1)
        return new UdpPair(address, sockets, port)
      } catch {
        for (const socket of sockets) socket.close()
      }
    }
    throw new RtspError('HUB_RTSP_UNREACHABLE', 'no two free ports for pictures over UDP')
  }

  hear({ onRtp, onRtcp }: UdpHearing): void {
    for (const [i, socket] of this.#sockets.entries())
      socket.on('message', (packet, { address }) => {
        if (plain(address) !== this.#address) return
        if (i === 0) onRtp(packet)
        else onRtcp(packet)
      })
  }

  /** To the camera's ports: a report, which also opens the way back where a firewall stands between. */
  send(port: number, packet: Uint8Array): void {
    // A camera that is gone is found by its silence, not here.
    this.#sockets[1].send(packet, port, this.#address, () => undefined)
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.close()
  }
}

function newSocket(address: string): Socket {
  const type = plain(address).includes(':') ? 'udp6' : 'udp4'
  const socket = createSocket({ type, recvBufferSize: RECEIVE_BYTES })
  socket.on('error', () => undefined)
  return socket
}

async function bound(socket: Socket, port: number): Promise<void> {
  const done = Promise.withResolvers<void>()
  socket.once('error', done.reject)
  socket.bind(port, done.resolve)
  await done.promise
  socket.off('error', done.reject)
}
