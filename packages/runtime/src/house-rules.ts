// The rules in force, the one source of them: seeded from the settings file, tightened by a person at once, loosened
// only after a wait in which any person may stop it (threats T13, G18). Everything is journalled.
import { type Instant, type Mode, after, isLooser, milliseconds, seconds, wallTime } from '@portico/core'
import { type Clock, type Wake, codeOf } from '@portico/ports'
import type { HomeJournal } from './home-journal.ts'
import {
  BY_SETTINGS,
  LOOSEN_AFTER,
  type PendingMode,
  type Policy,
  type StoredPolicy,
  policyHash,
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
  readonly mode: Mode
  /** Nobody has changed them since the settings file was read. */
  readonly fromFile: boolean
  readonly pending: PendingMode | null
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
    this.#stored = stored
    this.#await()
  }

  /** A first or an edited policy of the settings file is written as `PolicyChanged` before it counts. */
  static async open(parts: HouseRulesParts): Promise<HouseRules> {
    const { wished, journal, records } = parts
    const seed = policyHash(wished)
    // cast: only this class writes the record
    const found = records.get('policy', 'home') as StoredPolicy | null
    if (found?.seed === seed) return new HouseRules(parts, found)
    const stored: StoredPolicy = { policy: wished, seed, by: BY_SETTINGS, pending: null }
    const data = { by: BY_SETTINGS, policy: seed, mode: wished.mode, was: found?.policy.mode ?? null }
    await journal.append({
      lines: [{ door: null, session: null, type: 'PolicyChanged', cause: 'runtime', data }],
      records: [records.put('policy', 'home', stored)],
    })
    return new HouseRules(parts, stored)
  }

  get policy(): Policy {
    return this.#stored.policy
  }
  get inForce(): RulesInForce {
    const { policy, by, pending } = this.#stored
    return { mode: policy.mode, fromFile: by === BY_SETTINGS, pending }
  }

  /** Whether this would let couriers in more easily than now: then it has to be asked for with more than a login. */
  loosens(mode: Mode): boolean {
    return isLooser(mode, this.policy.mode)
  }

  /** Tighter: at once, and what waited is taken back. Looser: after the wait. Resolves once it is durable. */
  change(mode: Mode, by: string): Promise<void> {
    return this.#serial.run([KEY], async () => {
      if (this.loosens(mode)) return this.#ask(mode, by)
      if (this.#stored.pending) await this.#stop(by)
      if (mode !== this.policy.mode) await this.#tighten(mode, by)
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

  async #ask(mode: Mode, by: string): Promise<void> {
    if (this.#stored.pending?.mode === mode) return
    const asked = this.#parts.clock.wall()
    const pending: PendingMode = { mode, asked, at: wallTime(asked + LOOSEN_AFTER), by }
    const stored = { ...this.#stored, pending }
    await this.#write('PolicyChangeAsked', stored, { by, mode, was: this.policy.mode, at: pending.at })
    this.#keep(stored)
  }

  async #stop(by: string): Promise<void> {
    const { mode } = this.#stored.pending ?? this.policy
    const stored = { ...this.#stored, pending: null }
    // It must not come true any more, whatever the disk does.
    this.#keep(stored)
    await this.#write('PolicyChangeStopped', stored, { by, mode })
  }

  async #tighten(mode: Mode, by: string): Promise<void> {
    const was = this.policy.mode
    const stored: StoredPolicy = { ...this.#stored, policy: { mode }, by, pending: null }
    // From this moment on, whatever the disk does.
    this.#keep(stored)
    this.#parts.onTightened()
    await this.#write('PolicyChanged', stored, { by, policy: policyHash({ mode }), mode, was })
  }

  /** The wait is over. What was asked for counts once it is durable, and not before. */
  async #comeTrue(): Promise<void> {
    const { pending } = this.#stored
    if (!pending) return
    const { mode, by } = pending
    const was = this.policy.mode
    const stored: StoredPolicy = { ...this.#stored, policy: { mode }, by, pending: null }
    try {
      await this.#write('PolicyChanged', stored, { by, policy: policyHash({ mode }), mode, was })
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
      records: [records.put('policy', 'home', stored)],
    })
  }

  #keep(stored: StoredPolicy): void {
    this.#stored = stored
    this.#await()
  }

  /** Counted by the steady clock while the hub runs; after a restart by the wall clock, and never longer than the wait. */
  #await(): void {
    this.#wake?.cancel()
    this.#wake = null
    const { pending } = this.#stored
    if (!pending) return
    const { clock } = this.#parts
    const now = clock.wall()
    const left = now < pending.asked ? LOOSEN_AFTER : Math.min(LOOSEN_AFTER, Math.max(0, pending.at - now))
    this.#waitUntil(after(clock.mono(), milliseconds(left)))
  }

  #waitUntil(at: Instant): void {
    this.#wake = this.#parts.clock.wake(at, () => {
      void this.#serial.run([KEY], () => this.#comeTrue())
    })
  }
}
