// Tokens for scripts: narrow rights, a prefix that secret scanners find, and only the hash is kept.
import { type ActorId, type WallTime, actorId } from '@portico/core'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import type { Scope } from '@portico/protocol'
import { type HomeRuntime, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import type { Identity } from './identity.ts'
import type { TokenView, Tokens } from './household.ts'
import { audit } from './audit.ts'
import { Ending } from './ending.ts'
import { hashOf, newSecret } from './secret.ts'

export interface TokensParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

interface StoredToken {
  readonly id: ActorId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly created: WallTime
  readonly hash: string
  readonly used: boolean
}

export const TOKEN_PREFIX = 'ptk_'
export const TOKENS_MAX = 256

export const createTokens = (parts: TokensParts): Tokens => new TokenBook(parts)

class TokenBook implements Tokens {
  readonly #parts: TokensParts
  /** By the hash of the whole token text. */
  readonly #tokens = new Map<string, StoredToken>()
  /** Revoked here, and not yet on the disk: a restart would bring them back, so they can be revoked again. */
  readonly #unwritten = new Map<ActorId, StoredToken>()
  readonly #ending = new Ending<ActorId>()

  constructor(parts: TokensParts) {
    this.#parts = parts
    for (const { value } of parts.records.all('token')) {
      // cast: only this class writes these records
      const token = value as StoredToken
      this.#tokens.set(token.hash, token)
    }
  }

  get all(): readonly TokenView[] {
    return [...this.#tokens.values()].map(viewOf)
  }

  async create(
    name: string,
    scopes: readonly Scope[],
  ): Promise<{ readonly secret: string; readonly token: TokenView }> {
    const { chance, clock, journal, records } = this.#parts
    if (this.#named(name)) throw httpError('HUB_TOKEN_TAKEN', `token ${name}: there is one of this name`)
    if (this.#tokens.size >= TOKENS_MAX)
      throw httpError('HUB_TOKEN_LIMIT', `tokens: no more than ${TOKENS_MAX}`)
    const secret = `${TOKEN_PREFIX}${newSecret(chance)}`
    const created = clock.wall()
    const id = actorId(newId('k', created, chance))
    const token: StoredToken = { id, name, scopes, created, hash: hashOf(secret), used: false }
    // Kept at once: a second one of this name in the same moment must find it.
    this.#tokens.set(token.hash, token)
    try {
      await audit(journal, {
        what: 'token-created',
        by: id,
        // Its name is of a person's choosing and stays out of the journal; the id tells which one it is.
        more: { scopes },
        records: [records.put('token', id, token)],
      })
    } catch (error) {
      this.#tokens.delete(token.hash)
      throw error
    }
    return { secret, token: viewOf(token) }
  }

  async revoke(name: string): Promise<boolean> {
    const token = this.#named(name)
    if (!token) return false
    // No good any more from this moment, whatever the disk does.
    this.#tokens.delete(token.hash)
    this.#unwritten.set(token.id, token)
    this.#ending.tell(token.id)
    const { journal, records } = this.#parts
    await audit(journal, {
      what: 'token-revoked',
      by: token.id,
      records: [records.put('token', token.id, null)],
    })
    this.#unwritten.delete(token.id)
    return true
  }

  identify(secret: string): Identity | null {
    const token = this.#tokens.get(hashOf(secret))
    if (!token) return null
    if (!token.used) this.#noteFirstUse(token)
    const { id, name, scopes } = token
    return { kind: 'token', id, name, scopes }
  }

  onEnded(follower: (token: ActorId) => void): Disposable {
    return this.#ending.follow(follower)
  }

  #named(name: string): StoredToken | undefined {
    return [...this.#tokens.values(), ...this.#unwritten.values()].find((token) => token.name === name)
  }

  #noteFirstUse(token: StoredToken): void {
    const { journal, records, log } = this.#parts
    const used: StoredToken = { ...token, used: true }
    this.#tokens.set(token.hash, used)
    const { id: by } = token
    audit(journal, {
      what: 'token-used',
      by,
      records: [records.put('token', by, used)],
    }).catch((error: unknown) => log.warn({ code: codeOf(error) }, 'first use of a token not noted'))
  }
}

const viewOf = ({ id, name, scopes, created }: StoredToken): TokenView => ({ id, name, scopes, created })
