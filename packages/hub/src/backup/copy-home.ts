// A copy of the data folder, also while the hub runs: each database as of one moment by SQLite itself, everything else as it
// lies. Keys, what is of this run alone and what can be made again stay behind.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { cacheTag } from '@portico/plugin-api'
import { codeOf } from '@portico/ports'
import { copyJournal } from '@portico/store-sqlite'

export interface CopyOrder {
  readonly data: string
  /** The folder of the keys, which may lie inside of it. */
  readonly keys: string
  /** A folder that is not there yet. */
  readonly to: string
}

export interface HomeCopy {
  readonly files: number
  readonly bytes: number
}

/**
 * Sockets, numbers of processes, half-written files, the lock, the address of the simulated house, the token of a bridge's
 * face; and what SQLite keeps beside a database, which is in its copy.
 */
const ofThisRun =
  /(?:^|\/)(?:lock\.db|portico\.sock[^/]*|house\.json)$|\.(?:pid|part|partial|new)$|\.db-(?:wal|shm|journal)$|^bridges\/[^/]+\/token$|^doctor-/
/** What Node compiled. */
const COMPILED = 'compile-cache'
const JOURNAL = 'journal.db'
const SQLITE = 'SQLite format 3\0'
/** A writer's short lock is waited for, ms. */
const BUSY_WAIT_MS = 5_000

/** Appears whole or not at all. Throws the system's error, or SQLite's. */
export function copyHome({ data, keys, to }: CopyOrder): HomeCopy {
  const partial = `${to}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  try {
    const found = filesIn({ folder: data, keys: resolve(keys) })
    const databases = found.filter((path) => isDatabase(join(data, path)))
    // Databases first: what they name was on the disk before it was named.
    const files = new Set([...databases, ...found])
    const copied = [...files].map((path) => copy(path, { data, to: partial }, databases.includes(path)))
    renameSync(partial, to)
    sync(dirname(resolve(to)))
    const there = copied.filter((bytes) => bytes !== null)
    return { files: there.length, bytes: there.reduce((all, bytes) => all + bytes, 0) }
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    throw error
  }
}

interface Look {
  readonly folder: string
  readonly keys: string
}

/** Paths below the folder. A link is followed: films may lie on another disk. */
function filesIn(look: Look, below = '', above: readonly string[] = []): readonly string[] {
  const here = realpathSync(join(look.folder, below))
  if (above.includes(here)) return []
  const found: string[] = []
  for (const name of readdirSync(here)) {
    const path = below === '' ? name : `${below}/${name}`
    const whole = join(look.folder, path)
    const what = statSync(whole, { throwIfNoEntry: false })
    if (what?.isDirectory() === true) {
      const stays = resolve(whole) === look.keys || name === COMPILED || isCacheFolder(whole)
      if (!stays) found.push(...filesIn(look, path, [...above, here]))
    } else if (what?.isFile() === true && !ofThisRun.test(path)) found.push(path)
  }
  return found
}

interface Way {
  readonly data: string
  readonly to: string
}

/** Bytes of the copy; null: it is gone meanwhile, as a film whose days are over. */
function copy(path: string, { data, to }: Way, isBase: boolean): number | null {
  const from = join(data, path)
  const target = join(to, path)
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  try {
    if (path === JOURNAL) copyJournal(from, target)
    else if (isBase) copyDatabase(from, target)
    else copyFileSync(from, target)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
  if (isBase) chmodSync(target, 0o600)
  sync(target)
  return statSync(target).size
}

/** As of one moment, whoever writes meanwhile; nothing that was deleted goes with it. */
function copyDatabase(from: string, to: string): void {
  using database = new DatabaseSync(from, { readOnly: true, timeout: BUSY_WAIT_MS })
  database.prepare('VACUUM INTO ?').run(to)
}

const isDatabase = (path: string): boolean => path.endsWith('.db') && beginsWith(path, SQLITE)
const isCacheFolder = (folder: string): boolean => beginsWith(join(folder, cacheTag.file), cacheTag.signature)

function beginsWith(path: string, head: string): boolean {
  if (!existsSync(path)) return false
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(head.length)
    readSync(file, bytes)
    return bytes.toString('latin1') === head
  } finally {
    closeSync(file)
  }
}

/** A file, or the names in a folder. */
function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
