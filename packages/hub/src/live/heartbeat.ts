// Finds out that the other side is gone: a ping now and then, and one that was not answered ends the socket.
import { type Duration, after } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import type { WebSocket } from '@fastify/websocket'

export interface Beating {
  readonly socket: WebSocket
  readonly clock: Clock
  readonly every: Duration
}

export function beat({ socket, clock, every }: Beating): Disposable {
  let answered = true
  let wake: Wake | null = null
  const next = (): void => {
    wake = clock.wake(after(clock.mono(), every), () => {
      if (!answered) return socket.terminate()
      answered = false
      socket.ping()
      next()
    })
  }
  socket.on('pong', () => void (answered = true))
  next()
  return { [Symbol.dispose]: () => wake?.cancel() }
}
