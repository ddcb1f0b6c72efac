// What comes from the street is served in turns between which the house is heard: however much comes, a person's command
// waits for one turn and not for a queue of strangers (threats G12, T17).
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** Longest turn, ms: then whatever else waits in this process has its place. */
const TURN_MS = 5

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/**
 * One request of a connection at a time: a second one before the answer to the first is hung up on. No browser and no
 * carrier sends so, and without it one line could hold thousands.
 */
export function takeTurns(server: Server): void {
  // cast: what a server calls for each request
  const listeners = server.listeners('request') as unknown as readonly Listener[]
  server.removeAllListeners('request')
  const answering = new WeakSet<IncomingMessage['socket']>()
  const waiting: (() => void)[] = []
  let isDue = false

  const turn = (): void => {
    isDue = false
    const ends = performance.now() + TURN_MS
    do waiting.shift()?.()
    while (waiting.length > 0 && performance.now() < ends)
    goOn()
  }
  const goOn = (): void => {
    if (isDue || waiting.length === 0) return
    isDue = true
    setImmediate(turn)
  }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    if (socket.destroyed) return
    if (answering.has(socket)) {
      socket.destroy()
      return
    }
    answering.add(socket)
    const answered = (): void => void answering.delete(socket)
    response.on('finish', answered).on('close', answered)
    waiting.push(() => {
      if (!socket.destroyed) for (const listener of listeners) listener.call(server, request, response)
    })
    goOn()
  })
}
