// A line for UDP between a viewer and the hub that can lose packets or stop: what comes from the hub is dropped by a
// rule, what goes to it always arrives.
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram'
import { once } from 'node:events'

export class LossyLine implements AsyncDisposable {
  /** Whether the packet of this number, from the hub to the viewer, is lost. */
  loses: (count: number) => boolean = () => false
  lost = 0
  readonly #near: Socket
  readonly #far: Socket
  #viewer: RemoteInfo | null = null
  #count = 0

  private constructor(near: Socket, far: Socket, hubPort: number) {
    this.#near = near
    this.#far = far
    near.on('message', (packet, from) => {
      this.#viewer = from
      far.send(packet, hubPort, '127.0.0.1')
    })
    far.on('message', (packet) => {
      this.#count += 1
      // Only media: what sets up the connection is no part of the measure (RFC 7983 section 7).
      const isMedia = (packet[0] ?? 0) >= 128 && (packet[0] ?? 0) < 192
      if (isMedia && this.loses(this.#count)) this.lost += 1
      else if (this.#viewer) near.send(packet, this.#viewer.port, this.#viewer.address)
    })
  }

  static async to(hubPort: number): Promise<LossyLine> {
    const sockets = [createSocket('udp4'), createSocket('udp4')] as const
    for (const socket of sockets) {
      socket.bind(0, '127.0.0.1')
      await once(socket, 'listening')
    }
    return new LossyLine(...sockets, hubPort)
  }

  get port(): number {
    return this.#near.address().port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#near.close()
    this.#far.close()
  }
}
