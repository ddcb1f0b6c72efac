// Goal: portico parse prints of every golden payload what its golden reading says. Method: the files of all carriers, and
// parcels one after the other as some of them say of themselves.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type ParcelStatus, mustNotUnlock } from '@portico/core'
import { describe, expect, it } from 'vitest'
import { TypedHome, typed } from './typed.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../../test/fixtures/carriers/${name}`, import.meta.url))

interface Expected {
  readonly source: string
  readonly status: ParcelStatus | null
}

// cast: the file is ours
const { files } = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as {
  files: Readonly<Record<string, Expected>>
}

/** What becomes of a parcel by several payloads: no payload says it. */
const ofSeveral: ReadonlySet<string> = new Set(['postAfter', 'shipmentStatusAfter', 'newEvents'])

describe('portico parse', () => {
  it.each(Object.entries(files))('reads %s', async (name, expected) => {
    const { code, out } = await typed('parse', '--source', expected.source, fixture(name))
    const told = Object.entries(expected).filter(([field]) => !ofSeveral.has(field))
    const ends = expected.status !== null && mustNotUnlock(expected.status)
    expect(out).toHaveLength(1)
    // Whatever ends a prepared delivery says so: a parcel that came to the door as well as one that went elsewhere.
    // Where it was is asked for of the carriers themselves.
    const { position: _position, ...found } = JSON.parse(out[0] ?? '') as Record<string, unknown> // cast: one object a line
    expect({ code, found }).toEqual({
      code: 0,
      found: { ...Object.fromEntries(told), ...(ends && { mustNotUnlock: true }) },
    })
  })

  it('prints a line for each parcel of a message', async () => {
    using home = new TypedHome()
    const shipment = { status: { statusCode: 'transit', timestamp: '2026-11-18T07:58:00+01:00' } }
    const body = { scope: 'subscription.push', shipments: ['A1', 'B2'].map((id) => ({ id, ...shipment })) }
    const { code, out } = await typed('parse', '--source', 'dhl', home.put('b.json', JSON.stringify(body)))
    expect(code).toBe(0)
    expect(out.map((line): unknown => JSON.parse(line).trackingNumbers)).toEqual([['A1'], ['B2']])
  })
})
