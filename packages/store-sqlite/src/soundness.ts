// Looks whether an existing journal can be trusted, fast enough for every start: the small tables whole, every home's
// chain for gaps, its newest lines one by one. The hashes of all lines are the verifier's task.
import { FIRST_PREV } from '@portico/core'
import type { DatabaseSync } from 'node:sqlite'
import { prepareAll } from './connection.ts'
import { storeDamaged } from './errors.ts'
import { parseLine } from './line-text.ts'
import { READ, WRITE } from './sql.ts'
import { sqliteFailure } from './sqlite-failure.ts'

const NEWEST_LINES = 1_000

/** The version says which tables there are; a file may lie. */
function checkSchema(db: DatabaseSync, path: string): void {
  try {
    prepareAll(db, READ)
    prepareAll(db, WRITE)
  } catch (error) {
    throw storeDamaged(path, sqliteFailure(error).detail, error)
  }
}

/** What must be safe at once after a start hangs on these: they stay small, so every page of them is looked at. */
function checkTables(db: DatabaseSync, path: string): void {
  for (const table of ['opening', 'outbox', 'record'])
    for (const row of db.prepare(`PRAGMA quick_check(${table})`).all())
      if (row['quick_check'] !== 'ok') throw storeDamaged(path, `${table}: ${String(row['quick_check'])}`)
  if (db.prepare('SELECT count(*) AS rows FROM opening').get()?.['rows'] !== 1)
    throw storeDamaged(path, 'the count of openings is missing')
}

/** The newest lines are what a crash or a bad block at the end would have hit, and what every door starts from. */
function checkNewest(db: DatabaseSync, path: string, home: string): void {
  const newest = db.prepare(
    'SELECT seq, door, session, type, text FROM line WHERE home = ? ORDER BY seq DESC LIMIT ?',
  )
  let later: { readonly seq: number; readonly prev: string } | null = null
  for (const row of newest.iterate(home, NEWEST_LINES)) {
    const seq = Number(row['seq'])
    const line = parseLine(path, home, { seq, text: String(row['text']) })
    const agrees =
      line.home === home &&
      line.seq === seq &&
      line.door === row['door'] &&
      line.session === row['session'] &&
      line.type === row['type']
    if (!agrees) throw storeDamaged(path, `line ${seq} of home ${home} is not what its columns say`)
    if (later !== null && later.prev !== line.hash)
      throw storeDamaged(path, `line ${later.seq} of home ${home} does not continue the one before`)
    if (seq === 0 && line.prev !== FIRST_PREV)
      throw storeDamaged(path, `line 0 of home ${home} continues something`)
    later = line
  }
}

/** @throws HubError `HUB_STORE_DAMAGED` */
export function checkSoundness(db: DatabaseSync, path: string): void {
  checkSchema(db, path)
  checkTables(db, path)
  const homes = db.prepare('SELECT home, count(*) AS lines, max(seq) AS last FROM line GROUP BY home')
  for (const row of homes.all()) {
    const home = String(row['home'])
    if (row['lines'] !== Number(row['last']) + 1)
      throw storeDamaged(path, `lines of home ${home} are missing`)
    checkNewest(db, path, home)
  }
}
