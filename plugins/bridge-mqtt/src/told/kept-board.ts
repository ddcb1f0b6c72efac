// What the broker is to keep, and what it keeps already. While there is no broker only the newest of each topic waits; a
// new connection is told everything.
import type { KeptBook } from './kept-book.ts'

export interface KeptPublisher {
  publish(topic: string, payload: string, options: { readonly retain: boolean }): Promise<void>
}

/** On their way at once. */
const AT_ONCE = 64

export class KeptBoard {
  readonly #book: KeptBook
  readonly #apart: string
  #wanted: ReadonlyMap<string, string> = new Map()
  #line: KeptPublisher | null = null
  /** What this connection was told, and the broker has. */
  #told = new Map<string, string>()
  #pumping: Promise<void> | null = null

  /** `apart`: a topic of the book that is told by somebody else. */
  constructor(book: KeptBook, apart: string) {
    this.#book = book
    this.#apart = apart
  }

  /** From now on the broker is to keep this, and nothing else of ours. */
  want(wanted: ReadonlyMap<string, string>): void {
    this.#wanted = wanted
  }

  attach(line: KeptPublisher): void {
    this.#line = line
    this.#told = new Map()
  }
  detach(): void {
    this.#line = null
  }

  /** Discovery, for a Home Assistant that has just started: told again although the broker has it. */
  forget(isMeant: (topic: string) => boolean): void {
    for (const topic of this.#told.keys()) if (isMeant(topic)) this.#told.delete(topic)
  }

  /** Resolves when the broker has everything that is wanted. Rejects when the line breaks. */
  async settle(): Promise<void> {
    while (this.#line !== null && this.#stale().length > 0) {
      this.#pumping ??= this.#pump(this.#line, this.#stale().slice(0, AT_ONCE)).finally(() => {
        this.#pumping = null
      })
      await this.#pumping
    }
  }

  async #pump(line: KeptPublisher, topics: readonly string[]): Promise<void> {
    const batch = topics.map((topic) => [topic, this.#wanted.get(topic) ?? ''] as const)
    this.#book.change({ add: batch.filter(([, payload]) => payload !== '').map(([topic]) => topic) })
    await Promise.all(
      batch.map(async ([topic, payload]) => {
        await line.publish(topic, payload, { retain: true })
        if (line === this.#line) this.#told.set(topic, payload)
      }),
    )
    this.#book.change({ remove: batch.filter(([, payload]) => payload === '').map(([topic]) => topic) })
  }

  /** What is gone is taken away before anything is told anew. */
  #stale(): readonly string[] {
    const gone = [...this.#book.topics].filter(
      (topic) => topic !== this.#apart && !this.#wanted.has(topic) && this.#told.get(topic) !== '',
    )
    const changed = [...this.#wanted].filter(([topic, payload]) => this.#told.get(topic) !== payload)
    return [...gone, ...changed.map(([topic]) => topic)]
  }
}
