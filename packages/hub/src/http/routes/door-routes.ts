// Doors: what is known of them, the code beside them, opening and locking by hand.
import { type ActorId, doorId } from '@portico/core'
import type { CameraProof, SoundRule } from '@portico/ports'
import { DoorView, Done, FaceOpenRequest, OpenReply, PresenceReply } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { isAwaited } from '../is-awaited.ts'
import { known, viewerOf } from '../rights.ts'
import { streetUrl } from '../street-url.ts'
import type { CheckedDoor } from '../../config/checked-settings.ts'
import type { Hub } from '../../hub.ts'
import { doorView } from '../../views/door-view.ts'
import { params, replies } from './schemas.ts'

/** `viewer`: whose eyes it is for; null: nobody's own. */
export function doorViewOf(
  { runtime, cameras, listening, areas, clock, settings }: Hub,
  setup: CheckedDoor,
  viewer: ActorId | null,
): DoorView | null {
  const door = runtime.door(setup.id)
  if (!door) return null
  const feed = (camera: string): ReturnType<typeof cameras.feed> => cameras.feed(camera)
  const hears = (camera: string): boolean => cameras.hears(camera)
  const soundOf = (camera: string): SoundRule => listening.ruleOf(camera)
  const proofOf = (camera: string): CameraProof => cameras.proofOf(camera)
  const now = clock.mono()
  const isMasked = (camera: string): boolean => areas.setup(camera).masks.length > 0
  const simulated = settings.virtual
  return doorView({ door, setup, feed, hears, soundOf, proofOf, isMasked, now, viewer, simulated })
}

const noDoor = (): Error => httpError('HUB_HTTP_NOT_FOUND', 'no such door')

export function addDoorRoutes(app: RouteApp, { hub, desk }: Faces): void {
  const { doors } = hub.settings
  app.get(
    '/api/v1/doors',
    { config: { right: ['read'] }, schema: { response: replies(Type.Array(DoorView)) } },
    async ({ identity }) => doors.flatMap((setup) => doorViewOf(hub, setup, viewerOf(identity)) ?? []),
  )
  app.get(
    '/api/v1/doors/:id',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(DoorView) } },
    async ({ params: { id }, identity }) => {
      const setup = doors.find((door) => door.id === id)
      const view = setup && doorViewOf(hub, setup, viewerOf(identity))
      if (!view) throw noDoor()
      return view
    },
  )
  app.get(
    '/api/v1/doors/:id/presence',
    { config: { right: ['presence'] }, schema: { params: params('id'), response: replies(PresenceReply) } },
    async ({ params: { id }, headers }) => {
      if (!hub.runtime.door(doorId(id))) throw noDoor()
      const { code, door, goodFor } = hub.runtime.codes.mint(doorId(id))
      const url = streetUrl(hub.settings, headers.host, `/d/${door}?t=${code}`)
      return { code, door, goodForMs: goodFor, url }
    },
  )
  app.post(
    '/api/v1/doors/:id/open',
    {
      config: { right: 'known', face: 'open', isBodyOptional: true },
      // No body says as much as an empty one.
      preValidation: async (request) => {
        request.body ??= {}
      },
      schema: { params: params('id'), body: FaceOpenRequest, response: replies(OpenReply) },
    },
    async (request, reply) => {
      const { pin = null, inHours = false } = request.body
      const asked = { pin, inHours, isAwaited: () => isAwaited(request) }
      const answer = await desk.open(known(request.identity), request.params.id, asked)
      if ('op' in answer) return { ok: true as const, op: answer.op }
      return reply.code(409).send(answer)
    },
  )
  app.post(
    '/api/v1/doors/:id/alarm',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }, reply) => {
      const refusal = await desk.callAlarm(known(identity), id)
      return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
    },
  )
  app.post(
    '/api/v1/doors/:id/lock',
    { config: { right: 'known', face: 'lock' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }, reply) => {
      const refusal = await desk.lock(known(identity), id)
      return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
    },
  )
}
