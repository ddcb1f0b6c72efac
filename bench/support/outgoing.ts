// When this process last wrote to a port. What it does before, as a controller that encrypts its question, is its own time.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'
import { machineClock } from '../../test/support/machine-clock.ts'

const OPENED = 'net.client.socket'

export class Outgoing implements Disposable {
  readonly #at = new Map<number, number>()

  /** Follows the sockets that are opened from now on. */
  constructor() {
    subscribe(OPENED, this.#follow)
  }

  /** In the time of the journal's lines. @throws when nothing was ever written to it */
  to(port: number): number {
    const at = this.#at.get(port)
    if (at === undefined) throw new Error(`nothing was written to port ${port}`)
    return at
  }

  [Symbol.dispose](): void {
    unsubscribe(OPENED, this.#follow)
  }

  readonly #follow = (message: unknown): void => {
    const socket = typeof message === 'object' && message && 'socket' in message && message.socket
    // Before it connects a socket puts its own `write` in place.
    if (socket instanceof Socket) socket.once('connect', () => this.#note(socket))
  }

  #note(socket: Socket): void {
    const { remotePort = 0 } = socket
    const write = socket.write.bind(socket)
    const noted = (...parts: Parameters<typeof write>): boolean => {
      this.#at.set(remotePort, machineClock.mono())
      return write(...parts)
    }
    Object.assign(socket, { write: noted })
  }
}
