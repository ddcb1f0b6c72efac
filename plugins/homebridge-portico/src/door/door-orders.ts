// What somebody writes to a lock in HomeKit, carried to the hub: it judges, and the answer goes back as a status of HAP.
import { LOCK } from './tell-door.ts'

/** Who carries an order to the hub. */
export interface DoorOrders {
  lock(door: string): Promise<void>
  open(door: string, pin: null): Promise<unknown>
}

/** How a write went. `busy`: a visit is at the door. */
export type Answer = 'done' | 'noRight' | 'notNow' | 'busy' | 'unreachable'

/** A controller waits nine seconds for us, so we wait a little less for the hub, ms. */
export const WRITE_WITHIN_MS = 8_000

const answers: Readonly<Record<string, Answer>> = {
  RIGHT_MISSING: 'noRight',
  HUB_HTTP_FORBIDDEN: 'noRight',
  HUB_HTTP_SIGN_IN: 'noRight',
  DOOR_BUSY: 'busy',
  CLIENT_UNREACHABLE: 'unreachable',
  CLIENT_ANSWER: 'unreachable',
}

export interface Judged {
  readonly answer: Answer
  /** The hub's code of a no; null: it said yes. */
  readonly code: string | null
}

/**
 * Opening is asked for without a PIN, because HomeKit carries none: the hub says no, and keeps in its journal that it was
 * asked. Never rejects.
 */
export async function orderLock(orders: DoorOrders | null, door: string, target: number): Promise<Judged> {
  if (orders === null) return { answer: 'unreachable', code: null }
  try {
    await within(target === LOCK.secured ? orders.lock(door) : orders.open(door, null))
    return { answer: 'done', code: null }
  } catch (error) {
    const code = codeOf(error)
    return { answer: (code === null ? 'unreachable' : answers[code]) ?? 'notNow', code }
  }
}

/** @throws what `work` throws, or that it took too long */
async function within(work: Promise<unknown>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('no answer in time')), WRITE_WITHIN_MS)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
