// Outbox, records and blobs: what is replaced, ended, removed.
import type { Batch } from '@portico/ports'
import { expect, test } from 'vitest'
import { sampleBatch } from '../sample-lines.ts'
import { bytes, effect } from './journal-under-test.ts'
import type { Now } from './journal-under-test.ts'

/** What is kept beside the lines. */
export function valueTests(now: Now): void {
  test('an effect is open until it has ended, and keeps its place while it changes', async () => {
    const rows = ['front:1:0', 'front:1:1', 'front:2:0'].map((id) => ({ ...effect, id }))
    await now.journal.append(sampleBatch({ outbox: rows }))
    const started = { ...effect, state: 'started' as const, payload: { q: 4 } }
    await now.journal.append(sampleBatch({ outbox: [started] }))
    expect(now.journal.openEffects('home')).toEqual([started, ...rows.slice(1)])
    await now.journal.append(sampleBatch({ outbox: [{ ...effect, id: 'front:1:1', state: 'ended' }] }))
    expect(now.journal.openEffects('home')).toEqual([started, ...rows.slice(2)])
    await now.reopen()
    expect(now.journal.openEffects('home')).toEqual([started, ...rows.slice(2)])
  })

  test('an effect may be issued and ended in one batch', async () => {
    await now.journal.append(sampleBatch({ outbox: [effect, { ...effect, state: 'ended' }] }))
    expect(now.journal.openEffects('home')).toEqual([])
  })

  test('effects of one home are not those of another', async () => {
    const bare = { ...effect, home: 'other', door: null, session: null, op: null, payload: {} }
    await now.journal.append(sampleBatch({ outbox: [effect, bare] }))
    expect(now.journal.openEffects('home')).toEqual([effect])
    expect(now.journal.openEffects('other')).toEqual([bare])
  })

  test('a record is replaced whole, removed by null, and listed by id', async () => {
    const record = (id: string, value: Uint8Array | null): Batch =>
      sampleBatch({ records: [{ home: 'home', kind: 'parcel', id, value }] })
    await now.journal.append(record('p_2', bytes(2)))
    await now.journal.append(record('p_1', bytes(1)))
    await now.journal.append(record('p_1', bytes()))
    const other = { home: 'other', kind: 'parcel', id: 'p_3', value: bytes(7) }
    await now.journal.append(sampleBatch({ records: [other, { ...other, home: 'home', kind: 'pass' }] }))
    await now.reopen()
    expect(now.journal.record('home', 'parcel', 'p_1')).toEqual(bytes())
    expect(now.journal.records('home', 'parcel')).toEqual([
      { id: 'p_1', value: bytes() },
      { id: 'p_2', value: bytes(2) },
    ])
    await now.journal.append(record('p_1', null))
    await now.journal.append(record('p_9', null))
    expect(now.journal.record('home', 'parcel', 'p_1')).toBeNull()
    expect(now.journal.records('home', 'parcel')).toEqual([{ id: 'p_2', value: bytes(2) }])
  })

  test('a blob is kept under its home and hash, and deleted by null', async () => {
    const blob = { home: 'home', hash: 'ab', value: bytes(0, 255), expires: 1_767_600_000_000 }
    await now.journal.append(sampleBatch({ blobs: [blob, { ...blob, hash: 'cd', expires: null }] }))
    await now.reopen()
    expect(now.journal.blob('home', 'ab')).toEqual(bytes(0, 255))
    expect(now.journal.blob('other', 'ab')).toBeNull()
    await now.journal.append(sampleBatch({ blobs: [{ ...blob, value: null }] }))
    expect(now.journal.blob('home', 'ab')).toBeNull()
    expect(now.journal.blob('home', 'cd')).toEqual(bytes(0, 255))
  })

  test('what is read is a copy', async () => {
    const blobs = [{ home: 'home', hash: 'ab', value: bytes(1), expires: null }]
    await now.journal.append(sampleBatch({ blobs }))
    now.journal.blob('home', 'ab')?.fill(9)
    expect(now.journal.blob('home', 'ab')).toEqual(bytes(1))
  })
}
