// How far a mailbox was read, kept in the plugin's own folder. Nothing of a mail stands there but counts and redacted
// samples: a lost file costs a second look at two days, and the hub knows what it had.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Reached {
  /** Of the folder: with another one, every UID means another mail (RFC 9051 section 2.3.1.1). */
  readonly uidValidity: string
  /** Everything up to here was looked at. */
  readonly lastUid: number
}

/** A day's count of one sender's notices. */
export interface DayCount {
  /** Days since 1970. */
  readonly day: number
  readonly sender: string
  readonly seen: number
  readonly understood: number
}

/** A look at the past that runs: where the next process goes on. */
export interface KeptImport {
  readonly days: number
  /** Unix ms: mails since then. */
  readonly since: number
  /** Of the folder whose UIDs these are; empty before the first mail. */
  readonly uidValidity: string
  /** Looked at up to here. */
  readonly lastUid: number
  readonly seen: number
}

export interface Kept {
  /** Null: none runs. */
  readonly import: KeptImport | null
  readonly reached: Reached | null
  readonly counts: readonly DayCount[]
  /** By sender: the newest mail that nobody understood. */
  readonly samples: Readonly<Record<string, string>>
}

const nothing: Kept = { import: null, reached: null, counts: [], samples: {} }

export class MailboxPlace {
  readonly #path: string
  #kept: Kept

  constructor(folder: string, mailbox: string) {
    this.#path = join(folder, `${mailbox}.json`)
    this.#kept = readKept(this.#path)
  }

  get kept(): Kept {
    return this.#kept
  }

  /** Whole or not at all. Throws the system's error. */
  keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change }
    const draft = `${this.#path}.new`
    writeFileSync(draft, JSON.stringify(this.#kept), { mode: 0o600 })
    renameSync(draft, this.#path)
  }
}

function readKept(path: string): Kept {
  try {
    // cast: only this file writes it; what is not as it should be is taken for nothing
    const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Kept>
    const { reached, counts, samples } = found
    const running = found.import
    const isReached = typeof reached?.uidValidity === 'string' && Number.isSafeInteger(reached.lastUid)
    return {
      import: isImport(running) ? running : null,
      reached: isReached ? reached : null,
      counts: Array.isArray(counts) ? counts : [],
      samples: typeof samples === 'object' && samples !== null ? samples : {},
    }
  } catch {
    return nothing
  }
}

const isImport = (found: Partial<KeptImport> | null | undefined): found is KeptImport =>
  typeof found?.uidValidity === 'string' &&
  [found.days, found.since, found.lastUid, found.seen].every((number) => Number.isSafeInteger(number))
