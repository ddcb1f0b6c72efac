// The socket of the house: one frame with the secret, then requests and reports. It serves one hub and a few witnesses,
// and ends the house when nobody was there for ten minutes.
import { createHash, timingSafeEqual } from 'node:crypto'
import { type Server, type Socket, createServer } from 'node:net'
import { type Clock, FrameReader, type Wake, codeOf, encodeFrame, instant } from '@portico/plugin-api'
import { virtualError } from '../errors.ts'
import { performAct } from './acts.ts'
import type { House } from './house.ts'
import type { Ask, DeviceReport, FromClient, FromHouse, Role } from './messages.ts'
import { readMessage } from './read-message.ts'

export interface HouseServerOptions {
  readonly path: string
  readonly secret: string
  readonly clock: Clock
  readonly house: House
  /** Somebody asked for it, or nobody was there for too long. */
  readonly onEnd: (why: string) => void
}

/** Without a connection for this long the house ends, ms. */
export const LINGER_MS = 600_000
/** Connections at the same time. */
const PEERS_MAX = 16
/** The first frame has to come within, ms. */
const HELLO_LIMIT_MS = 2_000
/** Requests of one connection that wait for an answer. */
const ASKS_MAX = 64
/** A reader that leaves this much lying is cut off, bytes. */
const WAITING_BYTES_MAX = 1024 * 1024

interface Peer {
  readonly socket: Socket
  readonly reader: FrameReader
  readonly hello: Wake
  role: Role | null
  /** A hub that gets reports. */
  follows: boolean
  asks: number
}

const errorReply = (error: unknown): { readonly code: string; readonly message: string } => ({
  code: codeOf(error) ?? 'HUB_VIRTUAL_MESSAGE',
  message: error instanceof Error ? error.message : 'failed',
})

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

export class HouseServer implements AsyncDisposable {
  readonly #options: HouseServerOptions
  readonly #server: Server
  readonly #peers = new Set<Peer>()
  #linger: Wake | null = null

  /** Resolves when the socket can be reached; rejects with the error of `listen`. */
  static async listen(options: HouseServerOptions): Promise<HouseServer> {
    const house = new HouseServer(options)
    await new Promise<void>((resolve, reject) => {
      house.#server.once('error', reject)
      house.#server.listen(options.path, resolve)
    })
    return house
  }

  private constructor(options: HouseServerOptions) {
    this.#options = options
    this.#server = createServer((socket) => {
      this.#admit(socket)
    })
    this.#wait()
  }

  /** To the hub; lost when there is none, as radio messages are. */
  report(report: DeviceReport): void {
    for (const peer of this.#peers) if (peer.follows) this.#send(peer, { report })
  }

  #admit(socket: Socket): void {
    // A client that breaks off is no fault of ours: the close that follows ends it.
    socket.on('error', () => undefined)
    if (this.#peers.size >= PEERS_MAX) {
      socket.destroy()
      return
    }
    const { clock } = this.#options
    const hello = clock.wake(instant(clock.mono() + HELLO_LIMIT_MS), () => {
      if (peer.role === null) socket.destroy()
    })
    const peer: Peer = { socket, reader: new FrameReader(), hello, role: null, follows: false, asks: 0 }
    this.#peers.add(peer)
    this.#linger?.cancel()
    socket.on('data', (chunk: Uint8Array) => {
      this.#read(peer, chunk)
    })
    socket.on('close', () => {
      this.#leave(peer)
    })
  }

  /** The edge takes the loss of a hub for silence from here on: it begins to note what it sees. */
  #leave(peer: Peer): void {
    peer.hello.cancel()
    this.#peers.delete(peer)
    if (peer.follows) this.#options.house.setHub(false)
    if (this.#peers.size === 0) this.#wait()
  }

  #wait(): void {
    const { clock, onEnd } = this.#options
    this.#linger?.cancel()
    this.#linger = clock.wake(instant(clock.mono() + LINGER_MS), () => {
      onEnd('nobody was there for ten minutes')
    })
  }

  /** Whoever sends what is no message is told so, and cut off: there is no way back into step. */
  #read(peer: Peer, chunk: Uint8Array): void {
    try {
      for (const { head } of peer.reader.push(chunk)) {
        if (peer.socket.destroyed) return
        this.#take(peer, readMessage(head))
      }
    } catch (error) {
      // Not our protocol, or not our client.
      this.#send(peer, { id: 0, error: errorReply(error) })
      peer.socket.destroySoon()
    }
  }

  #take(peer: Peer, message: FromClient): void {
    if ('hello' in message) return this.#welcome(peer, message.hello)
    if (peer.role === null) throw virtualError('HUB_VIRTUAL_DENIED', 'the secret comes first')
    const { id, ask } = message
    if (peer.asks >= ASKS_MAX)
      throw virtualError('HUB_VIRTUAL_MESSAGE', `more than ${ASKS_MAX} requests wait`)
    peer.asks += 1
    void this.#serve(peer, id, ask)
  }

  /** Requests of one client run side by side; each is answered under its id. */
  async #serve(peer: Peer, id: number, ask: Ask): Promise<void> {
    try {
      const answer = await this.#answer(peer, ask)
      this.#send(peer, { id, answer })
    } catch (error) {
      this.#send(peer, { id, error: errorReply(error) })
    } finally {
      peer.asks -= 1
    }
    if (ask.type === 'end') this.#options.onEnd('it was asked to')
  }

  #welcome(peer: Peer, { secret, role }: { readonly secret: string; readonly role: Role }): void {
    if (!timingSafeEqual(digest(secret), digest(this.#options.secret)))
      throw virtualError('HUB_VIRTUAL_DENIED', 'wrong secret')
    if (peer.role !== null) throw virtualError('HUB_VIRTUAL_MESSAGE', 'said hello twice')
    peer.hello.cancel()
    // There is one hub at a door: a new one takes the place of one that was killed.
    if (role === 'hub') for (const other of this.#peers) if (other.role === 'hub') this.#replace(other)
    peer.role = role
    this.#send(peer, { welcome: { pid: process.pid } })
  }

  #replace(peer: Peer): void {
    if (peer.follows) this.#options.house.setHub(false)
    peer.role = 'witness'
    peer.follows = false
    peer.socket.destroy()
  }

  #follow(peer: Peer): void {
    if (peer.role !== 'hub') throw virtualError('HUB_VIRTUAL_DENIED', 'only a hub gets reports')
    peer.follows = true
    this.#options.house.setHub(true)
  }

  async #answer(peer: Peer, ask: Ask): Promise<unknown> {
    const { house } = this.#options
    if (ask.type === 'truth') return house.truth()
    if (ask.type === 'act') return await performAct(house, ask.act)
    if (ask.type === 'end') return null
    if (ask.type === 'follow') return this.#follow(peer)
    await house.perform(ask)
    return null
  }

  #send(peer: Peer, message: FromHouse): void {
    if (peer.socket.destroyed) return
    if (peer.socket.writableLength > WAITING_BYTES_MAX) {
      peer.socket.destroy()
      return
    }
    peer.socket.write(encodeFrame(message))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#linger?.cancel()
    for (const peer of this.#peers) {
      peer.hello.cancel()
      peer.socket.destroySoon()
    }
    if (!this.#server.listening) return
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }
}
