// What a mail says of parcels, as the runtime takes it from any source. It reaches the porch at most, unless the owner
// raised its sender (decisions 42).
import { type WallTime, wallTime } from '@portico/core'
import type { MailNews, MailPart } from '@portico/plugin-api'
import type { CarrierReport } from '@portico/runtime'

export interface ToldMail {
  readonly news: MailNews
  /** The raw mail; of one that is too large what stands for it. */
  readonly body: Uint8Array
  /** Senders whose mails may lead to the owner's being asked. */
  readonly raised: readonly string[]
}

/** Mails of all mailboxes are one source for each sender: the same mail in two of them is known. */
export const mailSource = (sender: string): string => `mail-${sender}`

export function mailReports({ news, body, raised }: ToldMail): readonly CarrierReport[] {
  return news.parts.map((part, at) => reportOf(part, { news, body, raised, at }))
}

const wallOf = (ms: number | null): WallTime | null => (ms === null ? null : wallTime(ms))

function reportOf(
  { numbers, window }: MailPart,
  { news, body, raised, at }: ToldMail & { readonly at: number },
): CarrierReport {
  const { sender, carrier, status, order, merchant, occurredAt, eventId, trust, held } = news
  return {
    source: mailSource(sender),
    // Nobody but the mail server vouches for a mail whose signature was not checked here.
    grade: trust === 'dkim' ? 'bearer' : 'none',
    carrier,
    numbers,
    status,
    occurredAt: wallOf(occurredAt),
    window: window && { from: wallTime(window.from), to: wallTime(window.to) },
    elsewhere: null,
    eventId,
    body,
    part: at,
    mail: { raised: raised.includes(sender) },
    held,
    ...(merchant !== null && { sender: merchant }),
    ...(order !== null && { orders: [order] }),
  }
}
