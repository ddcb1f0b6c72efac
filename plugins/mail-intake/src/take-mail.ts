// One raw mail to what becomes of it: what it says, whether it is believed, and why it may not arm.
import { packOf, packs } from './packs/packs.ts'
import { type HeaderField, headerFields, senderOf } from './read/header-fields.ts'
import type { MailContent } from './read/mail-reading.ts'
import type { MailFacts } from './read/read-mail.ts'
import type { TxtResolver } from './trust/check-dkim.ts'
import { type Trust, isAddressedTo, judgeTrust } from './trust/judge-trust.ts'

/** An older mail never arms (decisions 47), ms. */
export const ARMS_FOR_MS = 48 * 3_600_000
/** Nor does one of a later time than this from now, ms: two clocks may differ, and one of them is wrong. */
const AHEAD_MAX_MS = 3_600_000

/** Why a believed mail is shown and arms nothing; old: it is not of the last 48 hours, by its own date. */
export type Held = 'header-only' | 'report-only' | 'old' | 'imported' | 'other-recipient'

export interface TakenMail {
  readonly verdict: MailContent['verdict'] | 'untrusted'
  readonly auth: 'pass' | 'fail'
  readonly trust: Trust
  /** null: it may arm what arms. */
  readonly held: Held | null
  /** Of an untrusted mail these are claims. */
  readonly content: MailContent
}

export interface TakeOrder extends MailFacts {
  readonly read: (raw: Uint8Array, facts: MailFacts) => Promise<MailContent>
  readonly resolve: TxtResolver
  /** Names by which the receiving server writes `Authentication-Results`. */
  readonly receivers: readonly string[]
  /** Of the household. */
  readonly addresses: readonly string[]
  /** ms since 1970. */
  readonly now: number
  readonly imported: boolean
}

export async function takeMail(raw: Uint8Array, order: TakeOrder): Promise<TakenMail> {
  const fields = headerFields(raw)
  const sender = senderOf(fields)
  const pack = sender && packOf(sender)
  const [content, trust] = await Promise.all([
    order.read(raw, order),
    judgeTrust({ ...order, raw, fields, sender, pack }),
  ])
  const auth = trust.by === 'none' ? 'fail' : 'pass'
  if (content.verdict === 'limits') return { verdict: 'limits', auth, trust, held: null, content }
  const verdict = auth === 'fail' || !content.ownDomain ? 'untrusted' : content.verdict
  return { verdict, auth, trust, held: heldBy({ trust, content, fields }, order), content }
}

const isOfNow = (sentAt: number | null, now: number): boolean =>
  sentAt !== null && now - sentAt <= ARMS_FOR_MS && sentAt - now <= AHEAD_MAX_MS

function heldBy(
  {
    trust,
    content,
    fields,
  }: Pick<TakenMail, 'trust' | 'content'> & { readonly fields: readonly HeaderField[] },
  { now, imported, addresses }: TakeOrder,
): Held | null {
  if (imported) return 'imported'
  if (trust.by !== 'dkim') return 'header-only'
  if (packs.find(({ id }) => id === content.pack)?.standing !== 'tested') return 'report-only'
  if (!isOfNow(content.sentAt, now)) return 'old'
  return isAddressedTo(fields, addresses) ? null : 'other-recipient'
}
