// Keeps a connection to the house for as long as the plugin lives, and finds or starts the house again when it is lost.
import { type HubError, type PluginHost, codeOf } from '@portico/plugin-api'
import { virtualError } from './errors.ts'
import type { HouseConnection } from './house-client.ts'
import type { DeviceReport } from './house/messages.ts'
import { endHouse, findOrStartHouse } from './start-house.ts'
import { within } from './within.ts'

export interface KeeperEvents {
  readonly onReport: (report: DeviceReport) => void
  /** Each connection, the first one included. Reports come when it has returned. */
  readonly onFound: (house: HouseConnection) => void
  readonly onLost: () => void
}

/** Waits before the tries to find the house again, ms; the last one repeats. */
const RETRY_MS = [250, 1_000, 5_000] as const

export class HouseKeeper implements AsyncDisposable {
  readonly #host: PluginHost
  readonly #events: KeeperEvents
  readonly #ended = Promise.withResolvers<void>()
  #house: HouseConnection | null = null
  #keeping: Promise<void> | null = null
  #ending: Promise<void> | null = null

  constructor(host: PluginHost, events: KeeperEvents) {
    this.#host = host
    this.#events = events
  }

  /** Resolves with the first connection. Rejects when no house can be found or started. */
  async open(): Promise<void> {
    const house = await this.#find()
    this.#keeping = this.#keep(house)
  }

  /** Throws `HUB_VIRTUAL_CLOSED` while there is none. */
  get house(): HouseConnection {
    if (this.#house) return this.#house
    const lost: HubError = virtualError('HUB_VIRTUAL_CLOSED', 'the house is not connected')
    throw lost
  }

  /** Tells the house to end. Killed instead, this process leaves it running. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending ??= this.#end()
    await this.#ending
  }

  async #end(): Promise<void> {
    this.#ended.resolve()
    const house = this.#house
    this.#house = null
    if (house) await endHouse(house, this.#host.clock)
    await this.#keeping
  }

  async #find(): Promise<HouseConnection> {
    const { storage, devices, clock, hubKey } = this.#host
    const { onReport, onFound } = this.#events
    const house = await findOrStartHouse({ storage, devices, clock, onReport })
    if (this.#ending) {
      await endHouse(house, clock)
      throw virtualError('HUB_VIRTUAL_CLOSED', 'the plugin ends')
    }
    await pairWith(house, hubKey)
    this.#house = house
    onFound(house)
    await house.ask({ type: 'follow' })
    return house
  }

  /** One connection after the other, for as long as the plugin lives. */
  async #keep(first: HouseConnection): Promise<void> {
    for (let house: HouseConnection | null = first; house; house = await this.#findAgain()) {
      await Promise.race([house.closed, this.#ended.promise])
      if (this.#ending) return
      this.#house = null
      this.#host.log.warn({ pid: house.pid }, 'house lost')
      this.#events.onLost()
    }
  }

  /** null when the plugin ends before a house was found. */
  async #findAgain(): Promise<HouseConnection | null> {
    for (let tries = 0; !this.#ending; tries++) {
      const pause = RETRY_MS[Math.min(tries, RETRY_MS.length - 1)] ?? 5_000
      await within(this.#host.clock, pause, this.#ended.promise)
      if (this.#ending) return null
      try {
        const house = await this.#find()
        this.#host.log.info({ pid: house.pid }, 'house found again')
        return house
      } catch (error) {
        this.#host.log.debug({ code: codeOf(error), tries }, 'house not found')
      }
    }
    return null
  }
}

/** Rejects with `HUB_VIRTUAL_DENIED` when the edges belong to another hub; the connection has ended then. */
async function pairWith(house: HouseConnection, key: string): Promise<void> {
  try {
    await house.ask({ type: 'pair', key })
  } catch (error) {
    await house[Symbol.asyncDispose]()
    throw error
  }
}
