// Goal: what the library keeps is kept as it was, in one piece, in a file of our own. Method: the driver's contract, closed
// and opened again, and a transaction that ends without its commit.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataNamespace } from '@matter/main'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BridgeDatabase, SqliteStore } from '../src/matter/store.ts'

let folder = ''
let database: BridgeDatabase
let store: SqliteStore

const open = (): void => {
  database = new BridgeDatabase(join(folder, 'matter.db'))
  store = new SqliteStore(database, new DataNamespace('bridge'))
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-matter-'))
  open()
})
afterEach(() => {
  database[Symbol.dispose]()
  rmSync(folder, { recursive: true })
})

describe('the store', () => {
  it('gives back every kind of value after it was opened again, and only its owner may read it', () => {
    const values = {
      text: 'ü',
      number: 7,
      long: 12_345_678_901_234_567_890n,
      bytes: new Uint8Array([0, 255]),
      list: [1, { a: true }],
      nothing: null,
    }
    store.set(['root', 'doors'], values)
    database[Symbol.dispose]()
    open()
    expect(store.values(['root', 'doors'])).toEqual(values)
    expect(store.get(['root', 'doors'], 'long')).toBe(values.long)
    expect(store.get(['root'], 'long')).toBeUndefined()
    expect(store.has(['root', 'doors'], 'absent')).toBe(false)
    expect(statSync(join(folder, 'matter.db')).mode & 0o777).toBe(0o600)
  })

  it('knows what is below a context, and clears it with all that is below', () => {
    store.set(['a'], 'k', 1)
    store.set(['a', 'b'], 'k', 2)
    store.set(['a', 'b', 'c'], 'k', 3)
    store.set(['ab'], 'k', 4)
    expect(store.contexts([]).toSorted()).toEqual(['a', 'ab'])
    expect(store.contexts(['a'])).toEqual(['b'])
    expect(store.keys(['a', 'b'])).toEqual(['k'])
    store.clearAll(['a'])
    expect(store.get(['a', 'b', 'c'], 'k')).toBeUndefined()
    expect(store.get(['ab'], 'k')).toBe(4)
    store.delete(['ab'], 'k')
    expect(store.contexts([])).toEqual([])
  })

  it('keeps spaces apart', () => {
    const other = new SqliteStore(database, new DataNamespace('other'))
    other.set(['a'], 'k', 'theirs')
    expect(store.get(['a'], 'k')).toBeUndefined()
    store.clearAll([])
    expect(other.get(['a'], 'k')).toBe('theirs')
  })

  it('writes a transaction whole at its commit, or nothing of it', () => {
    const left = store.begin()
    void left.set(['a'], 'k', 1)
    left[Symbol.dispose]()
    expect(store.get(['a'], 'k')).toBeUndefined()
    const made = store.begin()
    void made.set(['a'], { k: 1, l: 2 })
    void made.delete(['a'], 'l')
    expect(store.get(['a'], 'k')).toBeUndefined()
    void made.commit()
    expect(store.values(['a'])).toEqual({ k: 1 })
    expect(() => made.commit()).toThrow('already committed')
  })
})
