// Every payload is read as its golden reading says, and every signature vector is accepted or refused as it says. Method:
// one table of each, made from the files; a vendor's vectors one after the other, with what it had us remember.
import { expect, test } from 'vitest'
import type { CarrierReading } from '@portico/plugin-api'
import { carriers } from '../src/index.ts'
import { carrierOf, files, fixture, sourceOf, vectors, verdictOn } from './fixtures.ts'

/** A window as the golden readings write it: date and times of day of its place. */
const windowOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  date: from.slice(0, 10),
  start: from.slice(11, 16),
  end: to.slice(11, 16),
})

/** A reading in the form of the golden ones. */
function plain({ eventId, window, photo, handshake, ...told }: CarrierReading): object {
  return {
    ...told,
    ...(eventId !== null && { eventId }),
    ...(window && { window: windowOf(window) }),
    ...(photo && { photo: { mime: photo.mime, bytes: photo.bytes.length } }),
    ...(handshake && { kind: 'handshake', action: handshake.action }),
  }
}

/** What follows one after the other is tested where parcels are folded; what withdraws is the core's to say. */
const notRead: ReadonlySet<string> = new Set([
  'source',
  'postAfter',
  'shipmentStatusAfter',
  'newEvents',
  'mustNotUnlock',
])

test('every source has payloads, and every payload a source', () => {
  const sources = new Set(Object.values(files).map(({ source }) => source))
  expect(Object.keys(files)).toHaveLength(31)
  expect([...sources].toSorted()).toEqual(
    carriers
      .map(({ id }) => id)
      .filter((id) => id !== 'webhook')
      .toSorted(),
  )
})

test.each(Object.entries(files))('%s is read as expected', (name, wanted) => {
  const parse = carrierOf(wanted.source).parse(JSON.parse(fixture(name).toString()))
  if (!parse.understood) throw new Error(parse.why)
  expect(parse.readings).toHaveLength(1)
  const told = Object.fromEntries(Object.entries(wanted).filter(([field]) => !notRead.has(field)))
  // Of places the wanted answers say nothing: of one of these files it is looked at below.
  expect(parse.readings.map(({ position: _position, ...reading }) => plain(reading))).toEqual([told])
})

test('the place of a delivery is read where it is told, and nowhere else made up', () => {
  const places = Object.entries(files).flatMap(([name, { source }]) => {
    const parse = carrierOf(source).parse(JSON.parse(fixture(name).toString()))
    return parse.understood
      ? parse.readings.flatMap(({ position }) => (position ? [[name, position]] : []))
      : []
  })
  expect(places).toEqual([['uber-direct.delivered.json', { lat: 44.0523, lon: -123.0111 }]])
})

test('there are 48 vectors, of every source that proves itself', () => {
  expect(vectors).toHaveLength(48)
  expect(new Set(vectors.map(sourceOf)).size).toBe(carriers.length - 1)
})

test.each([...new Set(vectors.map(({ vendor }) => vendor))])('T18: signature vectors of %s', (vendor) => {
  let memory: string | null = null
  const told = vectors
    .filter((vector) => vector.vendor === vendor)
    .map((vector) => {
      const verdict = verdictOn(vector, memory)
      if (verdict.accepted) memory = verdict.memory ?? memory
      return [vector.name, verdict.accepted]
    })
  expect(told).toEqual(
    vectors.filter((vector) => vector.vendor === vendor).map(({ name, expect: wanted }) => [name, wanted]),
  )
})

test.each(vectors.filter(({ name }) => name === 'stale' || name === 'expired-token'))(
  'T18: $vendor: a right signature of another hour is told to be old',
  (vector) => {
    expect(verdictOn(vector, null)).toEqual({ accepted: false, why: 'too-old' })
  },
)

test.each(vectors.filter(({ expect: wanted }) => wanted))(
  'T18: $vendor, $name: neither another secret, nor none, nor a header sent twice is taken',
  (vector) => {
    const other = { ...vector, secret: `${vector.secret}.`, jwks: { keys: [] } }
    expect(verdictOn({ ...other, ...(vector.jwks !== undefined && { secret: '{}' }) }, null)).toMatchObject({
      accepted: false,
    })
    for (const secret of ['', ' \n '])
      expect(verdictOn({ ...vector, secret }, null)).toEqual({ accepted: false, why: 'no-secret' })
    const carrier = carrierOf(sourceOf(vector))
    const twice = Object.fromEntries(
      Object.entries(vector.headers).map(([name, value]) => [name, [value, value]]),
    )
    const trust = { secret: vector.secret ?? JSON.stringify(vector.jwks), now: 0, memory: null }
    // cast: a time
    const verdict = carrier.verify(
      { headers: twice, body: Buffer.from(vector.body) },
      trust as Parameters<typeof carrier.verify>[1],
    )
    expect(verdict).toEqual({ accepted: false, why: 'header-twice' })
  },
)

test.each(carriers.filter(({ publicKeys }) => publicKeys))('nobody signs for $name', (carrier) => {
  const asked = { trackingNumber: 'X', status: 'delivered', occurredAt: 0, eventId: 'e' }
  // cast: a time
  const made = (): unknown => carrier.sample(asked as Parameters<typeof carrier.sample>[0], 'whatever')
  expect(made).toThrow(expect.objectContaining({ code: 'HUB_CARRIER_SAMPLE' }))
})
