// What a visit left behind besides film and photo: the words of bolt and contact.
import { TraceReply } from '@portico/protocol'
import { traceView } from '../../views/trace-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { params, replies } from './schemas.ts'
import { visitOf } from './session-routes.ts'

export function addTraceRoute(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/sessions/:id/trace',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(TraceReply) } },
    async ({ params: { id } }) => traceView(hub.runtime, visitOf(hub, id)),
  )
}
