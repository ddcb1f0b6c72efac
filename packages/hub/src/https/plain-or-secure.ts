// One port for both: whoever begins with a TLS handshake is answered by HTTPS, whoever does not by plain HTTP. One
// address to remember, and a phone that came without `https://` still finds the page that tells how to trust this house.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { type SecureContextOptions, type TLSSocket, createServer as createTlsServer } from 'node:tls'

export interface SecureSide extends Disposable {
  /** From the next handshake on; lines that are open go on. */
  use(certificate: Pick<SecureContextOptions, 'key' | 'cert'>): void
}

/** First byte of a TLS record that holds a handshake (RFC 8446 section 5.1). No HTTP request begins so. */
const HANDSHAKE = 0x16
/** From connecting to the first byte, and again to the end of the handshake, ms. */
const BEGIN_WITHIN_MS = 5_000

/** Call before the server listens. Its limits of time and number hold for both sides. */
export function answerBoth(
  server: Server,
  certificate: Pick<SecureContextOptions, 'key' | 'cert'>,
): SecureSide {
  const secure = createTlsServer({
    ...certificate,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: BEGIN_WITHIN_MS,
  })
  const undecided = new Set<Socket>()
  const answers = server.listeners('connection')
  const answer = (socket: Socket | TLSSocket): void => {
    for (const each of answers) Reflect.apply(each, server, [socket])
  }
  secure.on('secureConnection', answer)
  // A browser that does not trust the certificate hangs up in the middle: nobody's fault.
  secure.on('tlsClientError', (_error, socket) => socket.destroy())
  const decide = (socket: Socket): void => {
    undecided.add(socket)
    const end = (): void => void socket.destroy()
    socket.on('error', end)
    socket.setTimeout(BEGIN_WITHIN_MS, end)
    socket.once('close', () => undecided.delete(socket))
    socket.once('data', (first: Buffer) => {
      undecided.delete(socket)
      socket.pause()
      socket.setTimeout(0)
      socket.off('timeout', end)
      socket.off('error', end)
      socket.unshift(first)
      if (first[0] === HANDSHAKE) secure.emit('connection', socket)
      else answer(socket)
      // Not in this very turn: the other side takes the line over first.
      process.nextTick(() => socket.resume())
    })
  }
  server.removeAllListeners('connection')
  server.on('connection', decide)
  return {
    use: (next) => secure.setSecureContext({ ...next, minVersion: 'TLSv1.2' }),
    [Symbol.dispose]() {
      for (const socket of undecided) socket.destroy()
    },
  }
}
