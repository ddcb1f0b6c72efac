// Mailboxes of the home: how they are, and a look at their past, which a person begins and ends.
import { Done, MailImportRequest, MailboxView } from '@portico/protocol'
import { Type } from 'typebox'
import { mailboxView } from '../../views/mailbox-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { personOf } from '../rights.ts'
import { params, replies } from './schemas.ts'

export function addMailboxRoutes(app: RouteApp, { hub: { mail, runtime } }: Faces): void {
  app.get(
    '/api/v1/mailboxes',
    { config: { right: 'person' }, schema: { response: replies(Type.Array(MailboxView)) } },
    async () => mail.all.map(mailboxView),
  )
  app.post(
    '/api/v1/mailboxes/:id/import',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: MailImportRequest, response: replies(Done) },
    },
    async ({ params: { id }, body: { days }, identity }) => {
      await mail.importPast(id, days)
      await runtime.notice('mail-import-begun', { mailbox: id, days, by: personOf(identity).id })
      return { ok: true as const }
    },
  )
  app.post(
    '/api/v1/mailboxes/:id/import/stop',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id } }) => {
      await mail.stopImport(id)
      return { ok: true as const }
    },
  )
}
