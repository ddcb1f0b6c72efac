// Webhooks that the hub sends: people say to whom and about what. Their secrets go out once.
import { Done, WebhookRequest, WebhookSecretReply, WebhookTest, WebhookView } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { personOf } from '../rights.ts'
import { created, params, replies } from './schemas.ts'

const person = { right: 'person' } as const

export function addWebhookRoutes(app: RouteApp, { hub: { webhooks } }: Faces): void {
  app.get(
    '/api/v1/webhooks',
    { config: person, schema: { response: replies(Type.Array(WebhookView)) } },
    async () => [...webhooks.all],
  )
  app.post(
    '/api/v1/webhooks',
    { config: person, schema: { body: WebhookRequest, response: created(WebhookSecretReply) } },
    async ({ body, identity }, reply) =>
      reply.code(201).send(await webhooks.add(body, personOf(identity).id)),
  )
  app.post(
    '/api/v1/webhooks/:id/revoke',
    { config: person, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      await webhooks.revoke(id, personOf(identity).id)
      return { ok: true as const }
    },
  )
  app.post(
    '/api/v1/webhooks/:id/rotate',
    { config: person, schema: { params: params('id'), response: replies(WebhookSecretReply) } },
    async ({ params: { id }, identity }) => webhooks.rotate(id, personOf(identity).id),
  )
  app.post(
    '/api/v1/webhooks/:id/resume',
    { config: person, schema: { params: params('id'), response: replies(WebhookView) } },
    async ({ params: { id }, identity }) => webhooks.resume(id, personOf(identity).id),
  )
  app.post(
    '/api/v1/webhooks/:id/test',
    { config: person, schema: { params: params('id'), response: replies(WebhookTest) } },
    async ({ params: { id } }) => webhooks.test(id),
  )
}
