// A body with a picture in it is hashed and sealed beside the loop, into what a small one becomes within it.
import { createHash } from 'node:crypto'
import { homeId } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { MemoryJournal } from '@portico/testing'
import { expect, test } from 'vitest'
import { SealedRecords } from '../src/index.ts'

const HOME = homeId('home')

test.each([256_000, 256_001, 3_000_000])('%i bytes: hash and seal are those of the bytes', async (length) => {
  const journal = new MemoryJournal()
  const records = new SealedRecords(HOME, journal, homeKey(new Uint8Array(32).fill(7)))
  const body = new Uint8Array(length).map((_, at) => at % 251)
  const hash = createHash('sha256').update(body).digest('hex')
  const aside = records.prepare(body, undefined)
  expect(aside === null).toBe(length <= 256_000)
  await aside
  expect(records.contentHash(body)).toBe(hash)
  await journal.append({
    lines: [],
    outbox: [],
    records: [],
    blobs: [{ home: HOME, hash, value: records.blob(hash, body), expires: 1 }],
  })
  expect(Buffer.from(records.bytes(hash) ?? []).equals(body)).toBe(true)
  // Prepared for one hash it is never taken for another.
  expect(records.blob('0'.repeat(64), body)).not.toEqual(records.blob(hash, body))
})
