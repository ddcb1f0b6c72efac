// Parcels: what is known of them, the household's claim, and reports by scripts.
import { parcelId, wallTime } from '@portico/core'
import { ClaimRequest, DeliveryReply, DeliveryReport, ParcelView } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { idOf, known } from '../rights.ts'
import { wallTimeOf } from '../iso-time.ts'
import { parcelView } from '../../views/parcel-view.ts'
import { created, params, query, replies } from './schemas.ts'

const Limit = Type.Integer({ minimum: 1, maximum: 500, default: 100 })

export function addParcelRoutes(app: RouteApp, { hub }: Faces): void {
  const { runtime, clock } = hub
  app.get(
    '/api/v1/parcels',
    {
      config: { right: ['read'] },
      schema: { querystring: query({ limit: Limit }), response: replies(Type.Array(ParcelView)) },
    },
    async ({ query: { limit } }) =>
      runtime.deliveries.parcels
        .toSorted((a, b) => b.lastSeen - a.lastSeen)
        .slice(0, limit)
        .map((parcel) => parcelView(parcel, runtime.visits.all)),
  )
  app.get(
    '/api/v1/parcels/:id',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(ParcelView) } },
    async ({ params: { id } }) => {
      const parcel = runtime.deliveries.get(parcelId(id))
      if (!parcel) throw httpError('HUB_HTTP_NOT_FOUND', 'no such parcel')
      return parcelView(parcel, runtime.visits.all)
    },
  )
  app.post(
    '/api/v1/parcels',
    { config: { right: 'person' }, schema: { body: ClaimRequest, response: created(ParcelView) } },
    async ({ body: { trackingNumber, carrier, title }, identity }, reply) => {
      const parcel = await runtime.deliveries.claim({
        number: trackingNumber,
        carrier: carrier ?? null,
        title: title ?? null,
        by: idOf(known(identity)),
      })
      return reply.code(201).send(parcelView(parcel, runtime.visits.all))
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
