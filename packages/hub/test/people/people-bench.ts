// People, tokens and sources on a journal in memory and in virtual time: a process that can end and start again on the
// same records.
import { type JournalLine, homeId } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { HomeJournal, SealedRecords } from '@portico/runtime'
import { MemoryJournal, TestClock, seededChance } from '@portico/testing'
import { pino } from 'pino'
import type { People, Tokens } from '../../src/people/household.ts'
import { createPeople } from '../../src/people/people.ts'
import type { SourcesOrder } from '../../src/people/sources.ts'
import { createTokens } from '../../src/people/tokens.ts'

const HOME = homeId('home')

export class PeopleBench implements Disposable {
  readonly clock = new TestClock()
  readonly journal = new MemoryJournal()
  readonly chance = seededChance(7)
  readonly lines: JournalLine[] = []
  readonly logged: string[] = []
  readonly log = pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) })
  #home!: HomeJournal
  #records!: SealedRecords
  #people!: People & Disposable
  #tokens!: Tokens

  constructor() {
    this.begin()
  }

  get people(): People {
    return this.#people
  }
  get tokens(): Tokens {
    return this.#tokens
  }
  get parts(): Pick<SourcesOrder, 'records' | 'journal' | 'chance'> & { readonly clock: TestClock } {
    return { records: this.#records, journal: this.#home, chance: this.chance, clock: this.clock }
  }
  /** What stands in the journal of what people did, oldest first. */
  get audit(): readonly Readonly<Record<string, unknown>>[] {
    return this.lines.filter(({ type }) => type === 'Audit').map(({ data }) => data)
  }
  get facts(): readonly unknown[] {
    return this.audit.map(({ what }) => what)
  }

  /** The process starts, or starts again. */
  begin(): void {
    const { clock, chance, log } = this
    this.#home = new HomeJournal({ home: HOME, journal: this.journal, clock, epoch: 1, writer: 'sim' })
    this.#home.follow((lines) => void this.lines.push(...lines))
    this.#records = new SealedRecords(HOME, this.journal, homeKey(new Uint8Array(32).fill(7)))
    const shared = { records: this.#records, journal: this.#home, clock, chance, log }
    this.#people = createPeople(shared)
    this.#tokens = createTokens(shared)
  }

  end(): void {
    this.#people[Symbol.dispose]()
  }

  /** A browser that signs in, by a new link. */
  async cookie(name: string | null = null): Promise<string> {
    const { secret } = await this.people.mintLink(name)
    const signed = await this.people.signIn(secret)
    if (!signed) throw new Error('the link is no good')
    return signed.cookie
  }

  [Symbol.dispose](): void {
    this.end()
  }
}
