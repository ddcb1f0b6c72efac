// A WebSocket of a camera that is only followed: who may, how many at once, its heartbeat and its place among the open
// sockets. What is sent over it is the business of whoever adds it.
import { seconds } from '@portico/core'
import type { WebSocket } from '@fastify/websocket'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { doorsWith, known } from '../http/rights.ts'
import { params } from '../http/routes/schemas.ts'
import type { Seen } from '../people/looks.ts'
import { goodbye } from './event-socket.ts'
import { beat } from './heartbeat.ts'
import type { OpenSockets } from './open-sockets.ts'

const PING_EVERY = seconds(30)

export interface Following {
  readonly hub: Hub
  readonly socket: WebSocket
  readonly camera: string
  readonly view: string
}

export interface CameraRoute {
  readonly path: '/ws/live/:camera' | '/ws/listen/:camera'
  /** As it stands in the audit. */
  readonly seen: Seen
  /** At one camera at a time. */
  readonly most: number
  readonly tooMany: string
  /** Resolves when nothing more will come; `closed` when the socket is. */
  readonly follow: (following: Following, closed: Promise<void>) => Promise<void>
}

export interface CameraRouteParts extends Pick<Faces, 'hub' | 'looks'> {
  readonly sockets: OpenSockets
}

export function addCameraRoute(
  app: RouteApp,
  { hub, looks, sockets }: CameraRouteParts,
  route: CameraRoute,
): void {
  const { path, seen, most, tooMany, follow } = route
  const followers = new Map<string, { people: number; faces: number }>()
  const at = (camera: string): { people: number; faces: number } =>
    followers.get(camera) ?? { people: 0, faces: 0 }
  const count = (camera: string, { kind }: Identity, by: 1 | -1): void => {
    const { people, faces } = at(camera)
    const isFace = kind === 'face'
    followers.set(camera, { people: people + (isFace ? 0 : by), faces: faces + (isFace ? by : 0) })
  }
  // The last place is for the people of the house: no program of anybody's keeps them from seeing their door.
  const isFull = (camera: string, identity: Identity | null): boolean => {
    const { people, faces } = at(camera)
    return people + faces >= most || (identity?.kind === 'face' && faces >= most - 1)
  }
  const cameraOf = (id: string): { readonly view: string } | null =>
    hub.settings.doors.flatMap(({ cameras }) => cameras).find((camera) => camera.id === id) ?? null
  app.get(
    path,
    {
      websocket: true,
      config: { right: ['camera'], display: 'inside', face: 'camera' },
      schema: { params: params('camera') },
      preHandler: async ({ params: { camera }, identity }) => {
        if (doorsWith(hub, camera, identity).length === 0)
          throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
        if (sockets.isFull || isFull(camera, identity)) throw httpError('HUB_HTTP_BUSY', tooMany)
      },
    },
    async (socket, { identity, params: { camera } }) => {
      const by = known(identity)
      const place = sockets.add(by, goodbye(socket))
      const heart = beat({ socket, clock: hub.clock, every: PING_EVERY })
      const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
      socket.on('message', () => socket.close(1003, 'nothing is read here'))
      count(camera, by, 1)
      looks.note(by, seen, camera)
      try {
        await follow({ hub, socket, camera, view: cameraOf(camera)?.view ?? 'outside' }, closed)
        await closed
      } finally {
        count(camera, by, -1)
        heart[Symbol.dispose]()
        place[Symbol.dispose]()
      }
    },
  )
}
