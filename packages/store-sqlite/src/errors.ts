// Every way in which the store can fail, with the path and what to do about it.
import { HubError } from '@portico/ports'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { sqliteFailure } from './sqlite-failure.ts'
import type { SqliteFailure } from './sqlite-failure.ts'

/** All codes of this package; docs/errors.md explains each. */
export const storeErrorCodes = [
  'HUB_STORE_IN_USE',
  'HUB_STORE_NOT_WRITABLE',
  'HUB_STORE_NEWER',
  'HUB_STORE_DAMAGED',
  'HUB_STORE_UNREADABLE',
  'HUB_JOURNAL_FULL',
  'HUB_JOURNAL_WRITE',
  'HUB_JOURNAL_VOIDED',
  'HUB_JOURNAL_CLOSED',
] as const

export const storeInUse = (folder: string, pid: number | null, cause?: unknown): HubError =>
  new HubError(
    'HUB_STORE_IN_USE',
    `${folder} is in use by ${pid === null ? 'another process' : `process ${pid}`}: stop it, or use another data folder`,
    { retryable: true, cause, context: { folder, pid } },
  )

export const storeNotWritable = (path: string, detail: string, cause?: unknown): HubError =>
  new HubError(
    'HUB_STORE_NOT_WRITABLE',
    `${path} cannot be written (${detail}): give the hub a folder on a local disk that it owns`,
    { cause, context: { path } },
  )

export const storeNewer = (path: string, version: number, known: number): HubError =>
  new HubError(
    'HUB_STORE_NEWER',
    `${path} has version ${version}, this Portico knows up to ${known}: start the newer Portico, nothing was changed`,
    { context: { path, version, known } },
  )

export const storeDamaged = (path: string, detail: string, cause?: unknown): HubError =>
  new HubError(
    'HUB_STORE_DAMAGED',
    `${path} is damaged (${detail}): keep the file for inspection and restore a backup`,
    { cause, context: { path } },
  )

export const storeUnreadable = (path: string, detail: string, cause?: unknown): HubError =>
  new HubError('HUB_STORE_UNREADABLE', `${path} cannot be read: ${detail}`, { cause, context: { path } })

/** Not retryable: its caller has to decide anew, on what is really on the disk. */
export const journalVoided = (path: string, why: string): HubError =>
  new HubError('HUB_JOURNAL_VOIDED', `${path}: nothing of this batch was written: ${why}`)

export const journalClosed = (path: string): HubError =>
  new HubError('HUB_JOURNAL_CLOSED', `${path} is closed`)

export const journalFull = (path: string, cause?: unknown): HubError =>
  new HubError('HUB_JOURNAL_FULL', `${path}: the disk is full: free some space`, {
    retryable: true,
    cause,
    context: { path },
  })

export const journalWrite = (path: string, detail: string, cause?: unknown): HubError =>
  new HubError('HUB_JOURNAL_WRITE', `${path} was not written: ${detail}`, { cause, context: { path } })

/** Of a commit that failed in the writer thread. */
export const writeError = (path: string, { kind, detail, errcode }: SqliteFailure): HubError =>
  kind === 'full' ? journalFull(path) : journalWrite(path, `${detail} (SQLite ${errcode ?? 'none'})`)

/** Of anything that went wrong while a store was read. */
export function readError(path: string, error: unknown): HubError {
  if (error instanceof HubError) return error
  const { kind, detail } = sqliteFailure(error)
  // Only texts that the store itself wrote are parsed.
  const isDamaged = kind === 'damaged' || error instanceof SyntaxError
  return isDamaged ? storeDamaged(path, detail, error) : storeUnreadable(path, detail, error)
}

const folderFaults = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'ENOENT',
  'EEXIST',
  'EISDIR',
  'ENAMETOOLONG',
])

/** Less, and SQLite cannot lay out its shared memory and its log: it then says `disk I/O error`. */
const ROOM_MIN_BYTES = 128 * 1024

function hasRoom(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize >= ROOM_MIN_BYTES
  } catch {
    return true
  }
}

/** Of anything that went wrong while a store was opened for writing. */
export function openError(path: string, error: unknown): HubError {
  if (error instanceof HubError) return error
  const { kind, detail } = sqliteFailure(error)
  const fault = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (kind === 'unwritable' || folderFaults.has(fault)) return storeNotWritable(path, detail, error)
  if (kind === 'full' || fault === 'ENOSPC' || fault === 'EDQUOT' || !hasRoom(path))
    return journalFull(path, error)
  if (kind === 'busy') return storeInUse(path, null, error)
  return readError(path, error)
}
