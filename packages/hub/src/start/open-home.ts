// The data folder, opened for writing: its journal and the key it is sealed with.
import { join } from 'node:path'
import { type HomeId, homeId } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import type { Clock } from '@portico/ports'
import { type Store, openStore } from '@portico/store-sqlite'
import { loadHomeKey } from '../config/home-key.ts'

export interface Places {
  /** The data folder. */
  readonly data: string
  readonly keys: string
}

export interface OpenHome extends AsyncDisposable {
  readonly store: Store
  readonly key: HomeKey
}

/** One hub serves one home; its lines bear this name. */
export const HOME: HomeId = homeId('home')

export const mediaFolder = ({ data }: Pick<Places, 'data'>): string => join(data, 'media')
export const pluginFolder = ({ data }: Places, plugin: string): string =>
  join(data, 'plugins', plugin.replaceAll(/[^A-Za-z0-9-]+/g, '-').replace(/^-+/, ''))

/** @throws HubError `HUB_STORE_*`, `HUB_JOURNAL_FULL`, `HUB_KEYS_*` */
export async function openHome({ data, keys }: Places, clock: Clock): Promise<OpenHome> {
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore({ folder: data, clock }))
  const key = loadHomeKey({ folder: keys, isNewHome: store.head(HOME) === null })
  const kept = opened.move()
  return { store, key, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
