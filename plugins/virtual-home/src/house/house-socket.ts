// Where a house listens: found by its file, and removed by whoever finds it dead. Apart from the house itself, which the
// plugin's process never loads.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

/** The kernel's limit for the path of a Unix socket is 108 bytes, with its final zero. */
const SOCKET_PATH_MAX = 100
const FOLDER_PREFIX = 'portico-house-'

/** In the storage folder, or where its path is too long for a socket in a private folder of its own. */
export function chooseSocket(storage: string): string {
  const near = join(storage, 'house.sock')
  if (Buffer.byteLength(near) <= SOCKET_PATH_MAX) return near
  return join(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)), 'house.sock')
}

export function removeSocket(path: string): void {
  rmSync(path, { force: true })
  const folder = dirname(path)
  if (basename(folder).startsWith(FOLDER_PREFIX)) rmSync(folder, { recursive: true, force: true })
}
