// A small RTSP server over TCP: the door of a camera that Portico itself makes, and the camera of tests.
import { type Server, type Socket, createServer } from 'node:net'
import type { RtspClock } from './clock.ts'
import type { Credentials } from './digest.ts'
import { RtspPeer } from './rtsp-peer.ts'
import type { RtspStream } from './rtsp-stream.ts'

export interface RtspServerOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Left out: everybody who reaches the port may watch. */
  readonly credentials?: Credentials
  /** By path, for instance `/hall`; may be changed while the server runs. */
  readonly streams: ReadonlyMap<string, RtspStream>
  readonly clock: RtspClock
}

export interface RtspServer extends AsyncDisposable {
  readonly host: string
  readonly port: number
}

/** Connections at the same time; more are closed at once. */
const PEERS_MAX = 32
/** A connection that does not play within this time is closed, ms. */
const IDLE_LIMIT_MS = 15_000
/** Between sender reports, ms. */
const REPORT_EVERY_MS = 1_000

/** Resolves when the port is open; rejects with the error of `listen`. */
export async function startRtspServer(options: RtspServerOptions): Promise<RtspServer> {
  const { host, clock } = options
  const peers = new Map<RtspPeer, { readonly since: number }>()
  const server = createServer((socket) => {
    admit(socket, options, peers)
  })
  const port = await listen(server, host, options.port)
  let wake = clock.wake(clock.mono() + REPORT_EVERY_MS, tick)
  function tick(): void {
    const now = clock.mono()
    for (const [peer, { since }] of peers) {
      const idle = !peer.playing && now - since > IDLE_LIMIT_MS
      if (!peer.tick(now) || idle) peer[Symbol.dispose]()
    }
    wake = clock.wake(now + REPORT_EVERY_MS, tick)
  }
  return {
    host,
    port,
    [Symbol.asyncDispose]: async () => {
      wake.cancel()
      for (const peer of peers.keys()) peer[Symbol.dispose]()
      if (!server.listening) return
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

function admit(
  socket: Socket,
  { credentials, streams, clock }: RtspServerOptions,
  peers: Map<RtspPeer, { readonly since: number }>,
): void {
  // A viewer that breaks off is no fault of ours: the close that follows ends it.
  socket.on('error', () => undefined)
  if (peers.size >= PEERS_MAX) {
    socket.destroy()
    return
  }
  socket.setNoDelay(true)
  const peer = new RtspPeer({ socket, credentials: credentials ?? null, streams })
  peers.set(peer, { since: clock.mono() })
  socket.on('close', () => {
    peers.delete(peer)
    peer[Symbol.dispose]()
  })
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}
