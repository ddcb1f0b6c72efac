// The key of the home: one file, made once, for the owner's eyes only. Everything personal is sealed under it.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HOME_KEY_BYTES, type HomeKey, homeKey } from '@portico/evidence/seal'
import { codeOf } from '@portico/ports'
import { hubError } from '../errors.ts'
import { writeSecretFile } from './secret-file.ts'

export const KEY_FILE = 'home.key'
/** Anybody but the owner. */
const OTHERS = 0o077

export interface KeyOrder {
  readonly folder: string
  /** The home has no journal yet: its key may be made now. */
  readonly isNewHome: boolean
}

/**
 * The key of the home, made when the home is new.
 *
 * @throws HubError `HUB_KEYS_UNSAFE`, `HUB_KEYS_MISSING`, `HUB_KEYS_UNREADABLE`, or `HUB_SEAL_KEY` when the file holds
 * something else
 */
export function loadHomeKey({ folder, isNewHome }: KeyOrder): HomeKey {
  const path = join(folder, KEY_FILE)
  try {
    if (isNewHome) makeKey(path)
    const fault = keyFault(path)
    if (fault !== null) throw hubError('HUB_KEYS_UNSAFE', fault)
    return homeKey(readFileSync(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw missing(path)
    if (codeOf(error)?.startsWith('HUB_')) throw error
    throw hubError('HUB_KEYS_UNREADABLE', `${path} cannot be read: give the hub the right to`, {
      cause: error,
    })
  }
}

/** In words what is wrong with the rights of a key file; null when nothing is. Throws when there is none. */
export function keyFault(path: string): string | null {
  const { mode } = statSync(path)
  // Windows knows no such modes.
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return null
  return `${path} may be read by others (mode ${(mode & 0o777).toString(8)}): run chmod 600 ${path}`
}

const missing = (path: string): Error =>
  hubError(
    'HUB_KEYS_MISSING',
    `${path} is not there, and this home was sealed with it: put it back, or name its folder with --keys`,
  )

/** Whole and on the disk, or not at all: a torn key would lock the home out of its own records. */
function makeKey(path: string): void {
  // One that is there already stays: a start may have been cut off before the first line was written.
  if (existsSync(path)) return
  writeSecretFile(path, randomBytes(HOME_KEY_BYTES))
}
