// Looks at the house ten times a second, whatever the hub says and whether it lives: is the door shut and locked, does
// the siren sound, is the silence of the hub watched.
import { setTimeout as later } from 'node:timers/promises'
import type { HouseConnection } from '@portico/plugin-virtual-home/house'

export interface Sample {
  /** The machine's monotonic clock, ms: the same in every process and in the journal. */
  readonly at: number
  readonly isLocked: boolean
  readonly isOpen: boolean
  readonly siren: boolean
  /** The edge watches for silence. */
  readonly isWatched: boolean
  /** Send stamp of the newest heartbeat that counts; null: none yet. */
  readonly beat: number | null
  readonly unlocks: readonly string[]
}

const EVERY_MS = 100

export class TruthWatch implements AsyncDisposable {
  readonly samples: Sample[] = []
  readonly #house: HouseConnection
  readonly #looking: Promise<void>
  #isOver = false

  constructor(house: HouseConnection) {
    this.#house = house
    this.#looking = this.#look()
  }

  get last(): Sample | undefined {
    return this.samples.at(-1)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await this.#looking
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      const { at, doors } = await this.#house.truth()
      const door = doors['front']
      if (door)
        this.samples.push({
          at,
          isLocked: door.bolt === 'thrown' && door.leaf === 'closed',
          isOpen: door.leaf !== 'closed',
          siren: door.siren,
          isWatched: (door.edge?.watches.length ?? 0) > 0,
          beat: door.edge?.beat ?? null,
          unlocks: door.unlocksReceived.map(({ op }) => op),
        })
      await later(EVERY_MS)
    }
  }
}
