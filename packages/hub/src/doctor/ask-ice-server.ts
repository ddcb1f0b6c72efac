// Asks one STUN or TURN server what a viewer from outside would ask of it, within a bound of time: how this side is seen,
// or a place to relay through, which is given back at once (RFC 8489, RFC 8656).
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { type Socket, connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { IceAddress } from '../live/ice-servers.ts'
import {
  ALLOCATE,
  type Attribute,
  BINDING,
  REFRESH,
  type StunAnswer,
  type StunRequest,
  attributes,
  longTermKey,
  readStunAnswer,
  stunLength,
  stunRequest,
} from './stun-message.ts'

export type IceVerdict =
  /** The address by which this side is seen, or through which it would be relayed. */
  | { readonly type: 'helps'; readonly at: string }
  | { readonly type: 'silent' }
  | { readonly type: 'unknown-name' }
  /** By its own words; 401: the credential is wrong. */
  | { readonly type: 'refuses'; readonly code: number }

export interface IceAsking {
  readonly server: IceAddress
  /** Null: a STUN server, or one whose credential is not known. */
  readonly login: { readonly username: string; readonly credential: string } | null
  readonly withinMs?: number
}

const WITHIN_MS = 4_000
/** UDP loses packets: asked again after this, ms. */
const AGAIN_MS = 500
/** Protocol 17, UDP, and three bytes that are reserved (RFC 8656 section 18.7). */
const UDP_WANTED: Attribute = [attributes.transport, Buffer.of(17, 0, 0, 0)]

interface Line extends Disposable {
  ask(request: StunRequest): Promise<StunAnswer>
}

/** Never rejects. */
export async function askIceServer({ server, login, withinMs = WITHIN_MS }: IceAsking): Promise<IceVerdict> {
  const signal = AbortSignal.timeout(withinMs)
  try {
    const { address } = await lookup(server.host)
    using line = openLine({ ...server, host: address }, server.host, signal)
    return login && server.scheme !== 'stun' ? await allocate(line, login) : await bind(line)
  } catch (error) {
    const isName = error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo'
    return { type: isName ? 'unknown-name' : 'silent' }
  }
}

async function bind(line: Line): Promise<IceVerdict> {
  const answer = await line.ask(stunRequest(BINDING, [], null))
  return verdictOf(answer, attributes.mapped)
}

async function allocate(
  line: Line,
  { username, credential }: NonNullable<IceAsking['login']>,
): Promise<IceVerdict> {
  const asked = await line.ask(stunRequest(ALLOCATE, [UDP_WANTED], null))
  const [realm, nonce] = [asked.text(attributes.realm), asked.text(attributes.nonce)]
  // Without a question for who asks it is an open relay, or it has refused for a reason of its own.
  if (asked.error !== 401 || realm === null || nonce === null) return verdictOf(asked, attributes.relayed)
  const key = longTermKey(username, realm, credential)
  const who: readonly Attribute[] = [
    [attributes.username, Buffer.from(username)],
    [attributes.realm, Buffer.from(realm)],
    [attributes.nonce, Buffer.from(nonce)],
  ]
  const answer = await line.ask(stunRequest(ALLOCATE, [UDP_WANTED, ...who], key))
  if (answer.succeeded)
    await line
      .ask(stunRequest(REFRESH, [[attributes.lifetime, Buffer.alloc(4)], ...who], key))
      .catch(() => null)
  return verdictOf(answer, attributes.relayed)
}

function verdictOf(answer: StunAnswer, address: number): IceVerdict {
  const at = answer.succeeded ? answer.address(address) : null
  return at === null ? { type: 'refuses', code: answer.error ?? 400 } : { type: 'helps', at }
}

function openLine(server: IceAddress, name: string, signal: AbortSignal): Line {
  return server.transport === 'udp' ? udpLine(server, signal) : streamLine(server, name, signal)
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true })
  })
}

function udpLine({ host, port }: IceAddress, signal: AbortSignal): Line {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  socket.on('error', failed.reject)
  return {
    async ask({ bytes, transaction }) {
      const answered = Promise.withResolvers<StunAnswer>()
      const hear = (packet: Buffer): void => {
        const answer = readStunAnswer(packet)
        if (answer?.transaction === transaction) answered.resolve(answer)
      }
      socket.on('message', hear)
      const send = (): void => socket.send(bytes, port, host)
      send()
      const again = setInterval(send, AGAIN_MS)
      try {
        return await Promise.race([answered.promise, failed.promise, untilAborted(signal)])
      } finally {
        clearInterval(again)
        socket.off('message', hear)
      }
    },
    [Symbol.dispose]: () => socket.close(),
  }
}

function streamLine({ scheme, host, port }: IceAddress, servername: string, signal: AbortSignal): Line {
  const socket: Socket = scheme === 'turns' ? connectTls({ host, port, servername }) : connect(port, host)
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  socket.on('error', failed.reject)
  let kept = Buffer.alloc(0)
  return {
    async ask({ bytes, transaction }) {
      const answered = Promise.withResolvers<StunAnswer>()
      const hear = (chunk: Buffer): void => {
        kept = Buffer.concat([kept, chunk])
        for (let length = stunLength(kept); length !== null; length = stunLength(kept)) {
          const answer = readStunAnswer(kept.subarray(0, length))
          kept = kept.subarray(length)
          if (answer?.transaction === transaction) answered.resolve(answer)
        }
      }
      socket.on('data', hear)
      socket.write(bytes)
      try {
        return await Promise.race([answered.promise, failed.promise, untilAborted(signal)])
      } finally {
        socket.off('data', hear)
      }
    },
    [Symbol.dispose]: () => void socket.destroy(),
  }
}
