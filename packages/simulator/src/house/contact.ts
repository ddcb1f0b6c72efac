// The contact at the leaf: pushes changes, answers questions, and may be stuck or asleep.
import type { ContactReport } from '@portico/core'
import { type ContactLie, contactReport, readContact } from '@portico/world'
import type { FrontDoor } from './front-door.ts'
import type { Link2 } from './wire.ts'

export interface ContactOptions {
  readonly door: FrontDoor
  readonly link: Link2
  readonly report: (report: ContactReport) => void
}

export class Contact {
  readonly link: Link2
  readonly #options: ContactOptions
  #lie: ContactLie = 'honest'
  #pushed: 'open' | 'closed'

  constructor(options: ContactOptions) {
    this.#options = options
    this.link = options.link
    this.#pushed = this.reed
    options.door.watch(() => this.pushChange())
  }

  set lie(lie: ContactLie) {
    this.#lie = lie
    this.pushChange()
  }

  /** What the reed reads, stuck or not: also what is wired to the edge. */
  get reed(): 'open' | 'closed' {
    return readContact(this.#options.door.world, this.#lie)
  }

  query(q: number): void {
    this.link.down.send(() => this.#say(q))
  }

  pushChange(): void {
    if (this.reed === this.#pushed) return
    this.#pushed = this.reed
    this.#say(null)
  }

  #say(q: number | null): void {
    const report = contactReport(this.#options.door.world, { lie: this.#lie, q })
    if (report) this.link.up.send(() => this.#options.report(report))
  }
}
