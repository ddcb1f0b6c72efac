// A mail from a file, read as a mailbox reads it, for `portico replay`. Its signature is not looked at: keys are changed,
// and who keeps a mail on a disk can write there. Nothing of this is ever news of a real home.
import type { MailNews } from '@portico/plugin-api'
import { mailNews } from './mail-news.ts'
import { packs } from './packs/packs.ts'
import type { MailContent } from './read/mail-reading.ts'
import { type MailFacts, readMail } from './read/read-mail.ts'

export interface ReplayedMail {
  readonly verdict: MailContent['verdict'] | 'untrusted'
  readonly content: MailContent
  /** What a mailbox would tell; null: nothing. */
  readonly news: MailNews | null
}

/** Never rejects. */
export async function replayMail(raw: Uint8Array, facts: MailFacts): Promise<ReplayedMail> {
  const content = await readMail(raw, facts)
  const { verdict, ownDomain, pack, messageId } = content
  if (verdict === 'limits') return { verdict, content, news: null }
  if (!ownDomain) return { verdict: 'untrusted', content, news: null }
  const known = packs.find(({ id }) => id === pack)
  const trust = { by: 'dkim', domain: known?.domains[0] ?? '', id: messageId ?? '' } as const
  const held = known?.standing === 'tested' ? null : 'report-only'
  const news = mailNews({ verdict, auth: 'pass', trust, held, content }, facts.timeZone)
  return { verdict, content, news: news && { ...news, eventId: messageId } }
}
