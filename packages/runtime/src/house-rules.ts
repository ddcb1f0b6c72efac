// The rules in force, the one source of them: seeded from the settings file, tightened by a person at once, loosened
// only after a wait in which any person may stop it (threats T13, G18). Everything is journalled.
import {
  type Instant,
  type Policy,
  after,
  isLooserPolicy,
  plainPolicy,
  seconds,
  wallTime,
} from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { HomeJournal } from './home-journal.ts'
import {
  BY_SETTINGS,
  LOOSEN_AFTER,
  type PendingPolicy,
  type StoredPolicy,
  policyHash,
  storedPolicyIn,
  toldOf,
} from './policy.ts'
import type { RuntimeLog } from './runtime-log.ts'
import type { SealedRecords } from './sealed-records.ts'
import { SerialByKey } from './serial-by-key.ts'

export interface HouseRulesParts {
  /** As the settings file says. */
  readonly wished: Policy
  readonly journal: HomeJournal
  readonly records: SealedRecords
  readonly clock: Clock
  readonly log: RuntimeLog
  /** What was let looser before is to be looked at again. */
  readonly onTightened: () => void
}

export interface RulesInForce {
  readonly policy: Policy
  /** Nobody has changed them since the settings file was read. */
  readonly fromFile: boolean
  readonly pending: PendingPolicy | null
}

/** A loosening whose line could not be written is tried again after this. */
const TRY_AGAIN = seconds(5)
const KEY = 'rules'

export class HouseRules implements Disposable {
  readonly #parts: HouseRulesParts
  /** One change at a time. */
  readonly #serial = new SerialByKey()
  #stored: StoredPolicy
  #wake: Wake | null = null

  private constructor(parts: HouseRulesParts, stored: StoredPolicy) {
    this.#parts = parts
    const { pending } = stored
    // While the hub was down nobody could stop it, and how long that was no clock of a machine without power tells.
    this.#stored = pending ? { ...stored, pending: { ...pending, ...this.#waitFromNow() } } : stored
    this.#await()
  }

  /** A first or an edited policy of the settings file is written as `PolicyChanged` before it counts. */
  static async open(parts: HouseRulesParts): Promise<HouseRules> {
    const { wished, journal, records } = parts
    const seed = policyHash(wished)
    const found = storedPolicyIn(records.get('policy', 'home'))
    if (found?.seed === seed) return new HouseRules(parts, found)
    const stored: StoredPolicy = { policy: wished, seed, by: BY_SETTINGS, pending: null }
    const data = { by: BY_SETTINGS, policy: seed, ...toldOf(wished), was: found?.policy.mode ?? null }
    await journal.append({
      lines: [{ door: null, session: null, type: 'PolicyChanged', cause: 'runtime', data }],
      records: [records.put('policy', 'home', stored), records.put('rules', seed, wished)],
    })
    return new HouseRules(parts, stored)
  }

  get policy(): Policy {
    return this.#stored.policy
  }
  get inForce(): RulesInForce {
    const { policy, by, pending } = this.#stored
    return { policy, fromFile: by === BY_SETTINGS, pending }
  }

  /** The policy that a visit pinned; null when it is known no more. */
  pinned(hash: string): Policy | null {
    if (hash === policyHash(this.policy)) return this.policy
    const plain = (['owner', 'auto', 'pin'] as const).map(plainPolicy)
    const known = plain.find((each) => policyHash(each) === hash)
    // cast: only this class writes these records
    return known ?? (this.#parts.records.get('rules', hash) as Policy | null)
  }

  /** Whether this would let couriers in more easily than now: then it has to be asked for with more than a login. */
  loosens(wished: Policy): boolean {
    return isLooserPolicy(this.policy, wished)
  }

  /** Tighter: at once, and what waited is taken back. Looser: after the wait. Resolves once it is durable. */
  change(wished: Policy, by: string): Promise<void> {
    return this.#serial.run([KEY], async () => {
      if (this.loosens(wished)) return this.#ask(wished, by)
      if (this.#stored.pending) await this.#stop(by)
      if (policyHash(wished) !== policyHash(this.policy)) await this.#tighten(wished, by)
    })
  }

  /** False when nothing waited. */
  stop(by: string): Promise<boolean> {
    return this.#serial.run([KEY], async () => {
      if (!this.#stored.pending) return false
      await this.#stop(by)
      return true
    })
  }

  [Symbol.dispose](): void {
    this.#wake?.cancel()
  }

  /** Whether exactly this waits already. */
  isAsked(wished: Policy): boolean {
    const { pending } = this.#stored
    return pending !== null && policyHash(pending.policy) === policyHash(wished)
  }

  #waitFromNow(): Pick<PendingPolicy, 'asked' | 'at'> {
    const asked = this.#parts.clock.wall()
    return { asked, at: wallTime(asked + LOOSEN_AFTER) }
  }

  async #ask(policy: Policy, by: string): Promise<void> {
    if (this.isAsked(policy)) return
    const pending: PendingPolicy = { policy, ...this.#waitFromNow(), by }
    const stored = { ...this.#stored, pending }
    await this.#write('PolicyChangeAsked', stored, {
      by,
      ...toldOf(policy),
      was: this.policy.mode,
      at: pending.at,
    })
    this.#keep(stored)
  }

  async #stop(by: string): Promise<void> {
    const stopped = this.#stored.pending?.policy ?? this.policy
    const stored = { ...this.#stored, pending: null }
    // It must not come true any more, whatever the disk does.
    this.#keep(stored)
    await this.#write('PolicyChangeStopped', stored, { by, ...toldOf(stopped) })
  }

  async #tighten(policy: Policy, by: string): Promise<void> {
    const was = this.policy.mode
    const stored: StoredPolicy = { ...this.#stored, policy, by, pending: null }
    // From this moment on, whatever the disk does.
    this.#keep(stored)
    this.#parts.onTightened()
    await this.#write('PolicyChanged', stored, { by, policy: policyHash(policy), ...toldOf(policy), was })
  }

  /** The wait is over. What was asked for counts once it is durable, and not before. */
  async #comeTrue(): Promise<void> {
    const { pending } = this.#stored
    if (!pending) return
    const { policy, by } = pending
    const was = this.policy.mode
    const stored: StoredPolicy = { ...this.#stored, policy, by, pending: null }
    try {
      await this.#write('PolicyChanged', stored, { by, policy: policyHash(policy), ...toldOf(policy), was })
    } catch (error) {
      const { clock, log } = this.#parts
      log.warn({ code: codeOf(error) }, 'change of the rules not written')
      this.#waitUntil(after(clock.mono(), TRY_AGAIN))
      return
    }
    this.#keep(stored)
  }

  async #write(
    type: 'PolicyChanged' | 'PolicyChangeAsked' | 'PolicyChangeStopped',
    stored: StoredPolicy,
    data: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { journal, records } = this.#parts
    await journal.append({
      lines: [{ door: null, session: null, type, cause: 'runtime', data }],
      records: [
        records.put('policy', 'home', stored),
        ...(type === 'PolicyChanged' ? [records.put('rules', policyHash(stored.policy), stored.policy)] : []),
      ],
    })
  }

  #keep(stored: StoredPolicy): void {
    this.#stored = stored
    this.#await()
  }

  /** Whole, by the steady clock, and in one life of the hub. */
  #await(): void {
    this.#wake?.cancel()
    this.#wake = null
    if (this.#stored.pending) this.#waitUntil(after(this.#parts.clock.mono(), LOOSEN_AFTER))
  }

  #waitUntil(at: Instant): void {
    this.#wake = this.#parts.clock.wake(at, () => {
      void this.#serial.run([KEY], () => this.#comeTrue())
    })
  }
}
