// What people can do in a run: with their hands at the door, and through the hub if there is one. They are told nothing
// that a person would not see.
import type { Duration, Instant } from '@portico/core'
import type { House } from '../house/house.ts'
import type { Hub } from '../run/hub.ts'
import type { SeededChance } from '@portico/testing/fakes'

export interface Stage {
  readonly house: House
  readonly hub: Hub
  /** True time. */
  readonly now: () => Instant
  readonly later: (wait: Duration | number, call: () => void) => void
  /** A line of the story. */
  readonly tell: (who: string, what: string) => void
  /** Somebody was told no, on a screen: counted, for not every no is a line. */
  readonly refused: (code: string) => void
  /** Somebody of the house moves bolt or leaf by hand: what comes of it is not the hub's doing. */
  readonly hand: (who: string) => void
  readonly draw: SeededChance
}
