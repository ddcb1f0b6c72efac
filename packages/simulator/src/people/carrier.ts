// The carrier: reports that reach the hub as signed messages, again and again until they are taken, and sometimes
// twice, too early, in the wrong order or untrue.
import { type ParcelStatus, type WallTime, wallTime } from '@portico/core'
import type { Stage } from './stage.ts'

export interface CarrierMessage {
  readonly number: string
  readonly status: ParcelStatus
  /** The same id is the same message. */
  readonly eventId: string
  /** What the carrier says when it happened, before now, ms. */
  readonly age?: number
  /** Signed with time; else anybody could have sent it. */
  readonly signed?: boolean
  /** From when on, ms from now; null: the carrier names no window. */
  readonly opensIn?: number | null
}

const AGAIN_AFTER = 10_000
const TRIES_MAX = 12
const WINDOW_MS = 3 * 3_600_000

export class Carrier {
  readonly #stage: Stage
  #count = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  newId(): string {
    return `evt_${this.#count++}`
  }

  /** The household knows the parcel, and the carrier brings it today. */
  announce(number: string, opensIn = 0): void {
    this.#claim(number, 0)
    this.send({ number, status: 'out-for-delivery', eventId: this.newId(), opensIn })
  }

  /** As a webhook does: until it is answered. */
  send(message: CarrierMessage, tried = 0): void {
    const life = this.#stage.hub.life
    const again = (): void => {
      if (tried < TRIES_MAX) this.#stage.later(AGAIN_AFTER, () => this.send(message, tried + 1))
    }
    if (!life?.runtime) return again()
    const wall = life.clock.wall()
    life.runtime.deliveries.report(this.#read(message, wall)).catch(again)
  }

  #claim(number: string, tried: number): void {
    const again = (): void => {
      if (tried < TRIES_MAX) this.#stage.later(AGAIN_AFTER, () => this.#claim(number, tried + 1))
    }
    const runtime = this.#stage.hub.life?.runtime
    if (!runtime) return again()
    runtime.deliveries.claim({ number, carrier: null, title: null, by: 'u_1' }).catch(again)
  }

  #read({ number, status, eventId, age = 0, signed = true, opensIn = 0 }: CarrierMessage, now: WallTime) {
    const from = now + (opensIn ?? 0)
    return {
      source: 'easypost',
      grade: signed ? ('signed' as const) : ('none' as const),
      carrier: 'ups',
      numbers: [number],
      status,
      occurredAt: wallTime(now - age),
      window: opensIn === null ? null : { from: wallTime(from), to: wallTime(from + WINDOW_MS) },
      elsewhere: null,
      eventId,
      body: new TextEncoder().encode(`${number} ${status} ${eventId}`),
    }
  }
}
