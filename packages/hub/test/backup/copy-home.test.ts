// Goal: a copy of a home that runs is whole, holds what cannot be made again, and nothing that opens what it holds. Method: a
// data folder on a real disk, with a database that somebody else's connection has open and just wrote to.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { cacheTag } from '@portico/plugin-api'
import { COPY_EPOCHS, openStoreReadOnly } from '@portico/store-sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyHome } from '../../src/backup/copy-home.ts'
import { openHome } from '../../src/start/open-home.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { typed } from '../commands/typed.ts'

let folder = ''
const data = (): string => join(folder, 'data')
const copy = (): string => join(folder, 'copy')

function put(path: string, text: string): void {
  const file = join(data(), path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const filesOf = (of: string): readonly string[] =>
  readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(of.length + 1))
    .toSorted()

/** As the bridge of Matter keeps it. */
function pairings(): DatabaseSync {
  const path = join(data(), 'bridges/matter/matter.db')
  mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path)
  chmodSync(path, 0o600)
  database.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE matter (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID',
  )
  return database
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-backup-'))
  mkdirSync(data())
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a copy of the home', () => {
  it('has each database as of one moment, be it open and just written to', () => {
    using database = pairings()
    database.exec("INSERT INTO matter VALUES ('fabrics', 'one'), ('gone', 'SECRET-OF-BEFORE')")
    database.exec("DELETE FROM matter WHERE key = 'gone'")
    // Somebody is in the middle of the next write.
    database.exec("BEGIN IMMEDIATE; UPDATE matter SET value = 'half'")
    copyHome({ data: data(), keys: join(data(), 'keys'), to: copy() })
    database.exec('COMMIT')
    const path = join(copy(), 'bridges/matter/matter.db')
    using copied = new DatabaseSync(path, { readOnly: true })
    expect(copied.prepare('SELECT key, value FROM matter').all()).toEqual([{ key: 'fabrics', value: 'one' }])
    expect(copied.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(path, 'latin1')).not.toContain('SECRET-OF-BEFORE')
  })

  it('leaves out keys, what is of this run, and what is installed again; pairings go with it', () => {
    const kept = [
      'bridges/homekit/home/persist/AccessoryInfo.0E0000000000.json',
      'bridges/homekit/identity.json',
      'bridges/matter.taken-out.json',
      'media/s_1/hall-1.mp4.sealed',
      'plugins/virtual-home/state.json',
    ]
    const left = [
      'bridges/homekit.pid',
      'bridges/homekit/token',
      'bridges/homekit/compile-cache/v24/one',
      'keys/home.key',
      'lock.db',
      'lock.pid',
      'plugins/virtual-home/house.json',
      'portico.sock.key',
    ]
    for (const path of [...kept, ...left]) put(path, path)
    put(`bridges/homekit/app/${cacheTag.file}`, `${cacheTag.signature}\n`)
    put('bridges/homekit/app/node_modules/homebridge/package.json', '{}')
    // A file of that name alone says nothing.
    put(`media/${cacheTag.file}`, 'nothing')
    // Films on another disk; and a link that leads round.
    mkdirSync(join(folder, 'disk'))
    writeFileSync(join(folder, 'disk/porch-1.mp4.sealed'), 'a film')
    symlinkSync(join(folder, 'disk'), join(data(), 'media/s_2'))
    symlinkSync(data(), join(data(), 'media/round'))
    symlinkSync(join(folder, 'nowhere'), join(data(), 'media/gone'))
    const all = [...kept, `media/${cacheTag.file}`, 'media/s_2/porch-1.mp4.sealed'].toSorted()
    const { files, bytes } = copyHome({ data: data(), keys: join(data(), 'keys'), to: copy() })
    expect(filesOf(copy())).toEqual(all)
    expect([files, bytes > 0]).toEqual([all.length, true])
    expect(statSync(copy()).mode & 0o777).toBe(0o700)
  })

  it('leaves nothing of a copy that failed', () => {
    put('bridges/matter/matter.db', `SQLite format 3\0and nothing more`)
    expect(() => copyHome({ data: data(), keys: join(data(), 'keys'), to: copy() })).toThrow(/database/)
    expect(readdirSync(folder)).toEqual(['data'])
  })
})

describe('portico backup', () => {
  it('makes a home that opens with the keys that stayed behind, and is never written over', async () => {
    const clock = systemClock()
    const keys = join(data(), 'keys')
    await using home = await openHome({ data: data(), keys }, clock)
    const to = ['--data', data()]
    expect(await typed('backup', copy(), ...to)).toMatchObject({
      code: 0,
      err: [expect.stringContaining(keys)],
    })
    expect(existsSync(join(copy(), 'keys'))).toBe(false)
    using store = openStoreReadOnly(copy())
    expect(store.head('home')).toEqual(home.store.head('home'))
    const { epoch } = home.store
    {
      // Whoever heard of this home obeys the copy.
      await using again = await openHome({ data: copy(), keys }, clock)
      expect(again.store.epoch).toBe(epoch + COPY_EPOCHS + 1)
    }
    expect(await typed('backup', copy(), ...to)).toMatchObject({
      code: 1,
      err: [expect.stringContaining('is there already')],
    })
    expect(await typed('backup', join(data(), 'inside'), ...to)).toMatchObject({
      code: 1,
      err: [expect.stringContaining('lies in the data folder')],
    })
    expect(await typed('backup', join(folder, 'other'), '--data', join(folder, 'none'))).toMatchObject({
      code: 1,
      err: [expect.stringContaining('has no journal')],
    })
  })
})
