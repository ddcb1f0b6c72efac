// Links and their tokens, of which only hashes are kept. A refresh token is good until its successor is used: Amazon asks
// again when an answer of ours is lost, so the one before is taken once more and no further.
import { type ActorId, type WallTime, hours, wallTime } from '@portico/core'
import type { Chance, Clock } from '@portico/ports'
import { type HomeRuntime, newId } from '@portico/runtime'
import { type AuditFact, audit } from '../people/audit.ts'
import { hashOf } from '../people/secret.ts'
import type { Link } from './linking.ts'

export interface LinkBookParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
}

export interface StoredLink extends Link {
  /** Of the code that it was made by: shown again, somebody else had it. */
  readonly codeHash: string
  readonly access: readonly { readonly hash: string; readonly until: WallTime }[]
  /** Each is good until one of them is used. */
  readonly refresh: readonly string[]
  /** Good once more; null: used up. */
  readonly grace: string | null
}

export interface FreshTokens {
  readonly access: string
  readonly refresh: string
}

export const ACCESS_GOOD_FOR = hours(1)
export const LINKS_MAX = 8
/** An answer that got lost leaves a token behind that nobody uses. */
const ACCESS_MAX = 4

export class LinkBook {
  readonly #parts: LinkBookParts
  readonly #links = new Map<string, StoredLink>()

  constructor(parts: LinkBookParts) {
    this.#parts = parts
    for (const { value } of parts.records.all('voice-link')) {
      // cast: only this class writes these records
      const link = value as StoredLink
      this.#links.set(link.id, link)
    }
  }

  get all(): readonly StoredLink[] {
    return [...this.#links.values()]
  }
  get(id: string): StoredLink | null {
    return this.#links.get(id) ?? null
  }
  ofCode(code: string): StoredLink | null {
    const hash = hashOf(code)
    return this.all.find(({ codeHash }) => codeHash === hash) ?? null
  }
  ofAccess(token: string): StoredLink | null {
    const hash = hashOf(token)
    const now = this.#parts.clock.wall()
    return this.all.find(({ access }) => access.some((one) => one.hash === hash && one.until > now)) ?? null
  }
  ofRefresh(token: string): StoredLink | null {
    const hash = hashOf(token)
    return this.all.find(({ refresh, grace }) => grace === hash || refresh.includes(hash)) ?? null
  }

  newId(): string {
    const { clock, chance } = this.#parts
    return newId('v', clock.wall(), chance)
  }

  /** Resolves once it is durable. */
  async begin(link: Pick<StoredLink, 'id' | 'by' | 'codeHash'>, tokens: FreshTokens): Promise<StoredLink> {
    const since = this.#parts.clock.wall()
    const begun: StoredLink = {
      ...{ ...link, since, grace: null },
      access: [this.#accessOf(tokens)],
      refresh: [hashOf(tokens.refresh)],
    }
    await this.#write(begun, 'voice-linked', link.by)
    this.#links.set(begun.id, begun)
    return begun
  }

  /** The token that was shown stays good once more where it was the newest. Null: it ended meanwhile. */
  async refresh(id: string, shown: string, tokens: FreshTokens): Promise<StoredLink | null> {
    const link = this.#links.get(id)
    if (!link) return null
    const hash = hashOf(shown)
    const isGrace = link.grace === hash
    const renewed: StoredLink = {
      ...link,
      access: [...link.access, this.#accessOf(tokens)].slice(-ACCESS_MAX),
      // Of two answers to one question nobody knows which one arrived.
      refresh: isGrace ? [...link.refresh.slice(-1), hashOf(tokens.refresh)] : [hashOf(tokens.refresh)],
      grace: isGrace ? null : hash,
    }
    // At once: the same token in the same moment must find it changed.
    this.#links.set(id, renewed)
    try {
      await this.#write(renewed, 'voice-refreshed', null)
    } catch (error) {
      if (this.#links.get(id) === renewed) this.#links.set(id, link)
      throw error
    }
    return this.#links.has(id) ? renewed : null
  }

  /** No good any more from this moment, whatever the disk does. False: there is none. */
  async end(id: string, what: AuditFact, by: ActorId | null): Promise<boolean> {
    const { journal, records } = this.#parts
    if (!this.#links.delete(id)) return false
    await audit(journal, { what, by, more: { link: id }, records: [records.put('voice-link', id, null)] })
    return true
  }

  #accessOf({ access }: FreshTokens): StoredLink['access'][number] {
    return { hash: hashOf(access), until: wallTime(this.#parts.clock.wall() + ACCESS_GOOD_FOR) }
  }

  async #write(link: StoredLink, what: AuditFact, by: ActorId | null): Promise<void> {
    const { journal, records } = this.#parts
    await audit(journal, {
      what,
      by,
      more: { link: link.id },
      records: [records.put('voice-link', link.id, link)],
    })
  }
}
