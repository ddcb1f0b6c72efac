// Where the running hub listens to the command line: in the data folder, or where that path is too long for a socket
// in a private folder of its own, named by a file in the data folder.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'

/** The kernel's limit for the path of a Unix socket is 108 bytes, with its final zero; macOS allows 104. */
const PATH_BYTES_MAX = 103
const NAME = 'portico.sock'
const FOLDER_PREFIX = 'portico-control-'

const near = (data: string): string => join(resolve(data), NAME)
const pointer = (data: string): string => `${near(data)}.path`

/** A path to listen at; what an earlier life left is removed. Only the owner of the data folder may call it. */
export function makeSocketPath(data: string): string {
  removeSocketPath(data)
  const path = near(data)
  if (Buffer.byteLength(path) <= PATH_BYTES_MAX) return path
  const far = join(mkdtempSync(join(tmpdir(), FOLDER_PREFIX)), NAME)
  // Whole or not at all: a half name would lead nowhere.
  writeFileSync(`${pointer(data)}.new`, far, { mode: 0o600 })
  renameSync(`${pointer(data)}.new`, pointer(data))
  return far
}

/** Where a running hub would listen; null when none left a sign. */
export function findSocketPath(data: string): string | null {
  const path = near(data)
  if (existsSync(path)) return path
  try {
    const far = readFileSync(pointer(data), 'utf8')
    return isAbsolute(far) ? far : null
  } catch {
    return null
  }
}

export function removeSocketPath(data: string): void {
  const path = findSocketPath(data)
  rmSync(pointer(data), { force: true })
  if (path === null) return
  rmSync(path, { force: true })
  const folder = dirname(path)
  if (basename(folder).startsWith(FOLDER_PREFIX)) rmSync(folder, { recursive: true, force: true })
}
