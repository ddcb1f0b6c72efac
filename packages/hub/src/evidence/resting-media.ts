// The pictures of a home for a command that needs no hub: opened with the key of the home, where it is at hand.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { mediaKey } from '@portico/evidence/seal'
import { KEY_FILE, loadHomeKey } from '../config/home-key.ts'
import { type Places, mediaFolder } from '../start/open-home.ts'
import type { MediaPlace } from './media-file.ts'

/** @throws HubError `HUB_KEYS_*`, `HUB_SEAL_KEY` when there is a key that cannot be used. */
export function restingMedia({ data, keys }: Places): MediaPlace {
  const isThere = existsSync(join(keys, KEY_FILE))
  const key = isThere ? mediaKey(loadHomeKey({ folder: keys, isNewHome: false })) : null
  return { folder: mediaFolder({ data }), key }
}
