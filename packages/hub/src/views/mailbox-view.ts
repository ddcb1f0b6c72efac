// What a person is shown of a mailbox: whether it is read, and whether its mails are still understood. No address.
import type { MailboxView } from '@portico/protocol'
import type { KnownMailbox } from '../mail/mailboxes.ts'

export function mailboxView({ mailbox: { id, host, folder }, status }: KnownMailbox): MailboxView {
  return {
    id,
    host,
    folder,
    state: status?.state ?? 'silent',
    code: status?.code ?? null,
    words: status?.words ?? null,
    lastMail: status?.lastMail ?? null,
    untrusted: status?.untrusted ?? 0,
    overLimits: status?.overLimits ?? 0,
    senders: (status?.week ?? []).map((week) => ({ ...week })),
    import: status?.import ? { ...status.import } : null,
  }
}
