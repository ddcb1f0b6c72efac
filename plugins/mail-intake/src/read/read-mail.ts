// A raw mail to what it says. It runs in a thread that is ended after a second; it loads nothing and follows no link.
import PostalMime from 'postal-mime'
import { redacted } from '../drift/redact.ts'
import type { SenderPack } from '../packs/pack.ts'
import { packOf, packs } from '../packs/packs.ts'
import { type HeaderField, headerFields, onlyValue, senderOf } from './header-fields.ts'
import { type LocalMoment, localMoment } from './mail-dates.ts'
import { NESTING_MAX, HEADER_BYTES_MAX, TEXT_CHARS_MAX, brokenLimit } from './mail-limits.ts'
import type { MailContent } from './mail-reading.ts'
import { pageOfHtml } from './page-of-html.ts'
import { jsonLdParcels, microdataParcels } from './parcel-markup.ts'
import {
  type MailPage,
  digestIn,
  markedWindow,
  merchantIn,
  noticeIn,
  numbersIn,
  occurredIn,
  orderIn,
  shipmentIn,
  windowIn,
} from './read-notice.ts'
import { visibleLines } from './visible-text.ts'

export interface MailFacts {
  /** IANA name of the home's zone. */
  readonly timeZone: string
}

/** Between these a mail can have been sent; a date outside them is none, and no day is counted from it. */
const SENT_AFTER = Date.UTC(2000, 0)
const SENT_BEFORE = Date.UTC(2099, 0)

type Dated = Pick<MailContent, 'sentAt' | 'messageId'>

/** As the header says it, RFC 5322 section 3.3; null: not at all, more than once, or in another century. */
function datedBy(fields: readonly HeaderField[]): Dated {
  const date = Date.parse(onlyValue(fields, 'date') ?? '')
  const messageId = onlyValue(fields, 'message-id')
  return {
    sentAt: date >= SENT_AFTER && date < SENT_BEFORE ? date : null,
    messageId: messageId !== null && /^<[^<>\s]{3,500}>$/.test(messageId) ? messageId : null,
  }
}

const refused = (why: string, dated: Dated): MailContent => ({
  ...dated,
  verdict: 'limits',
  pack: null,
  ownDomain: false,
  carrier: null,
  status: null,
  trackingNumbers: [],
  why,
})

/** Never rejects: what cannot be parsed breaks a limit. */
export async function readMail(raw: Uint8Array, { timeZone }: MailFacts): Promise<MailContent> {
  const fields = headerFields(raw)
  const dated = datedBy(fields)
  const limit = brokenLimit(raw)
  if (limit !== null) return refused(limit, dated)
  const page = await pageOf(raw)
  if (typeof page === 'string') return refused(page, dated)
  const sender = senderOf(fields)
  const pack = sender && packOf(sender)
  const moment = dated.sentAt === null ? null : localMoment(dated.sentAt, timeZone)
  if (pack)
    return { ...contentOf(pack, page, { timeZone, moment }), ...dated, pack: pack.id, ownDomain: true }
  return { ...imitated(page, { timeZone, moment }), ...dated }
}

async function pageOf(raw: Uint8Array): Promise<MailPage | string> {
  try {
    const mail = await PostalMime.parse(raw, {
      maxNestingDepth: NESTING_MAX,
      maxHeadersSize: HEADER_BYTES_MAX,
      maxRfc822NestingDepth: 0,
    })
    const html = pageOfHtml((mail.html ?? '').slice(0, 4 * TEXT_CHARS_MAX))
    const lines = visibleLines(
      `${(mail.text ?? '').slice(0, TEXT_CHARS_MAX)}\n${html.text.slice(0, TEXT_CHARS_MAX)}`,
    )
    return {
      subject: visibleLines((mail.subject ?? '').slice(0, 1_000)).join(' '),
      text: lines.join('\n'),
      links: html.links,
      markup: [...jsonLdParcels(html.jsonLd), ...microdataParcels(html.tokens)],
    }
  } catch (error) {
    return error instanceof Error ? `not parsed: ${error.message.slice(0, 100)}` : 'not parsed'
  }
}

interface When {
  readonly timeZone: string
  readonly moment: LocalMoment | null
}

type Content = Omit<MailContent, keyof Dated | 'pack' | 'ownDomain'>

function contentOf(pack: SenderPack, page: MailPage, { timeZone, moment }: When): Content {
  const { carrier, digest } = pack
  const parcels =
    digest?.subject.test(page.subject) && moment
      ? digestIn(digest, pack, { text: page.text, mailDay: moment.day })
      : null
  if (digest && parcels)
    return {
      verdict: 'parsed',
      carrier,
      status: digest.status,
      trackingNumbers: parcels.map(({ trackingNumber }) => trackingNumber),
      kind: 'digest',
      parcels,
      mailpieces: page.text.match(digest.letter)?.length ?? 0,
    }
  const trackingNumbers = numbersIn(pack, page)
  const notice = noticeIn(pack, page)
  if (!notice && page.markup.length === 0)
    return { verdict: 'unrecognised', carrier, status: null, trackingNumbers, sample: redacted(page) }
  const facts = { mailDay: moment?.day ?? null, order: pack.dayOrder }
  const orderId = orderIn(pack, page)
  const shipment = shipmentIn(pack, page)
  const merchant = merchantIn(pack, page)
  const window = markedWindow(page.markup, timeZone) ?? (notice && windowIn(notice, page, facts))
  const occurredLocal = notice && occurredIn(notice, page, facts)
  const master = pack.masterNumber?.exec(page.text)?.groups?.['number']
  return {
    verdict: 'parsed',
    carrier,
    status: notice?.status ?? null,
    trackingNumbers: trackingNumbers.filter((each) => each !== master),
    ...(orderId !== null && { orderId }),
    ...(shipment !== null && { shipment }),
    ...(merchant !== null && { merchant }),
    ...(window !== null && { window }),
    ...(occurredLocal !== null && { occurredLocal }),
    ...(master !== undefined && { masterTrackingNumber: master }),
  }
}

/** What a stranger's mail claims to be: for a person to see, never to act on. A number says more than a sentence. */
function imitated(page: MailPage, when: When): Omit<MailContent, keyof Dated> {
  const claims = packs.map((pack) => ({ pack, said: contentOf(pack, page, when) }))
  const numbered = claims.find(({ said }) => said.trackingNumbers.length > 0)
  const found = numbered ?? claims.find(({ said }) => said.status !== null)
  if (!found) {
    const nothing = { carrier: null, status: null, trackingNumbers: [] } as const
    return { verdict: 'unrecognised', pack: null, ownDomain: false, ...nothing }
  }
  const { verdict, carrier, status, trackingNumbers } = found.said
  return { verdict, pack: found.pack.id, ownDomain: false, carrier, status, trackingNumbers }
}
