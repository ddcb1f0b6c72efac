// Whether whoever asked still waits for his answer. One who has hung up takes it for a no: a hub that stood still must not
// do later what he has given up.
import type { FastifyRequest } from 'fastify'

/** To be asked again after each wait. */
export function isAwaited({ raw: { socket } }: Pick<FastifyRequest, 'raw'>): boolean {
  return !socket.destroyed && !socket.readableEnded
}
