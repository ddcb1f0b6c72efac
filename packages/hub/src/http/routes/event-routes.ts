// The events of the journal, page by page, for whoever does not keep a socket open.
import { EventsPage } from '@portico/protocol'
import { Type } from 'typebox'
import { eventsAfter } from '../../live/event-feed.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { afterRange, query, replies } from './schemas.ts'

export function addEventRoutes(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/events',
    {
      config: { right: ['read'] },
      schema: {
        querystring: query({
          after: Type.Integer({ ...afterRange, default: -1 }),
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }),
        }),
        response: replies(EventsPage),
      },
    },
    async ({ query: page }) => eventsAfter(hub.runtime, page),
  )
}
