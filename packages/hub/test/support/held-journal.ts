// A journal in memory whose disk can be stopped: what is appended meanwhile is written in order once it goes on.
import type { Batch } from '@portico/ports'
import { MemoryJournal } from '@portico/testing'

export class HeldJournal extends MemoryJournal {
  #held: PromiseWithResolvers<void> | null = null
  /** Batches that wait for the disk. */
  waiting = 0

  hold(): void {
    this.#held ??= Promise.withResolvers<void>()
  }

  release(): void {
    this.#held?.resolve()
    this.#held = null
  }

  override async append(batch: Batch): Promise<void> {
    const held = this.#held
    if (held) {
      this.waiting += 1
      await held.promise
      this.waiting -= 1
    }
    return super.append(batch)
  }
}
