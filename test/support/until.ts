// Waiting for something real: looked at often, bounded always, and named when it does not come.
import { setTimeout as later } from 'node:timers/promises'

/** The first looks follow each other closely; later ones leave the processor to what is waited for. */
const FIRST_AFTER_MS = 10
const LOOK_EVERY_MS = 100

/** Resolves with the first value that is neither undefined, null nor false; throws with `what` after `withinMs`. */
export async function until<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  withinMs = 30_000,
): Promise<Exclude<Value, undefined | null | false>> {
  const end = performance.now() + withinMs
  for (let pause = FIRST_AFTER_MS; ; pause = Math.min(2 * pause, LOOK_EVERY_MS)) {
    const value = await look()
    if (value !== undefined && value !== null && value !== false)
      return value as Exclude<Value, undefined | null | false> // cast: excluded in the line above
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms for ${what}`)
    await later(pause)
  }
}
