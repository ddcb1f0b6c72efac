// Senders that sign nothing and show a fixed text of ours in a header. Whoever saw one of their messages can make up
// others: what they say is a claim.
import type { HookRequest, HookTrust, HookVerdict } from '@portico/plugin-api'
import { headerOf, refused, secretsIn, signedBy } from './hook-signature.ts'

export function verifyFixedHeader(request: HookRequest, trust: HookTrust, name: string): HookVerdict {
  if (secretsIn(trust.secret).length === 0) return refused('no-secret')
  const header = headerOf(request, name)
  if (typeof header === 'string') return refused(header)
  return signedBy(header.value, trust, (key) => key) ? { accepted: true } : refused('mismatch')
}
