// socket.io, namespace `/live`: events with resume, pictures and alarms to screens, decisions of people back.
import type { Server as HttpServer } from 'node:http'
import { Server, type Namespace, type Socket } from 'socket.io'
import { type DoorId, doorId } from '@portico/core'
import type { LiveEvent, LiveReady, PictureHead } from '@portico/protocol'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import { type Credential, credentialOf, hasCookie, identityOf } from '../http/credentials.ts'
import { errorReply } from '../http/error-reply.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { isSecure, takesPlain } from '../http/plain-side.ts'
import { type Reach, answersTo, trusts } from '../http/reach.ts'
import { demand, holds, reaches } from '../http/rights.ts'
import { SOCKET_IO_PATH } from '../http/upgrade.ts'
import { wallEvent } from '../views/wall-event.ts'
import { type DisplayIdentity, DisplayLine } from './display-line.ts'
import { liveCommands } from './live-commands.ts'
import type { OpenSockets } from './open-sockets.ts'
import { Screen } from './screen.ts'
import { HOUSE_ROOM, doorRoom, faceRoom, roomOf, tellScreens } from './tell-screens.ts'

export interface LiveOptions {
  readonly server: HttpServer
  readonly faces: Faces
  readonly reach: () => Reach
  readonly sockets: OpenSockets
}

const MESSAGE_BYTES_MAX = 16 * 1024
/** A connection that joins no namespace within this is none of ours. */
const JOIN_WITHIN_MS = 5_000

/**
 * A dead line is noticed within the sum of the two: until then a page would show doors by views that nobody confirms any
 * more, and eight seconds is as long as that may take. The price is a frame of a few bytes every three seconds.
 */
const PING_EVERY_MS = 3_000
const PONG_WITHIN_MS = 5_000

/** Who may besides whoever reads. */
const WATCHING = { display: 'any', face: 'see' } as const

/** As a display when it says so; else by a token in the handshake, else by what the request shows. */
function credentialIn({ handshake, request }: Socket, faces: Pick<Faces, 'cookies'>): Credential | null {
  const cookies = faces.cookies(request)
  const { token, face } = handshake.auth
  const isFaceless = face === undefined || face === null
  if (isFaceless && typeof token === 'string') return { kind: 'token', secret: token }
  return isFaceless
    ? credentialOf(handshake.headers, cookies)
    : credentialOf(handshake.headers, cookies, face)
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
  const { hub, forbidden } = faces
  const io = new Server(server, {
    path: SOCKET_IO_PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    connectTimeout: JOIN_WITHIN_MS,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PONG_WITHIN_MS,
    cookie: false,
    allowRequest: (request, answer) => {
      const { headers } = request
      const isBrowsers = headers.authorization === undefined && hasCookie(headers, faces.cookies(request))
      if (!answersTo(reach(), headers.host)) answer('HUB_HTTP_HOST', false)
      else if (!takesPlain(hub, request)) answer('HUB_HTTP_PLAIN', false)
      else if (isBrowsers && !trusts(reach(), headers.origin, isSecure(request)))
        answer('HUB_HTTP_ORIGIN', false)
      else if (sockets.isFull) answer('HUB_HTTP_BUSY', false)
      else answer(null, true)
    },
  })
  io.use((_socket, next) => next(connectError(httpError('HUB_HTTP_NOT_FOUND', 'nothing is here'))))
  const live = io.of('/live')
  const admit = async (socket: Socket): Promise<Error | undefined> => {
    try {
      const identity = await identityOf(hub, credentialIn(socket, faces))
      if (identity && !holds(identity, ['read'], WATCHING)) forbidden.note(identity, '/live')
      demand(identity, ['read'], WATCHING)
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
  const { hub } = faces
  const screens = new Set<Screen>()
  const commands = liveCommands(faces)
  live.on('connection', (socket) => {
    // cast: set by the guard above, or the socket would not be here
    const identity = socket.data.identity as Identity
    const place = sockets.add(identity, () => socket.disconnect(true))
    socket.on('disconnect', () => place[Symbol.dispose]())
    for (const [name, command] of commands)
      socket.on(name, (message: unknown, acknowledge: unknown) => {
        void obey({ socket, faces, command, message, acknowledge })
      })
    if (identity.kind === 'display' && identity.place === 'door-side') greetDoorSide(socket, identity, hub)
    else showHouse({ socket, identity, faces, screens })
    const line = lineOf(socket, identity, hub)
    socket.on('disconnect', () => line?.[Symbol.dispose]())
  })
  return tellScreens({ hub, live, screens })
}

/** A line that is counted, or looked at again, while it is open. */
function lineOf(socket: Socket, identity: Identity, hub: Hub): Disposable | null {
  if (identity.kind === 'display') return new DisplayLine({ hub, socket, display: identity })
  return identity.kind === 'face' ? hub.faceBook.connect(identity.id) : null
}

/** Beside a door not even the number of what happened in the house is told. */
function greetDoorSide(socket: Socket, { door }: DisplayIdentity, { clock, settings }: Hub): void {
  const ready: LiveReady = {
    ready: true,
    seq: -1,
    gap: false,
    wall: clock.wall(),
    simulated: settings.virtual,
  }
  socket.emit('ready', ready)
  if (door !== null) void socket.join(doorRoom(door))
}

/** Pictures of whoever rings for those who only watch; the photos of a visit are for who sees all cameras. */
function seesPicture(identity: Identity, kind: PictureHead['kind'], door: DoorId): boolean {
  if (identity.kind === 'display') return kind === 'ring'
  return (
    holds(identity, ['camera'], { face: 'camera' }) &&
    reaches(identity, door) &&
    (kind === 'ring' || identity.kind !== 'face')
  )
}

function toldTo(identity: Identity, event: LiveEvent): LiveEvent | null {
  if (identity.kind !== 'display' && identity.kind !== 'face') return event
  const told = wallEvent(event)
  return told?.door && reaches(identity, doorId(told.door)) ? told : null
}

function roomsOf(identity: Identity, { settings }: Hub): string[] {
  if (identity.kind === 'person') return [HOUSE_ROOM, roomOf(identity.person.id)]
  if (identity.kind !== 'face') return [HOUSE_ROOM]
  return settings.doors.filter(({ id }) => reaches(identity, id)).map(({ id }) => faceRoom(id))
}

interface Welcome {
  readonly socket: Socket
  readonly identity: Identity
  readonly faces: Faces
  readonly screens: Set<Screen>
}

function showHouse({ socket, identity, faces: { hub, feed }, screens }: Welcome): void {
  // A display hangs there all day: it looks when it rings, by the stream first.
  if (identity.kind === 'person' && holds(identity, ['camera'])) hub.viewers.expectViewers()
  const screen = new Screen({
    socket,
    feed,
    after: resumeAfter(socket),
    simulated: hub.settings.virtual,
    sees: ({ kind, door }) => seesPicture(identity, kind, door),
    tells: (event) => toldTo(identity, event),
    person: identity.kind === 'person' ? identity.person.id : null,
  })
  screens.add(screen)
  void socket.join(roomsOf(identity, hub))
  socket.on('disconnect', () => {
    screens.delete(screen)
    screen[Symbol.dispose]()
  })
  screen.begin().catch((error: unknown) => {
    hub.log.error({ err: error }, 'screen not fed')
    socket.disconnect(true)
  })
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
  const { hub } = faces
  const by = await identityOf(hub, credentialIn(socket, faces)).catch(() => null)
  const answer = by
    ? await command(by, message)
    : errorReply(httpError('HUB_HTTP_SIGN_IN', 'sign in again')).body
  if (typeof acknowledge === 'function') acknowledge(answer)
  if (!by) socket.disconnect(true)
}
