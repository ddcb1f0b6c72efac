// One upgrade dispatcher by path: socket.io has its own, everything else goes through the routes and their guards.
// Without it the router answers socket.io's WebSocket with 404, and socket.io hangs up on slow hooks of the others.
import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

export const SOCKET_IO_PATH = '/socket.io/'

const isSocketIo = ({ url = '' }: IncomingMessage): boolean => url.startsWith(SOCKET_IO_PATH)

export interface Upgrades {
  /**
   * What the router's WebSocket plugin listens to in place of the server: upgrades that are none of socket.io's.
   * socket.io itself listens to the server and leaves foreign paths alone (`destroyUpgrade: false`).
   */
  readonly routed: Server
  /**
   * Cuts the line of an upgrade that was answered instead of taken. The server has let go of it, limits of time among
   * the rest: left open it would hold a place for ever.
   */
  cut(request: IncomingMessage): void
  /** Ends every upgraded connection: none of them may hold up a stop by not answering a goodbye. */
  destroy(): void
}

export function dispatchUpgrades(server: Server): Upgrades {
  const routed = new EventEmitter()
  const open = new Set<Duplex>()
  const lines = new WeakMap<IncomingMessage, Duplex>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket)
    socket.once('close', () => void open.delete(socket))
    if (isSocketIo(request)) return
    lines.set(request, socket)
    routed.emit('upgrade', request, socket, head)
  })
  return {
    // cast: the plugin only listens to it
    routed: routed as Server,
    cut: (request) => lines.get(request)?.destroy(),
    destroy: () => {
      for (const socket of open) socket.destroy()
    },
  }
}
