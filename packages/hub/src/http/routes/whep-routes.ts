// `/whep/<camera>`: the live picture by WebRTC, as WHEP has it (draft-ietf-wish-whep, which mirrors RFC 9725): an offer
// is answered, candidates follow by PATCH, DELETE ends it. Another page may not ask at all, so there is no CORS; an ICE
// restart is a new session. `x-portico-rtp-now` is what the clock of the RTP time stamps shows: even stamps are times of
// capture by it, odd ones say nothing of the age.
import { captureStamp, readIceFragment } from '@portico/media'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { linksTo } from '../../live/ice-servers.ts'
import type { OpenSockets } from '../../live/open-sockets.ts'
import { WhepDesk } from '../../live/whep-desk.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import type { Identity } from '../../people/identity.ts'
import { doorsWith, known } from '../rights.ts'
import { nothing, params, textOf } from './schemas.ts'

/** With what JSON makes of it an offer has to fit into the head of a frame to the engine. */
const OFFER_BYTES_MAX = 32 * 1024
const SDP = 'application/sdp'
const FRAGMENT = 'application/trickle-ice-sdpfrag'

const guard = { right: ['camera'], display: 'inside', face: 'camera' } as const

/** @throws HubError `HUB_HTTP_MEDIA_TYPE` */
function demandType(type: string | undefined, wanted: string): void {
  if (type?.split(';')[0]?.trim().toLowerCase() !== wanted)
    throw httpError('HUB_HTTP_MEDIA_TYPE', `this takes ${wanted}`)
}

/** The session that a message means: a missing tag, and one of another ICE session, are told apart (RFC 6585, RFC 9110). */
function demandMatch(match: string | undefined, etag: string): void {
  if (match === undefined) throw httpError('HUB_WHEP_MATCH_MISSING', 'If-Match has to name the session')
  if (match !== etag && match !== '*') throw httpError('HUB_WHEP_MATCH', 'this is another ICE session')
}

function addSessions(app: RouteApp, { hub }: Faces, desk: WhepDesk): void {
  const now = (reply: FastifyReply): FastifyReply =>
    reply.header('x-portico-rtp-now', captureStamp(hub.clock.mono()))
  const schema = { params: params('camera', 'session'), response: nothing(204) }
  app.get(
    '/whep/:camera/:session',
    { config: guard, schema },
    async ({ params: { camera, session }, identity }, reply) => {
      desk.sessionOf(known(identity), camera, session)
      return now(reply).code(204).send()
    },
  )
  app.patch(
    '/whep/:camera/:session',
    { bodyLimit: OFFER_BYTES_MAX, config: guard, schema: { ...schema, body: Type.String() } },
    async ({ params: { camera, session: id }, identity, headers, body }, reply) => {
      const session = desk.sessionOf(known(identity), camera, id)
      demandType(headers['content-type'], FRAGMENT)
      demandMatch(headers['if-match'], session.etag)
      const fragment = readIceFragment(body)
      if (!fragment) throw httpError('HUB_HTTP_BODY', 'this is no fragment of SDP with candidates')
      if (headers['if-match'] === '*' || (fragment.ufrag !== null && fragment.ufrag !== session.ufrag))
        throw httpError('HUB_WHEP_RESTART', 'ICE is not restarted here: open another session')
      await desk.trickle(session, fragment.candidates)
      return reply.code(204).send()
    },
  )
  app.delete(
    '/whep/:camera/:session',
    { config: guard, schema: { ...schema, response: nothing(200) } },
    async ({ params: { camera, session }, identity }, reply) => {
      desk.close(desk.sessionOf(known(identity), camera, session))
      return reply.code(200).send()
    },
  )
}

function addOpening(app: RouteApp, { hub, looks }: Faces, desk: WhepDesk): void {
  const links = linksTo(hub.iceServers).join(', ')
  const helped = (reply: FastifyReply): FastifyReply => (links === '' ? reply : reply.header('link', links))
  const demandCamera = (id: string, identity: Identity | null): void => {
    if (doorsWith(hub, id, identity).length === 0) throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
  }
  app.get(
    '/whep/:camera',
    { config: guard, schema: { params: params('camera'), response: nothing(204) } },
    async ({ params: { camera }, identity }, reply) => {
      demandCamera(camera, identity)
      return helped(reply).header('accept-post', SDP).code(204).send()
    },
  )
  app.post(
    '/whep/:camera',
    {
      bodyLimit: OFFER_BYTES_MAX,
      config: guard,
      schema: { params: params('camera'), body: Type.String(), response: textOf(201, SDP) },
    },
    async ({ params: { camera }, identity, headers, body }, reply) => {
      const by = known(identity)
      demandCamera(camera, by)
      demandType(headers['content-type'], SDP)
      const { id, etag, answer } = await desk.open({ by, camera, offer: body })
      looks.note(by, 'camera', camera)
      return helped(reply)
        .code(201)
        .type(SDP)
        .header('location', `/whep/${camera}/${id}`)
        .header('etag', etag)
        .header('accept-patch', FRAGMENT)
        .header('x-portico-rtp-now', captureStamp(hub.clock.mono()))
        .send(answer)
    },
  )
}

/** In a scope of its own: nothing but SDP is read here, and SDP nowhere else. */
export async function addWhepRoutes(app: RouteApp, faces: Faces, sockets: OpenSockets): Promise<void> {
  const desk = new WhepDesk(faces.hub, sockets)
  app.addHook('preClose', async () => desk[Symbol.dispose]())
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser([SDP, FRAGMENT], { parseAs: 'string' }, (_request, body, done) => {
      done(null, body)
    })
    // cast: a scope has the types of its schemas as the application around it has
    const routes = scope as unknown as RouteApp
    addOpening(routes, faces, desk)
    addSessions(routes, faces, desk)
  })
}
