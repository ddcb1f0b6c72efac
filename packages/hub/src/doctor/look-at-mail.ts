// Whether the mailboxes are read and understood. Only a running hub knows.
import type { MailSenderView, MailboxView } from '@portico/protocol'
import { type Finding, bad, good, warning } from './finding.ts'

/** `mailboxes`: null when no hub runs. */
export const lookAtMail = (mailboxes: readonly MailboxView[] | null): readonly Finding[] =>
  (mailboxes ?? []).flatMap((mailbox) => [
    stateFinding(mailbox),
    ...mailbox.senders.filter(({ drifted }) => drifted).map(driftFinding),
  ])

function stateFinding({ id, state, words, code, senders, untrusted }: MailboxView): Finding {
  const about = `mailbox ${id}`
  switch (state) {
    case 'listening': {
      const seen = senders.reduce((sum, each) => sum + each.seen, 0)
      const understood = senders.reduce((sum, each) => sum + each.understood, 0)
      const foreign = untrusted === 0 ? '' : `, ${untrusted} not from whom they said`
      return good(about, `listens; ${understood} of ${seen} notices of seven days understood${foreign}`)
    }
    case 'connecting':
      return warning(about, 'connects just now', null)
    case 'refused':
      return bad(about, `${words ?? 'refused'} [${code ?? ''}]`, nextOf(code, id))
    case 'away':
      return bad(about, `${words ?? 'away'} [${code ?? ''}]`, 'it is tried again by itself')
    case 'silent':
      return bad(about, 'its process says nothing', 'look at the log for plugin mail-intake')
  }
}

function nextOf(code: string | null, id: string): string {
  if (code === 'HUB_MAIL_FOLDER') return `correct mailboxes.${id}.folder, and start the hub anew`
  return `keep a good app password or token with portico secret ${id}, and start the hub anew`
}

const driftFinding = ({ name, seen, understood }: MailSenderView): Finding =>
  warning(
    `mails of ${name}`,
    `${seen} this week, ${understood} understood: the format changed`,
    'House → Mailboxes shows a redacted sample to report; parcels of this sender are missed until then',
  )
