// A TURN server of a few lines over UDP or TCP, which answers STUN as well: it asks who it is, relays nothing, and can
// keep silent (RFC 8489, RFC 8656).
import { type RemoteInfo, createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createHash, createHmac } from 'node:crypto'

export const TURN_LOGIN = { username: 'house', credential: 'open sesame' }
const REALM = 'portico.example'
const KEY = createHash('md5').update(`${TURN_LOGIN.username}:${REALM}:${TURN_LOGIN.credential}`).digest()
export const RELAYED = '203.0.113.9:40000'

export class TurnServer implements AsyncDisposable {
  isSilent = false
  /** Answers that a network lost: so many first messages stay without one. */
  loses = 0
  /** Relays that were asked for and not given back. */
  relays = 0
  readonly port: number
  readonly #close: () => void

  private constructor(port: number, close: () => void) {
    this.port = port
    this.#close = close
  }

  static async start(transport: 'udp' | 'tcp' = 'udp'): Promise<TurnServer> {
    return transport === 'udp' ? await startUdp() : await startTcp()
  }

  static made(port: number, close: () => void): TurnServer {
    return new TurnServer(port, close)
  }

  /** Null: it says nothing. */
  answer(message: Buffer, from: Pick<RemoteInfo, 'address' | 'port'>): Buffer | null {
    if (this.isSilent) return null
    if (this.loses > 0) {
      this.loses -= 1
      return null
    }
    const method = message.readUInt16BE(0)
    const mapped = addressOf(`${from.address}:${from.port}`)
    if (method === 1) return reply(message, 0x0101, [[0x0020, mapped]])
    if (!isSigned(message))
      return reply(message, method | 0x0110, [
        [0x0009, Buffer.from([0, 0, 4, 1, 0x6e, 0x6f])],
        [0x0014, Buffer.from(REALM)],
        [0x0015, Buffer.from('nonce')],
      ])
    this.relays += method === 3 ? 1 : -1
    return reply(message, method | 0x0100, [[0x0016, addressOf(RELAYED)]])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close()
  }
}

async function startUdp(): Promise<TurnServer> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const server = TurnServer.made(socket.address().port, () => socket.close())
  socket.on('message', (message, from) => {
    const answer = server.answer(message, from)
    if (answer) socket.send(answer, from.port, from.address)
  })
  return server
}

async function startTcp(): Promise<TurnServer> {
  const listener = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (message) => {
      const answer = server.answer(message, { address: '127.0.0.1', port: socket.remotePort ?? 0 })
      // In two pieces, as a network may.
      if (answer) for (const piece of [answer.subarray(0, 7), answer.subarray(7)]) socket.write(piece)
    })
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  // cast: it listens on an address
  const { port } = listener.address() as AddressInfo
  const server = TurnServer.made(port, () => listener.close())
  return server
}

function reply(
  request: Buffer,
  type: number,
  attributes: readonly (readonly [number, Uint8Array])[],
): Buffer {
  const body = Buffer.concat(
    attributes.map(([name, value]) => {
      const written = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
      written.writeUInt16BE(name, 0)
      written.writeUInt16BE(value.length, 2)
      written.set(value, 4)
      return written
    }),
  )
  const head = Buffer.from(request.subarray(0, 20))
  head.writeUInt16BE(type, 0)
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

function addressOf(text: string): Buffer {
  const [host = '', port = ''] = text.split(':')
  const value = Buffer.from([0, 1, 0, 0, ...host.split('.').map(Number)])
  value.writeUInt16BE(Number(port) ^ 0x2112, 2)
  for (const [i, mask] of [0x21, 0x12, 0xa4, 0x42].entries()) value[4 + i] = (value[4 + i] ?? 0) ^ mask
  return value
}

/** Its last attribute is the right MESSAGE-INTEGRITY. */
function isSigned(message: Buffer): boolean {
  const at = message.length - 24
  if (at < 20 || message.readUInt16BE(at) !== 0x0008) return false
  const mac = createHmac('sha1', KEY).update(message.subarray(0, at)).digest()
  return mac.equals(message.subarray(at + 4))
}
