// Whether a mail is from whom it says, and by what (decisions 47, threats G20). Our own check comes first; the server's
// word counts only while nobody answers us.
import type { SenderPack } from '../packs/pack.ts'
import { type HeaderField, type Sender, onlyValue } from '../read/header-fields.ts'
import { headerVouches } from './authentication-results.ts'
import { type TxtResolver, checkDkim } from './check-dkim.ts'

export type Trust =
  | { readonly by: 'dkim'; readonly domain: string; readonly id: string }
  /** The receiving server's word: the state is shown, nothing is armed. */
  | { readonly by: 'header' }
  | { readonly by: 'none'; readonly why: string }

export interface TrustFacts {
  readonly raw: Uint8Array
  readonly fields: readonly HeaderField[]
  readonly sender: Sender | null
  /** Whose mails these are; null: nobody's whom we read. */
  readonly pack: SenderPack | null
  readonly receivers: readonly string[]
  readonly resolve: TxtResolver
  readonly now: number
}

export async function judgeTrust(facts: TrustFacts): Promise<Trust> {
  const { sender, pack, fields, receivers } = facts
  if (!sender) return { by: 'none', why: 'it names no one plain sender' }
  if (!pack) return { by: 'none', why: 'the sender is none that is read' }
  const verdict = await checkDkim({ ...facts, sender, domains: pack.domains })
  if (verdict.result === 'pass') return { by: 'dkim', domain: verdict.domain, id: verdict.id }
  if (verdict.result === 'unknown' && headerVouches({ fields, sender, receivers })) return { by: 'header' }
  return { by: 'none', why: verdict.why }
}

/** Whether `To` names one of these addresses: a true mail to somebody else is no news of this household. */
export function isAddressedTo(fields: readonly HeaderField[], addresses: readonly string[]): boolean {
  const to = onlyValue(fields, 'to')?.toLowerCase() ?? ''
  const named: readonly string[] = to.match(/[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,253}/g) ?? []
  return addresses.some((address) => named.includes(address.toLowerCase()))
}
