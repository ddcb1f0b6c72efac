// `/ws/events`: the events as plain text frames, for whoever wants no library. Resumed by the number of an event.
import { seconds } from '@portico/core'
import type { LiveEvent } from '@portico/protocol'
import { Type } from 'typebox'
import type { WebSocket } from '@fastify/websocket'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { known } from '../http/rights.ts'
import { afterRange, query } from '../http/routes/schemas.ts'
import { beat } from './heartbeat.ts'
import type { OpenSockets } from './open-sockets.ts'

/** Unsent bytes after which a reader is let go; it may resume. */
export const UNSENT_MAX = 1024 * 1024
/** Close codes of ours (RFC 6455 §7.4.2), after the HTTP status they resemble. */
export const CLOSE_SLOW = 4408
export const CLOSE_SIGNED_OUT = 4401
const CLOSE_STOPPING = 1001
const PING_EVERY = seconds(30)

/** Ends a socket whose right has ended, or the hub. */
export const goodbye =
  (socket: WebSocket) =>
  (why: 'signed-out' | 'stopping'): void =>
    socket.close(why === 'stopping' ? CLOSE_STOPPING : CLOSE_SIGNED_OUT, why)

/** Resolves when the frame was handed to the system, or will never be. */
const sent = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve) => socket.send(text, () => resolve()))

export function addEventSocket(app: RouteApp, faces: Faces, sockets: OpenSockets): void {
  const { hub, feed } = faces
  app.get(
    '/ws/events',
    {
      websocket: true,
      config: { right: ['read'] },
      schema: { querystring: query({ after: Type.Optional(Type.Integer(afterRange)) }) },
      preHandler: async () => {
        if (sockets.isFull) throw httpError('HUB_HTTP_BUSY', 'too many sockets are open')
      },
    },
    async (socket, { identity, query: { after = null } }) => {
      const ended = new AbortController()
      const place = sockets.add(known(identity), goodbye(socket))
      const heart = beat({ socket, clock: hub.clock, every: PING_EVERY })
      const tell = (event: LiveEvent): void => {
        if (socket.readyState !== socket.OPEN) return
        socket.send(JSON.stringify(event))
        if (socket.bufferedAmount > UNSENT_MAX) socket.close(CLOSE_SLOW, 'too slow; resume')
      }
      socket.on('message', () => socket.close(1003, 'nothing is read here'))
      const closed = new Promise<void>((resolve) => {
        socket.on('close', () => {
          ended.abort()
          resolve()
        })
      })
      try {
        using _ = await feed.join({
          after,
          simulated: hub.settings.virtual,
          signal: ended.signal,
          onReady: (ready) => socket.send(JSON.stringify(ready)),
          // The next portion waits until the system took the last frame of this one.
          onMissed: async (events) => {
            for (const event of events.slice(0, -1)) socket.send(JSON.stringify(event))
            await sent(socket, JSON.stringify(events.at(-1)))
          },
          onLive: (events) => {
            for (const event of events) tell(event)
          },
        })
        await closed
      } finally {
        heart[Symbol.dispose]()
        place[Symbol.dispose]()
      }
    },
  )
}
