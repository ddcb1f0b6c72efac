// The signed head of the journal, for whoever keeps it elsewhere.
import { ChainView } from '@portico/protocol'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { replies } from './schemas.ts'

export function addChainRoutes(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/chain',
    { config: { right: ['read'] }, schema: { response: replies(ChainView) } },
    async () => {
      const { pin, checkpoint: head } = hub.runtime.journal
      return { pin, head }
    },
  )
}
