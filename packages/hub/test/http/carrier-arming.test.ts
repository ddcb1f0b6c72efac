// Golden bodies of all carriers, from the bytes to the verdict of the core: what is out for delivery arms in its hour, and
// not when its clock is a day or a year off, nor when it names no zone.
import { readFileSync } from 'node:fs'
import { type Observation, armingOf, newParcel, parcelId, wallTime } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { expect, test } from 'vitest'
import { wallTimeOf } from '../../src/http/iso-time.ts'

const golden = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/carriers/${name}`, import.meta.url), 'utf8')

// cast: the file is ours
const { files } = JSON.parse(golden('expected.json')) as {
  files: Readonly<Record<string, { readonly source: string; readonly status: string | null }>>
}
const names = Object.keys(files)

const HOUR = 3_600_000
const RECEIVED = Date.parse('2026-11-18T18:30:00Z')

function verdictOn(name: string, text: string, received = RECEIVED): unknown {
  const carrier = carriers.find(({ id }) => id === files[name]?.source)
  const parse = carrier?.parse(JSON.parse(text))
  const reading = parse?.understood === true ? parse.readings[0] : undefined
  if (!carrier || !reading || reading.trackingNumbers.length === 0) return 'not read'
  const observation: Observation = {
    source: carrier.id,
    grade: carrier.grade,
    carrier: reading.carrier,
    status: reading.status,
    occurredAt: wallTimeOf(reading.occurredAt),
    received: wallTime(received),
    window: null,
    elsewhere: reading.elsewhere ?? null,
    claim: 'household',
  }
  const parcel = newParcel(parcelId('p'), reading.trackingNumbers[0] ?? '', observation)
  const verdict = armingOf({ parcel, observation, evening: wallTime(received + HOUR) })
  return verdict.arms || verdict.why
}

const underWay = names.filter((name) => ['out-for-delivery', 'arriving'].includes(files[name]?.status ?? ''))

test('those that are out for delivery arm, and no others', () => {
  expect(underWay).toHaveLength(12)
  expect(names.filter((name) => verdictOn(name, golden(name)) === true)).toEqual(underWay)
})

test.each(underWay)('%s: neither late nor early, nor of another year, nor of no zone', (name) => {
  const text = golden(name)
  expect(verdictOn(name, text, RECEIVED + 20 * HOUR)).toBe('too-old')
  expect(verdictOn(name, text, RECEIVED - 20 * HOUR)).toBe('ahead')
  expect(verdictOn(name, text.replaceAll('2026', '2025'))).toBe('too-old')
  expect(verdictOn(name, text.replaceAll('2026', '2027'))).toBe('ahead')
  const zoneless = text
    .replaceAll(/(T\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|[+-]\d\d:\d\d)/g, '$1')
    .replaceAll(/(gmt\w+": ")[^"]*/gi, '$1')
    .replaceAll(/(GMT\w+\\": ?\\")[^"\\]*/gi, '$1')
  expect(verdictOn(name, zoneless)).toBe('no-time')
})
