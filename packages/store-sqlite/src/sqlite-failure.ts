// What SQLite's result codes mean to the store. Imports no other package: the writer thread starts with it.

/** Plain data, so that it can cross from the writer thread. */
export interface SqliteFailure {
  readonly kind: 'full' | 'damaged' | 'unwritable' | 'busy' | 'other'
  readonly detail: string
  /** SQLite's extended result code; null when the error is not SQLite's. */
  readonly errcode: number | null
}

/** Primary result codes, https://www.sqlite.org/rescode.html */
const kindOf = (errcode: number | null): SqliteFailure['kind'] => {
  switch (errcode === null ? null : errcode & 0xff) {
    case 5: // BUSY
    case 6: // LOCKED
      return 'busy'
    case 3: // PERM
    case 8: // READONLY
    case 14: // CANTOPEN
      return 'unwritable'
    case 11: // CORRUPT
    case 26: // NOTADB
      return 'damaged'
    case 13: // FULL
      return 'full'
    default:
      return 'other'
  }
}

export function sqliteFailure(error: unknown): SqliteFailure {
  const detail = error instanceof Error ? error.message : String(error)
  const errcode =
    typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
      ? error.errcode
      : null
  return { kind: kindOf(errcode), detail, errcode }
}
