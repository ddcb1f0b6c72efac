// What is physically true in the simulated house. Where its plugin carries acts alone, the house itself is asked: it
// answers whoever holds the secret in the plugin's folder.
import { dirname } from 'node:path'
import { type HouseConnection, connectHouse } from '@portico/plugin-virtual-home/house'
import { codeOf } from '@portico/ports'
import type { Hub } from '../hub.ts'
import { pluginFolder } from '../start/open-home.ts'

type World = Readonly<Record<string, unknown>>

export class StreetWorld implements AsyncDisposable {
  readonly #virtual: NonNullable<Hub['virtual']>
  readonly #folder: string
  #house: Promise<HouseConnection> | null = null

  constructor(virtual: NonNullable<Hub['virtual']>, { mediaFolder }: Pick<Hub, 'mediaFolder'>) {
    this.#virtual = virtual
    const data = dirname(mediaFolder)
    this.#folder = pluginFolder({ data, keys: data }, 'virtual-home')
  }

  /** @throws HubError `HUB_VIRTUAL_*` */
  async truth(): Promise<World> {
    try {
      return await this.#virtual({ act: 'truth', on: '', options: {} })
    } catch (error) {
      if (codeOf(error) !== 'HUB_VIRTUAL_UNKNOWN_ACT') throw error
    }
    const house = await this.#connected()
    return { ...(await house.truth()) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const house = await this.#house?.catch(() => null)
    await house?.[Symbol.asyncDispose]()
  }

  /** One connection for all looks; a house that was started anew is found again. */
  async #connected(): Promise<HouseConnection> {
    const house = (this.#house ??= connectHouse(this.#folder))
    const forget = (): void => {
      if (this.#house === house) this.#house = null
    }
    try {
      const connection = await house
      void connection.closed.then(forget)
      return connection
    } catch (error) {
      forget()
      throw error
    }
  }
}
