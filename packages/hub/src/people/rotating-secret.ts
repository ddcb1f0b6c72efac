// A secret of a source: given by the environment, or typed or made once and kept sealed under the home key. While it is
// being changed the one before is good, too, for as long as a sender repeats what it could not deliver (decisions 51).
// It goes in here and to whom it belongs, and to no page.
import { type WallTime, hours } from '@portico/core'
import type { Clock } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import { type AuditFact, audit } from './audit.ts'

/** The longest schedule of retries is 68 hours. */
const OLDER_GOOD_FOR = hours(72)

export type SecretOrigin = 'environment' | 'generated' | 'typed' | 'fetched' | 'missing'

interface Kept {
  readonly value: string
  readonly since: WallTime
  readonly from: Exclude<SecretOrigin, 'environment' | 'missing'>
}

export interface RotatingParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Pick<Clock, 'wall'>
}

export interface SecretPlace {
  readonly kind: 'source-secret' | 'source-key'
  readonly id: string
  /** From the environment, one a line; then nothing else counts. */
  readonly given: string | undefined
}

export interface SecretChange {
  readonly value: string
  readonly from: Kept['from']
  readonly what: AuditFact
  readonly by: string | null
  /** The one before is over at once. */
  readonly alone?: true
}

/** As records of earlier versions have it. */
interface Earlier {
  readonly secret: string
}

export class RotatingSecret {
  readonly #parts: RotatingParts
  readonly #place: SecretPlace
  /** Newest first, two at most. */
  #kept: readonly Kept[]

  constructor(parts: RotatingParts, place: SecretPlace) {
    this.#parts = parts
    this.#place = place
    // cast: only this class and its earlier version write these records
    const stored = parts.records.get(place.kind, place.id) as
      | Earlier
      | { readonly kept: readonly Kept[] }
      | null
    this.#kept =
      stored === null
        ? []
        : 'kept' in stored
          ? stored.kept
          : [{ value: stored.secret, since: parts.clock.wall(), from: 'generated' }]
  }

  get #isGiven(): boolean {
    return this.#place.given !== undefined && this.#place.given.trim() !== ''
  }
  get from(): SecretOrigin {
    return this.#isGiven ? 'environment' : (this.#kept[0]?.from ?? 'missing')
  }
  /** Those that are good now, newest first, one a line; empty: none. */
  get text(): string {
    if (this.#isGiven) return this.#place.given ?? ''
    const now = this.#parts.clock.wall()
    return this.#kept
      .filter((_, place) => place === 0 || this.#olderUntil() > now)
      .map(({ value }) => value)
      .join('\n')
  }
  get values(): readonly string[] {
    return this.text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
  }
  /** Until when the one before the newest is good; null: there is none. */
  get olderUntil(): WallTime | null {
    const until = this.#olderUntil()
    return !this.#isGiven && this.#kept.length > 1 && until > this.#parts.clock.wall() ? until : null
  }

  /** What a change would store, for whoever writes it in a transaction of his own; it counts from now on. */
  adopt(value: string, from: Kept['from'], isAlone = false): ReturnType<HomeRuntime['records']['put']> {
    const next: Kept = { value, since: this.#parts.clock.wall(), from }
    const older = isAlone ? [] : this.#kept.filter((each) => each.value !== value).slice(0, 1)
    this.#kept = [next, ...older]
    return this.#record()
  }

  /** Resolves once it is durable. */
  async change({ value, from, what, by, alone }: SecretChange): Promise<void> {
    const before = this.#kept
    const record = this.adopt(value, from, alone === true)
    await this.#write(what, by, { before, record })
  }

  /** The newest is known to be taken: the one before has had its time. */
  async settle(): Promise<void> {
    if (this.#isGiven || this.#kept.length < 2) return
    const before = this.#kept
    this.#kept = this.#kept.slice(0, 1)
    await this.#write('source-secret-settled', null, { before, record: this.#record() })
  }

  async forget(what: AuditFact, by: string): Promise<void> {
    const before = this.#kept
    this.#kept = []
    await this.#write(what, by, { before, record: this.#record() })
  }

  async #write(
    what: AuditFact,
    by: string | null,
    {
      before,
      record,
    }: { readonly before: readonly Kept[]; readonly record: ReturnType<RotatingSecret['adopt']> },
  ): Promise<void> {
    try {
      const more = { source: this.#place.id, kind: this.#place.kind }
      await audit(this.#parts.journal, { what, by, more, records: [record] })
    } catch (error) {
      this.#kept = before
      throw error
    }
  }

  #record(): ReturnType<HomeRuntime['records']['put']> {
    const { kind, id } = this.#place
    return this.#parts.records.put(kind, id, this.#kept.length === 0 ? null : { kept: this.#kept })
  }

  #olderUntil(): WallTime {
    const [newest] = this.#kept
    // cast: a time of the wall plus a duration
    return ((newest?.since ?? 0) + OLDER_GOOD_FOR) as WallTime
  }
}
