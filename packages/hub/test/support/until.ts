// Waiting for something real: looked at often, bounded always, and named when it does not come.
import { setTimeout as later } from 'node:timers/promises'

const LOOK_EVERY_MS = 2

/** Resolves with the first value that is neither undefined, null nor false; throws with `what` after `withinMs`. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  withinMs = 8_000,
): Promise<Exclude<Value, undefined | null | false>> {
  const end = performance.now() + withinMs
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== null && value !== false)
      return value as Exclude<Value, undefined | null | false> // cast: excluded in the line above
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms for ${what}`)
    await later(LOOK_EVERY_MS)
  }
}

/** Many turns of the event loop: whatever could be answered without time or disk has been. */
export async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}
