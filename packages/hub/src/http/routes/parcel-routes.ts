// Parcels: what is known of them, the household's claim, and reports by scripts.
import { type Parcel, mayRead, parcelId, wallTime } from '@portico/core'
import { ClaimRequest, DeliveryReply, DeliveryReport, ParcelStep, ParcelView } from '@portico/protocol'
import {
  type ParcelLook,
  type ParcelPlace,
  type ParcelSight,
  type ParcelStepTold,
  QUERY_MIN,
  parcelsSeen,
} from '@portico/runtime'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { plainText } from '../plain-text.ts'
import { known, personOf, viewerOf } from '../rights.ts'
import { wallTimeOf } from '../iso-time.ts'
import { SearchTurns } from '../search-turns.ts'
import { HIDDEN_SOURCE } from '../../views/hidden-source.ts'
import { parcelTold } from '../../views/parcel-told.ts'
import { parcelView } from '../../views/parcel-view.ts'
import { toldIn } from './parcel-act-routes.ts'
import { created, params, query, replies } from './schemas.ts'

const Limit = Type.Integer({ minimum: 1, maximum: 500, default: 100 })
const Search = Type.Optional(
  Type.String({
    minLength: QUERY_MIN,
    maxLength: 64,
    description:
      'any part of number, carrier, title, sender, order, person, place or verdict, whatever the case; or several of them',
  }),
)
const Before = Type.Optional(
  Type.String({
    maxLength: 128,
    pattern: '^[0-9]{1,16}(?:\\.[0-9]{1,12})?\\.[A-Za-z0-9_-]+$',
    description: 'the last row there is: its lastSeen, a dot, its id',
  }),
)

const Moment = Type.Optional(
  Type.Number({ minimum: 0, maximum: 8.64e15, description: 'Unix ms: spoken of since, or until then' }),
)

/** The row that a list goes on behind. */
function placeIn(before: string | undefined): ParcelPlace | null {
  if (before === undefined) return null
  const dot = before.lastIndexOf('.')
  return { lastSeen: Number(before.slice(0, dot)), id: before.slice(dot + 1) }
}

/** @throws HubError `HUB_HTTP_BODY` when nothing but blanks is left of it */
function textIn(q: string | undefined): string | null {
  if (q === undefined) return null
  const text = q.trim()
  if (text.length < QUERY_MIN)
    throw httpError('HUB_HTTP_BODY', `query.q needs ${QUERY_MIN} characters that are no blanks`)
  return text
}

/** A camera vouches for nothing: it is worth the least. */
const sightView = ({ at, ...seen }: ParcelSight): ParcelStep => ({
  at,
  status: null,
  source: 'camera',
  grade: 'none',
  claim: 'none',
  seen,
})

function stepView({ elsewhere, window, ...step }: ParcelStepTold): ParcelStep {
  return {
    ...step,
    ...(elsewhere !== null && { elsewhere }),
    ...(window !== null && { window: { from: window.from, to: window.to } }),
  }
}

/** Rows that are drawn in one turn of the loop. */
const DRAWN_AT_ONCE = 50

/** What is found, drawn: a few in each step, as it is looked for. */
function* drawn(look: ParcelLook, draw: (parcel: Parcel) => ParcelView): Generator<void, ParcelView[], void> {
  const found = yield* look
  const views: ParcelView[] = []
  for (const parcel of found) {
    if (views.length > 0 && views.length % DRAWN_AT_ONCE === 0) yield
    views.push(draw(parcel))
  }
  return views
}

function addParcelLists(app: RouteApp, { hub }: Faces): void {
  const { runtime } = hub
  const turns = new SearchTurns()
  app.get(
    '/api/v1/parcels',
    {
      config: { right: ['read'] },
      schema: {
        querystring: query({ limit: Limit, q: Search, before: Before, from: Moment, to: Moment }),
        response: replies(Type.Array(ParcelView)),
      },
    },
    async ({ query: { limit, q, before, from, to }, identity }) => {
      const viewer = viewerOf(identity)
      const look = runtime.deliveries.search({
        text: textIn(q),
        before: placeIn(before),
        limit,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        ...parcelTold(hub),
        reads: (parcel) => mayRead(parcel, viewer),
      })
      return turns.run(drawn(look, (parcel) => parcelView({ parcel, runtime, viewer })))
    },
  )
  app.get(
    '/api/v1/parcels/:id/timeline',
    {
      config: { right: ['read'] },
      schema: { params: params('id'), response: replies(Type.Array(ParcelStep)) },
    },
    async ({ params: { id }, identity }) => {
      const parcel = runtime.deliveries.get(parcelId(id))
      if (!parcel) throw noParcel()
      const reads = mayRead(parcel, viewerOf(identity))
      const steps = runtime.deliveries.stepsOf(parcel.id)
      const said = steps.map((step) => stepView(reads ? step : { ...step, source: HIDDEN_SOURCE }))
      const seen = runtime.visits
        .of(parcel.parts)
        .flatMap((visit) => parcelsSeen(runtime.records, visit.id).map(sightView))
      return [...said, ...seen]
    },
  )
}

const noParcel = (): Error => httpError('HUB_HTTP_NOT_FOUND', 'no such parcel')

export function addParcelRoutes(app: RouteApp, faces: Faces): void {
  const { runtime, clock } = faces.hub
  addParcelLists(app, faces)
  app.get(
    '/api/v1/parcels/:id',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(ParcelView) } },
    async ({ params: { id }, identity }) => {
      const parcel = runtime.deliveries.get(parcelId(id))
      if (!parcel) throw noParcel()
      return parcelView({ parcel, runtime, viewer: viewerOf(identity) })
    },
  )
  app.post(
    '/api/v1/parcels',
    { config: { right: 'person' }, schema: { body: ClaimRequest, response: created(ParcelView) } },
    async ({ body: { trackingNumber, carrier, title, ...told }, identity }, reply) => {
      const by = personOf(identity)
      const parcel = await runtime.deliveries.claim({
        number: trackingNumber,
        carrier: carrier ?? null,
        title: plainText(title ?? '') || null,
        by: by.id,
        told: toldIn(told, by, faces.hub.people),
      })
      return reply.code(201).send(parcelView({ parcel, runtime, viewer: by.id }))
    },
  )
  app.post(
    '/api/v1/deliveries',
    { config: { right: ['arm'] }, schema: { body: DeliveryReport, response: replies(DeliveryReply) } },
    async ({ body: { trackingNumber, carrier, status, occurredAt }, identity }) => {
      const now = clock.wall()
      const told = occurredAt === undefined ? now : wallTimeOf(occurredAt)
      if (told === null)
        throw httpError('HUB_HTTP_BODY', 'body.occurredAt must be a time of ISO 8601 with a zone')
      const at = wallTime(told)
      const report = JSON.stringify([trackingNumber, carrier ?? null, status, at])
      const reported = await runtime.deliveries.report({
        source: known(identity).kind === 'person' ? 'hand' : 'token',
        grade: 'none',
        carrier: carrier ?? null,
        numbers: [trackingNumber],
        status,
        occurredAt: at,
        window: null,
        elsewhere: null,
        eventId: null,
        body: Buffer.from(report),
      })
      return { ...reported, parcels: [...reported.parcels] }
    },
  )
}
