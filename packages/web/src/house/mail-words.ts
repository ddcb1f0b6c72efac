// What a mailbox is, in words.
import type { LiveEvent, MailSenderView, MailboxView } from '@portico/protocol'
import { whenWords } from '../live/film-words.ts'

export function stateWords({ state, words, lastMail }: MailboxView): string {
  switch (state) {
    case 'listening':
      return lastMail === null ? 'It is read.' : `It is read. The last notice came ${whenWords(lastMail)}.`
    case 'connecting':
      return 'It connects.'
    case 'away':
      return `It is not read: ${words ?? 'the mail server is away'}. This is tried again by itself.`
    case 'refused':
      return `It is not read: ${words ?? 'the mail server refuses'}.`
    case 'silent':
      return 'It is not read: its process says nothing.'
  }
}

export const driftWords = ({ seen, understood }: MailSenderView): string =>
  `${seen} mails this week, ${understood} understood: the format changed. Its parcels are missed until Portico knows it.`

export function importWords({ state, seen, total, days }: NonNullable<MailboxView['import']>): string {
  switch (state) {
    case 'running':
      return total === 0 ? `Looking for notices of ${days} days.` : `${seen} of ${total} notices looked at.`
    case 'done':
      return `${total} notices of ${days} days were looked at.`
    case 'stopped':
      return `Stopped after ${seen} of ${total} notices.`
    case 'failed':
      return `It ended after ${seen} of ${total} notices: the mail server broke off.`
  }
}

/** What changes the page of the mailboxes: a format that changed, a look at the past, a parcel that a mail told of. */
export const isMailNews = ({ type, data }: LiveEvent): boolean =>
  (type === 'SecurityNotice' && typeof data['what'] === 'string' && data['what'].startsWith('mail-')) ||
  (type === 'ParcelObserved' && typeof data['source'] === 'string' && data['source'].startsWith('mail-'))
