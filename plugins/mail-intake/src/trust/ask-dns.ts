// Keys of senders from the DNS, with bounds and for an hour.
import { Resolver } from 'node:dns/promises'
import { type Clock, type Instant, codeOf, milliseconds } from '@portico/plugin-api'
import type { TxtAnswer, TxtResolver } from './check-dkim.ts'

const KEPT_MAX = 64
const KEPT_FOR = milliseconds(3_600_000)
const ASK_MS_MAX = 4_000

interface Kept {
  readonly answer: TxtAnswer
  readonly until: number
}

/** The name has no such record, which is an answer. */
const absent: ReadonlySet<string | null> = new Set(['ENOTFOUND', 'ENODATA'])

/** `servers`: of tests; null: the system's. */
export function dnsResolver(clock: Clock, servers: readonly string[] | null = null): TxtResolver {
  const resolver = new Resolver({ timeout: ASK_MS_MAX, tries: 2 })
  if (servers) resolver.setServers([...servers])
  const kept = new Map<string, Kept>()
  return async (name) => {
    const now: Instant = clock.mono()
    const known = kept.get(name)
    if (known && known.until > now) return known.answer
    const answer = await ask(resolver, name)
    if (answer === 'unknown') return answer
    kept.delete(name)
    kept.set(name, { answer, until: now + KEPT_FOR })
    const [oldest] = kept.keys()
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest)
    return answer
  }
}

async function ask(resolver: Resolver, name: string): Promise<TxtAnswer> {
  try {
    const records = await resolver.resolveTxt(name)
    return { texts: records.map((parts) => parts.join('')) }
  } catch (error) {
    return absent.has(codeOf(error)) ? 'none' : 'unknown'
  }
}
