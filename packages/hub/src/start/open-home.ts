// The data folder, opened for writing: its journal, the key it is sealed with, and the one that signs it.
import { join } from 'node:path'
import { type HomeId, homeId } from '@portico/core'
import type { HomeKey } from '@portico/evidence/seal'
import { checkpointOf } from '@portico/evidence/verify'
import type { Clock } from '@portico/ports'
import { type Store, openStore } from '@portico/store-sqlite'
import { loadHomeKey } from '../config/home-key.ts'
import { type Signers, loadSigners } from '../config/signing-key.ts'

export interface Places {
  /** The data folder. */
  readonly data: string
  readonly keys: string
}

export interface OpenHome extends AsyncDisposable {
  readonly store: Store
  readonly key: HomeKey
  readonly signers: Signers
}

/** One hub serves one home; its lines bear this name. */
export const HOME: HomeId = homeId('home')

export const mediaFolder = ({ data }: Pick<Places, 'data'>): string => join(data, 'media')
export const pluginFolder = ({ data }: Places, plugin: string): string =>
  join(data, 'plugins', plugin.replaceAll(/[^A-Za-z0-9-]+/g, '-').replace(/^-+/, ''))

/** Checkpoints stand closer than this, lines. */
const SEARCHED = 1_000

/** Public key of the newest checkpoint; null: nothing was ever signed. */
function signedBy(store: Store): string | null {
  const types = ['Checkpoint', 'KeyChanged']
  const after = Math.max(-1, (store.head(HOME)?.seq ?? -1) - SEARCHED)
  const newest =
    store.lines({ home: HOME, types, after, limit: SEARCHED }).at(-1) ??
    store.lines({ home: HOME, types, after: -1, limit: 1 }).at(0)
  return newest === undefined ? null : (checkpointOf(newest)?.key ?? null)
}

/** @throws HubError `HUB_STORE_*`, `HUB_JOURNAL_FULL`, `HUB_KEYS_*`, `HUB_SEAL_*` */
export async function openHome({ data, keys }: Places, clock: Clock): Promise<OpenHome> {
  await using opened = new AsyncDisposableStack()
  const store = opened.use(await openStore({ folder: data, clock }))
  const key = loadHomeKey({ folder: keys, isNewHome: store.head(HOME) === null })
  const signers = loadSigners({ folder: keys, signedBy: signedBy(store) })
  const kept = opened.move()
  return { store, key, signers, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
