// socket.io, namespace `/live`: events with resume, pictures and alarms to screens, decisions of people back.
import type { Server as HttpServer } from 'node:http'
import { Server, type Namespace, type Socket } from 'socket.io'
import type { Identity } from '../hub.ts'
import { type Credential, credentialOf, identityOf } from '../http/credentials.ts'
import { errorReply } from '../http/error-reply.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { type Reach, answersTo, trusts } from '../http/reach.ts'
import { demand, holds, idOf } from '../http/rights.ts'
import { SOCKET_IO_PATH } from '../http/upgrade.ts'
import { liveCommands } from './live-commands.ts'
import type { OpenSockets } from './open-sockets.ts'
import { Screen } from './screen.ts'
import { tellScreens } from './tell-screens.ts'

export interface LiveOptions {
  readonly server: HttpServer
  readonly faces: Faces
  readonly reach: () => Reach
  readonly sockets: OpenSockets
}

const MESSAGE_BYTES_MAX = 16 * 1024
/** A connection that joins no namespace within this is none of ours. */
const JOIN_WITHIN_MS = 5_000

/** By a token in the handshake, else by what the request shows. */
function credentialIn({ handshake }: Socket, cookie: string): Credential | null {
  const { token } = handshake.auth
  return typeof token === 'string'
    ? { kind: 'token', secret: token }
    : credentialOf(handshake.headers, cookie)
}

function resumeAfter({ handshake }: Socket): number | null {
  const { after } = handshake.auth
  return Number.isSafeInteger(after) && after >= -1 ? after : null
}

/** What a screen is told when it may not come in: the same shape as every other error, in `data` of `connect_error`. */
function connectError(error: unknown): Error {
  const { body } = errorReply(error)
  return Object.assign(new Error(body.code), { data: body })
}

export function addLiveNamespace(options: LiveOptions): Disposable {
  const { server, faces, reach, sockets } = options
  const { hub, cookie, forbidden } = faces
  const io = new Server(server, {
    path: SOCKET_IO_PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    connectTimeout: JOIN_WITHIN_MS,
    cookie: false,
    allowRequest: (request, answer) => {
      const { headers } = request
      const isBrowsers = credentialOf(headers, cookie)?.kind === 'cookie'
      if (!answersTo(reach(), headers.host)) answer('HUB_HTTP_HOST', false)
      else if (isBrowsers && !trusts(reach(), headers.origin)) answer('HUB_HTTP_ORIGIN', false)
      else if (sockets.isFull) answer('HUB_HTTP_BUSY', false)
      else answer(null, true)
    },
  })
  io.use((_socket, next) => next(connectError(httpError('HUB_HTTP_NOT_FOUND', 'nothing is here'))))
  const live = io.of('/live')
  const admit = async (socket: Socket): Promise<Error | undefined> => {
    try {
      const identity = await identityOf(hub, credentialIn(socket, cookie))
      if (identity && !holds(identity, ['read'])) forbidden.note(idOf(identity), '/live')
      demand(identity, ['read'])
      if (sockets.isFull) throw httpError('HUB_HTTP_BUSY', 'too many sockets are open')
      socket.data.identity = identity
      return undefined
    } catch (error) {
      return connectError(error)
    }
  }
  const answer = async (socket: Socket, next: (refused?: Error) => void): Promise<void> => {
    next(await admit(socket))
  }
  live.use((socket, next) => void answer(socket, next))
  const telling = welcomeScreens(live, options)
  return {
    [Symbol.dispose]() {
      telling[Symbol.dispose]()
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}

function welcomeScreens(live: Namespace, { faces, sockets }: LiveOptions): Disposable {
  const { hub, feed } = faces
  const screens = new Set<Screen>()
  const commands = liveCommands(faces)
  live.on('connection', (socket) => {
    // cast: set by the guard above, or the socket would not be here
    const identity = socket.data.identity as Identity
    const place = sockets.add(identity, () => socket.disconnect(true))
    const screen = new Screen({
      socket,
      feed,
      after: resumeAfter(socket),
      simulated: hub.settings.virtual,
      seesPictures: holds(identity, ['camera']),
    })
    screens.add(screen)
    socket.on('disconnect', () => {
      screens.delete(screen)
      screen[Symbol.dispose]()
      place[Symbol.dispose]()
    })
    for (const [name, command] of commands)
      socket.on(name, (message: unknown, acknowledge: unknown) => {
        void obey({ socket, faces, command, message, acknowledge })
      })
    screen.begin().catch((error: unknown) => {
      hub.log.error({ err: error }, 'screen not fed')
      socket.disconnect(true)
    })
  })
  return tellScreens({ hub, live, screens })
}

interface Order {
  readonly socket: Socket
  readonly faces: Faces
  readonly command: (by: Identity, message: unknown) => Promise<unknown>
  readonly message: unknown
  readonly acknowledge: unknown
}

/** Looks at the right again: who was signed in when the socket opened may be signed out now. Never rejects. */
async function obey({ socket, faces, command, message, acknowledge }: Order): Promise<void> {
  const { hub, cookie } = faces
  const by = await identityOf(hub, credentialIn(socket, cookie)).catch(() => null)
  const answer = by
    ? await command(by, message)
    : errorReply(httpError('HUB_HTTP_SIGN_IN', 'sign in again')).body
  if (typeof acknowledge === 'function') acknowledge(answer)
  if (!by) socket.disconnect(true)
}
