// Visits: what is known of them, passes for them, and what people decide about them.
import { mayRead, sessionId } from '@portico/core'
import { ApproveRequest, Done, PassReply, SessionView } from '@portico/protocol'
import type { Visit } from '@portico/runtime'
import { Type } from 'typebox'
import type { Hub } from '../../hub.ts'
import type { Identity } from '../../people/identity.ts'
import type { Answer } from '../../people/people-desk.ts'
import { HIDDEN_SOURCE } from '../../views/hidden-source.ts'
import { rulingView } from '../../views/rules-view.ts'
import { sessionView } from '../../views/session-view.ts'
import { refusalReply } from '../../views/words.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known, viewerOf } from '../rights.ts'
import { passReply } from '../pass-reply.ts'
import { sentenceNames } from '../sentence-names.ts'
import { created, params, query, replies } from './schemas.ts'

const State = Type.Enum(['due', 'open', 'closed'])

function viewOf(hub: Hub, visit: Visit, viewer: string | null): SessionView {
  const { runtime, cameras, settings, clock } = hub
  const names = sentenceNames(hub)
  const isHidden = visit.parcels.some((id) => {
    const parcel = runtime.deliveries.get(id)
    return parcel !== null && !mayRead(parcel, viewer)
  })
  return sessionView({
    visit: isHidden ? { ...visit, source: HIDDEN_SOURCE } : visit,
    passes: runtime.visits.passes.of(visit.id),
    door: runtime.door(visit.door),
    cameras: settings.doors.find(({ id }) => id === visit.door)?.cameras ?? [],
    proofOf: (camera) => cameras.proofOf(camera),
    now: clock.mono(),
    wall: clock.wall(),
    simulated: settings.virtual,
    ruling: isHidden ? null : rulingView(visit, runtime.rules, names),
  })
}

/** @throws HubError `HUB_HTTP_NOT_FOUND` */
export function visitOf({ runtime }: Hub, id: string): Visit {
  const visit = runtime.visits.get(sessionId(id))
  if (!visit) throw httpError('HUB_HTTP_NOT_FOUND', 'no such visit')
  return visit
}

function addLooks(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/sessions',
    {
      config: { right: ['read'] },
      schema: {
        querystring: query({
          state: Type.Optional(State),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: replies(Type.Array(SessionView)),
      },
    },
    async ({ query: { state, limit }, identity }) =>
      hub.runtime.visits.all
        .filter((visit) => state === undefined || visit.state === state)
        .toSorted((a, b) => b.created - a.created)
        .slice(0, limit)
        .map((visit) => viewOf(hub, visit, viewerOf(identity))),
  )
  app.get(
    '/api/v1/sessions/:id',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(SessionView) } },
    async ({ params: { id }, identity }) => viewOf(hub, visitOf(hub, id), viewerOf(identity)),
  )
}

function addPasses(app: RouteApp, { hub, desk }: Faces): void {
  app.post(
    '/api/v1/sessions/:id/pass',
    { config: { right: ['pass'] }, schema: { params: params('id'), response: created(PassReply) } },
    async ({ params: { id }, headers }, reply) => {
      const visit = visitOf(hub, id)
      if (visit.state === 'closed') return reply.code(409).send(refusalReply({ code: 'NOT_EXPECTED' }))
      const pass = await hub.runtime.desk.mintPass(visit)
      return reply.code(201).send(passReply(hub, headers.host, pass))
    },
  )
  app.post(
    '/api/v1/passes/:id/revoke',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }, reply) => {
      const refusal = await desk.revokePass(known(identity), id)
      return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
    },
  )
}

/** Who has taken a door over stands before it: no face does. */
const facesMay = (word: string): { readonly face?: 'refuse' } =>
  word === 'take-over' ? {} : { face: 'refuse' }

function addDecisions(app: RouteApp, { desk }: Faces): void {
  app.post(
    '/api/v1/sessions/:id/approve',
    {
      config: { right: 'person', face: 'approve' },
      schema: { params: params('id'), body: ApproveRequest, response: replies(Done) },
    },
    async ({ params: { id }, body, identity }, reply) => {
      const refusal = await desk.approve(known(identity), id, body)
      return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
    },
  )
  const plain: Readonly<Record<string, (by: Identity, session: string) => Promise<Answer>>> = {
    deny: (by, session) => desk.deny(by, session),
    abort: (by, session) => desk.abort(by, session),
    'take-over': (by, session) => desk.takeOver(by, session),
  }
  for (const [word, decide] of Object.entries(plain))
    app.post(
      `/api/v1/sessions/:id/${word}`,
      {
        config: { right: 'person', ...facesMay(word) },
        schema: { params: params('id'), response: replies(Done) },
      },
      async ({ params: { id }, identity }, reply) => {
        const refusal = await decide(known(identity), id)
        return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
      },
    )
}

export function addSessionRoutes(app: RouteApp, faces: Faces): void {
  addLooks(app, faces)
  addPasses(app, faces)
  addDecisions(app, faces)
}
