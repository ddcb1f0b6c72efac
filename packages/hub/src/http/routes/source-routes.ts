// Where news of parcels come from: people see their sources, change what these prove themselves by, and try them. A secret
// that was made goes out once; one that was typed never does.
import {
  Done,
  SourceKeyRequest,
  SourceSecretReply,
  SourceSecretRequest,
  SourceTest,
  SourcesView,
} from '@portico/protocol'
import { Type } from 'typebox'
import { sourcesView } from '../../views/source-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { personOf } from '../rights.ts'
import { params, replies } from './schemas.ts'

const person = { right: 'person' } as const

export function addSourceRoutes(app: RouteApp, { hub }: Faces): void {
  const { sources, reach, sourceDesk, clock } = hub
  app.get('/api/v1/sources', { config: person, schema: { response: replies(SourcesView) } }, async () =>
    sourcesView({ sources, reach, now: clock.wall() }),
  )
  app.post(
    '/api/v1/sources/:id/secret',
    {
      config: person,
      schema: { params: params('id'), body: SourceSecretRequest, response: replies(SourceSecretReply) },
    },
    async ({ params: { id }, body, identity }) => ({
      secret: await sourceDesk.changeSecret(id, body.secret ?? null, personOf(identity).id),
    }),
  )
  app.post(
    '/api/v1/sources/:id/key',
    { config: person, schema: { params: params('id'), body: SourceKeyRequest, response: replies(Done) } },
    async ({ params: { id }, body, identity }) => {
      await sourceDesk.changeKey(id, body.key, personOf(identity).id)
      return { ok: true as const }
    },
  )
  app.post(
    '/api/v1/sources/:id/key/forget',
    { config: person, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      await sourceDesk.forgetKey(id, personOf(identity).id)
      return { ok: true as const }
    },
  )
  app.post(
    '/api/v1/sources/:id/test',
    { config: person, schema: { params: params('id'), response: replies(SourceTest) } },
    async ({ params: { id } }) => sourceDesk.test(id),
  )
}

/** Tells this hub from others, and nothing of the home: by it a test sees that the public address leads here. */
export function addHereRoute(app: RouteApp, { hub: { sourceDesk } }: Faces): void {
  app.get(
    '/hooks/here',
    {
      config: { right: 'anyone' },
      schema: { response: replies(Type.Object({ here: Type.String() })) },
    },
    async () => ({ here: sourceDesk.here }),
  )
}
