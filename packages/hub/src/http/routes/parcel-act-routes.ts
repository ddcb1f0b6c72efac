// What people of the house do with parcels: describe one, say that two are one or one is two, that it is none of theirs,
// and undo that. Each is an adult's act and stands in the journal with who did it.
import { type ActorId, type Parcel, type ParcelId, type Told, actorId, parcelId } from '@portico/core'
import { DescribeRequest, MergeRequest, ParcelView, SplitRequest } from '@portico/protocol'
import type { Static } from 'typebox'
import type { People } from '../../people/household.ts'
import type { Person } from '../../people/identity.ts'
import { parcelView } from '../../views/parcel-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { plainText } from '../plain-text.ts'
import { personOf } from '../rights.ts'
import { params, replies } from './schemas.ts'

type Described = Omit<Static<typeof DescribeRequest>, 'title'>

/** A secret that is nobody's is whoever's makes it one. @throws HubError `HUB_HTTP_BODY` for a person nobody knows */
export function toldIn(told: Described, by: Person, people: Pick<People, 'all'>): Partial<Told> {
  const { person, confidential, perishable, value, direction } = told
  if (person != null && !people.all.some(({ id }) => id === person))
    throw httpError('HUB_HTTP_BODY', 'body.person must be the id of somebody of this home')
  const owner = confidential === true ? (person ?? by.id) : person
  return {
    ...(owner !== undefined && { person: owner === null ? null : actorId(owner) }),
    ...(confidential !== undefined && { confidential }),
    ...(perishable !== undefined && { perishable }),
    ...(value !== undefined && { value }),
    ...(direction !== undefined && { direction }),
  }
}

export function addParcelActRoutes(app: RouteApp, { hub }: Faces): void {
  const { runtime } = hub
  const { acts } = runtime.deliveries
  const shown = (parcel: Parcel, viewer: ActorId): ParcelView => parcelView({ parcel, runtime, viewer })
  app.post(
    '/api/v1/parcels/:id/describe',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: DescribeRequest, response: replies(ParcelView) },
    },
    async ({ params: { id }, body: { title, ...told }, identity }) => {
      const by = personOf(identity)
      const named = title === undefined ? {} : { title: plainText(title ?? '') || null }
      const words = { ...toldIn(told, by, hub.people), ...named }
      return shown(await acts.describe(parcelId(id), words, by.id), by.id)
    },
  )
  app.post(
    '/api/v1/parcels/:id/merge',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: MergeRequest, response: replies(ParcelView) },
    },
    async ({ params: { id }, body, identity }) => {
      const { id: by } = personOf(identity)
      return shown(await acts.merge(parcelId(id), parcelId(body.with), by), by)
    },
  )
  app.post(
    '/api/v1/parcels/:id/split',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: SplitRequest, response: replies(ParcelView) },
    },
    async ({ params: { id }, body: { sources }, identity }) => {
      const { id: by } = personOf(identity)
      return shown(await acts.split(parcelId(id), sources, by), by)
    },
  )
  const plain: Readonly<Record<string, (id: ParcelId, by: ActorId) => Promise<Parcel>>> = {
    'not-mine': (id, by) => acts.disown(id, by),
    undo: (id, by) => acts.undo(id, by),
  }
  for (const [word, act] of Object.entries(plain))
    app.post(
      `/api/v1/parcels/:id/${word}`,
      { config: { right: 'person' }, schema: { params: params('id'), response: replies(ParcelView) } },
      async ({ params: { id }, identity }) => {
        const { id: by } = personOf(identity)
        return shown(await act(parcelId(id), by), by)
      },
    )
}
