// Small scope: one door, one lock, one contact, and at most one abort, crash, loss, duplicate and stall. What the hub
// knows, what is true, and what is on its way, as one value.
import type { DoorCommandBody, DoorState, Instant, Op } from '@portico/core'

/** On its way to the hub. */
export type Message =
  | { readonly kind: 'bolt'; readonly word: 'locked' | 'unlocked'; readonly q: number | null }
  | { readonly kind: 'contact'; readonly word: 'closed' | 'open'; readonly q: number | null }
  | { readonly kind: 'deadman' }
  | { readonly kind: 'sealed' }

/** On its way to the lock. */
export type Order =
  | { readonly to: 'unlock'; readonly notAfter: Instant }
  | { readonly to: 'lock' }
  | { readonly to: 'answer'; readonly q: number }

/** An unlock that is committed and has not left. */
export interface Opening {
  readonly op: Op
  readonly notAfter: Instant
  readonly isMarked: boolean
}

/** A command that waits behind the gate. */
export interface Waits {
  readonly body: DoorCommandBody
  readonly received: Instant
}

/** How often each may still happen. */
export interface Budget {
  readonly abort: number
  readonly crash: number
  readonly loss: number
  readonly duplicate: number
  readonly stall: number
  readonly walks: number
}

export interface Truth {
  readonly bolt: 'locked' | 'unlocked'
  readonly leaf: 'closed' | 'open'
  /** Since the newest question: whether each was ever as it should be. */
  readonly wasLocked: boolean
  readonly wasClosed: boolean
  /** Insecure since our unlock worked, and nobody told since; null: not by our doing. */
  readonly insecureSince: Instant | null
}

export interface Scope {
  readonly door: DoorState
  readonly now: Instant
  readonly epoch: number
  readonly truth: Truth
  readonly orders: readonly Order[]
  readonly messages: readonly Message[]
  readonly opening: Opening | null
  readonly queue: readonly Waits[]
  /** Unlocks that left the hub, and in which epoch the newest was committed. */
  readonly left: number
  readonly budget: Budget
  /** What must never be; null as long as it is not. */
  readonly fault: string | null
}

/** One thing that happens. */
export type Move =
  | { readonly what: 'tick' | 'mark' | 'slow-mark' | 'gate' | 'gate-crash' }
  | { readonly what: 'order' | 'open' | 'close' | 'abort' | 'crash' }
  | { readonly what: 'deliver' | 'lose' | 'duplicate'; readonly index: number }

export const nameOf = (move: Move, { messages, orders }: Scope): string => {
  if (!('index' in move)) return move.what === 'order' ? `the lock: ${orders[0]?.to}` : move.what
  const message = messages[move.index]
  if (!message) return move.what
  const words =
    'word' in message ? `${message.word} ${message.q === null ? 'by itself' : `to ${message.q}`}` : ''
  return `${move.what} ${message.kind} ${words}`.trim()
}
