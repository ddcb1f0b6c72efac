// The code that loosens a rule: made at the console of the hub, good once and for ten minutes. Who only holds somebody's
// signed-in telephone has none (threats G18).
import { type Duration, type Instant, elapsed, minutes } from '@portico/core'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { RuleCodes } from './household.ts'
import { audit } from './audit.ts'
import { hashOf } from './secret.ts'

export interface RuleCodesParts {
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

export const RULE_CODE_GOOD_FOR: Duration = minutes(10)
export const RULE_CODE_TRIES = { limit: 5, within: minutes(10) } as const
/** Letters and digits that nobody mistakes for another (Crockford's base 32): eight of them are 40 bits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** As it was meant: small letters, gaps, and the letters that look like digits. */
const meant = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')

export const createRuleCodes = (parts: RuleCodesParts): RuleCodes => new CodeDesk(parts)

class CodeDesk implements RuleCodes {
  readonly #parts: RuleCodesParts
  readonly #tries = new SlidingLimit(RULE_CODE_TRIES)
  #current: { readonly hash: string; readonly made: Instant } | null = null

  constructor(parts: RuleCodesParts) {
    this.#parts = parts
  }

  async mint(): Promise<{ readonly code: string; readonly goodFor: Duration }> {
    const { chance, clock, journal } = this.#parts
    const code = [...chance.bytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
    await audit(journal, { what: 'rules-code-made', by: null })
    this.#current = { hash: hashOf(code), made: clock.mono() }
    return { code, goodFor: RULE_CODE_GOOD_FOR }
  }

  take(typed: string, by: string): 'good' | 'wrong' | 'too-often' {
    const { clock, journal, log } = this.#parts
    const now = clock.mono()
    if (!this.#tries.allows('home', now)) return 'too-often'
    const current = this.#current
    const isFresh = current !== null && elapsed(current.made, now) <= RULE_CODE_GOOD_FOR
    if (isFresh && current.hash === hashOf(meant(typed))) {
      this.#current = null
      return 'good'
    }
    this.#tries.note('home', now)
    // Whoever guesses has to fetch a new one.
    if (!this.#tries.allows('home', now)) this.#current = null
    audit(journal, { what: 'rules-code-wrong', by }).catch((error: unknown) => {
      log.warn({ code: codeOf(error) }, 'wrong code not noted')
    })
    return 'wrong'
  }
}
