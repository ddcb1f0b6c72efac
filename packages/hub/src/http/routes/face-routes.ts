// Faces outside of the house: how a program is let in, who is in, and what each may. To give one a right by which a door
// is opened needs the code from the console; to take one away needs nothing.
import { doorId } from '@portico/core'
import {
  type BridgeStatus,
  Done,
  FaceClaimReply,
  FaceClaimRequest,
  FaceCodeReply,
  FaceRightsRequest,
  FaceView,
  RotateAllReply,
  UnpairAllReply,
} from '@portico/protocol'
import { Type } from 'typebox'
import { hubError } from '../../errors.ts'
import { rotateAll, unpairAll } from '../../faces/all-at-once.ts'
import { type FaceAllowance, type KeptFace, isBridges } from '../../faces/face.ts'
import type { Hub } from '../../hub.ts'
import { faceView } from '../../views/face-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { plainText } from '../plain-text.ts'
import { personOf } from '../rights.ts'
import { created, params, replies } from './schemas.ts'

const noFace = (): Error => httpError('HUB_HTTP_NOT_FOUND', 'no such face')

const viewOf = (face: KeptFace, isLive: boolean): FaceView => faceView(face, { isLive, bridge: null })

/** Where its bridge stands; null: it is none's own face. */
function bridgeOf({ bridges }: Hub, face: KeptFace): BridgeStatus | null {
  return isBridges(face) && face.peer === null ? (bridges.of(face.kind)?.status ?? null) : null
}

/** A bridge that is in the settings no more keeps its face, which shows nothing until it is back. */
const facesOf = (hub: Hub): FaceView[] =>
  hub.faceBook.all.map((face) => faceView(face, { isLive: face.isLive, bridge: bridgeOf(hub, face) }))

/** Name of the bridge whose own face this is. @throws HubError `HUB_HTTP_NOT_FOUND` or `HUB_BRIDGE_CANNOT` */
function bridgeWith({ faceBook, bridges }: Hub, id: string): string {
  const face = faceBook.all.find((each) => each.id === id)
  if (!face) throw noFace()
  const kept = isBridges(face) && face.peer === null ? bridges.of(face.kind) : null
  if (!kept) throw hubError('HUB_BRIDGE_CANNOT', 'no bridge of this hub keeps this face')
  return kept.bridge.name
}

function wishedBy({ settings }: Hub, { rights, doors }: FaceRightsRequest): FaceAllowance {
  const stranger = doors?.find((id) => !settings.doors.some((door) => door.id === id))
  if (stranger !== undefined) throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
  return { rights, doors: doors && doors.map(doorId) }
}

/**
 * By a Homebridge of ours any program of this machine could open while an app is connected to it.
 *
 * @throws HubError `HUB_BRIDGE_OPEN`
 */
function checkOpening({ faceBook, bridges }: Hub, id: string, { rights }: FaceAllowance): void {
  const face = faceBook.all.find((each) => each.id === id)
  if (face?.kind !== 'homekit' || !isBridges(face) || !rights.includes('open')) return
  const kept = bridges.of('homekit')
  if (kept && bridges.isIsolated(kept.bridge.name)) return
  throw hubError(
    'HUB_BRIDGE_OPEN',
    'opening stays off: any program on this machine could ask this Homebridge to, as long as it does not run in a network of its own',
  )
}

function addLettingIn(app: RouteApp, { hub }: Faces): void {
  app.post(
    '/api/v1/faces/code',
    { config: { right: 'person' }, schema: { response: created(FaceCodeReply) } },
    async ({ identity }, reply) => {
      const { code, goodFor } = await hub.faceBook.code(personOf(identity).id)
      return reply.code(201).send({ code, goodForMs: goodFor })
    },
  )
  app.post(
    '/api/v1/faces/claim',
    {
      config: { right: 'anyone' },
      schema: { body: FaceClaimRequest, response: created(FaceClaimReply) },
    },
    async ({ body }, reply) => {
      const name = plainText(body.name)
      if (name === '') throw httpError('HUB_HTTP_BODY', 'body.name has nothing in it that can be seen')
      const { token, face } = await hub.faceBook.claim({ ...body, name })
      return reply.code(201).send({ token, face: viewOf(face, false) })
    },
  )
}

function addBridges(app: RouteApp, { hub }: Faces): void {
  const order = {
    config: { right: 'person' },
    schema: { params: params('id'), response: replies(Done) },
  } as const
  app.post('/api/v1/faces/:id/pairing', order, async ({ params: { id } }) => {
    await hub.bridges.openPairing(bridgeWith(hub, id))
    return { ok: true as const }
  })
  app.post('/api/v1/faces/:id/unpair', order, async ({ params: { id } }) => {
    await hub.bridges.unpairAll(bridgeWith(hub, id))
    return { ok: true as const }
  })
}

function addAllAtOnce(app: RouteApp, { hub }: Faces): void {
  app.post(
    '/api/v1/faces/unpair-all',
    { config: { right: 'person' }, schema: { response: replies(UnpairAllReply) } },
    async ({ identity }) => unpairAll(hub, personOf(identity).id),
  )
  app.post(
    '/api/v1/faces/rotate-all',
    { config: { right: 'person' }, schema: { response: replies(RotateAllReply) } },
    async ({ identity }) => rotateAll(hub, personOf(identity).id),
  )
}

export function addFaceRoutes(app: RouteApp, faces: Faces): void {
  const { hub } = faces
  addLettingIn(app, faces)
  addBridges(app, faces)
  addAllAtOnce(app, faces)
  app.get(
    '/api/v1/faces',
    { config: { right: 'resident' }, schema: { response: replies(Type.Array(FaceView)) } },
    async () => facesOf(hub),
  )
  app.post(
    '/api/v1/faces/:id/rights',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: FaceRightsRequest, response: replies(FaceView) },
    },
    async ({ params: { id }, body, identity }) => {
      const { id: by } = personOf(identity)
      const wished = wishedBy(hub, body)
      checkOpening(hub, id, wished)
      if (hub.faceBook.loosens(id, wished)) checkLooseningCode(hub, body.code, by)
      if (!(await hub.faceBook.changeRights(by, id, wished))) throw noFace()
      const face = facesOf(hub).find((each) => each.id === id)
      if (!face) throw noFace()
      return face
    },
  )
  app.post(
    '/api/v1/faces/:id/revoke',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      if (!(await hub.faceBook.revoke(personOf(identity).id, id))) throw noFace()
      return { ok: true as const }
    },
  )
}
