// Whoever looks through thousands of parcels looks at a few in each turn of the loop, and all who look share these turns:
// a command for the door waits for one stretch, however many search.
import { httpError } from './http-errors.ts'

/** Searches that wait for their turn; each holds the list as it was when it began. */
const WAITING_MAX = 64

export class SearchTurns {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /**
   * One step of the look in each turn of the loop.
   * @throws HubError `HUB_HTTP_BUSY` when 64 looks go on already
   */
  async run<Found>(look: Generator<void, Found, void>): Promise<Found> {
    if (this.#waiting === WAITING_MAX) throw httpError('HUB_HTTP_BUSY', `${WAITING_MAX} searches go on`)
    this.#waiting += 1
    try {
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- that is what it is for
        await this.#turn()
        const step = look.next()
        if (step.done === true) return step.value
      }
    } finally {
      this.#waiting -= 1
    }
  }

  /** Behind those who asked before, and no two in one turn of the loop. */
  #turn(): Promise<unknown> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)))
    return this.#last
  }
}
