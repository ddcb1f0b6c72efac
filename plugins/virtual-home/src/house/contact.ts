// The simulated contact at the leaf: pushes changes, answers queries, and may be stuck.
import type { ContactReport } from '@portico/plugin-api'
import { type ContactLie, contactReport, readContact } from '@portico/world'
import type { Door } from './door.ts'
import type { Radio } from './radio.ts'

export interface ContactOptions {
  readonly id: string
  readonly door: Door
  readonly radio: Radio
  readonly report: (report: ContactReport) => void
}

export class SimulatedContact implements Disposable {
  readonly id: string
  readonly radio: Radio
  lie: ContactLie = 'honest'
  readonly #options: ContactOptions
  #pushed: 'open' | 'closed'

  constructor(options: ContactOptions) {
    this.id = options.id
    this.radio = options.radio
    this.#options = options
    this.#pushed = readContact(options.door.world, 'honest')
    options.door.watch(() => {
      this.pushChange()
    })
  }

  /** What the reed reads, stuck or not: also what is wired to the edge. */
  get reed(): 'open' | 'closed' {
    return readContact(this.#options.door.world, this.lie)
  }

  /** The answer is a report with `q`; one that sleeps gives none. */
  query(q: number): void {
    this.radio.command(() => {
      this.#say(q)
    })
  }

  /** Reports by itself when the reed reads something else than at its last report. */
  pushChange(): void {
    if (this.reed === this.#pushed) return
    this.#pushed = this.reed
    this.#say(null)
  }

  #say(q: number | null): void {
    const report = contactReport(this.#options.door.world, { lie: this.lie, q })
    if (!report) return
    this.radio.report(() => {
      this.#options.report(report)
    })
  }

  [Symbol.dispose](): void {
    this.radio[Symbol.dispose]()
  }
}
