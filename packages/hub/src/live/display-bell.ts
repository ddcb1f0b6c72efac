// The bell on a display beside a door: it rings like the door's own, once in three seconds.
import { seconds } from '@portico/core'
import { demand } from '../http/rights.ts'
import { httpError } from '../http/http-errors.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Hub } from '../hub.ts'
import type { Identity } from '../people/identity.ts'

export const BELL_LIMIT = { limit: 1, within: seconds(3) } as const

export class DisplayBell {
  readonly #hub: Pick<Hub, 'announcements' | 'clock' | 'runtime'>
  readonly #presses = new SlidingLimit(BELL_LIMIT)

  constructor(hub: Pick<Hub, 'announcements' | 'clock' | 'runtime'>) {
    this.#hub = hub
  }

  /** @throws HubError `HUB_HTTP_FORBIDDEN`, `HUB_HTTP_NOT_FOUND` or `HUB_HTTP_QUOTA` */
  press(by: Identity): void {
    const { announcements, clock, runtime } = this.#hub
    if (by.kind !== 'display' || by.place !== 'door-side' || by.door === null) {
      demand(by, ['read'])
      throw httpError('HUB_HTTP_FORBIDDEN', 'this needs a display beside a door')
    }
    if (!runtime.door(by.door)) throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
    if (!this.#presses.take(by.door, clock.mono()))
      throw httpError('HUB_HTTP_QUOTA', 'the bell rang a moment ago')
    announcements.ring(by.door)
  }
}
