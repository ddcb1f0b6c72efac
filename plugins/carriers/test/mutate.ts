// Bodies of carriers, damaged: fields gone, of another kind, swapped, misspelt, moved in time, far too deep; bytes cut off,
// flipped or in another charset. Each damage is a small record of numbers, so that a finding shrinks to what matters.
import * as fc from 'fast-check'

export interface Damage {
  readonly kind: (typeof kinds)[number]
  /** Which place of the document, counted through. */
  readonly at: number
  /** What of it, where the kind has a choice. */
  readonly pick: number
}

export const kinds = ['drop', 'junk', 'edit', 'swap', 'repeat', 'reverse', 'rename', 'shift'] as const
export const byteKinds = ['cut', 'flip', 'insert', 'utf16', 'latin1', 'bom'] as const

export interface ByteDamage {
  readonly kind: (typeof byteKinds)[number]
  readonly at: number
  readonly pick: number
}

const number = fc.nat(1_000_000)

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), at: number, pick: number }),
  { minLength: 1, maxLength: 4 },
)

/** Most bodies stay JSON: behind a body that is none there is nothing to find. */
export const byteDamages: fc.Arbitrary<ByteDamage | null> = fc.option(
  fc.record({ kind: fc.constantFrom(...byteKinds), at: number, pick: number }),
  { freq: 6 },
)

const nested = (depth: number): unknown => {
  let value: unknown = 'X'
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { status: value }
  return value
}

const junk: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  7041,
  '',
  ' ',
  'x',
  'x'.repeat(5_000),
  '\ud800',
  '‮reversed',
  '<script>alert(1)</script>',
  "'; DROP TABLE parcels; --",
  '../../../etc/passwd',
  'http://192.168.1.1/admin',
  'https://user:password@example.com/p.jpg',
  'file:///etc/passwd',
  [],
  {},
  ['delivered', 'out_for_delivery'],
  nested(60),
  { constructor: { prototype: { status: 'OutForDelivery' } } },
  JSON.parse('{"__proto__":{"status":"out_for_delivery"},"toString":"x"}'),
  'toString',
  '__proto__',
  'constructor',
  '2026-11-18T00:00:00Z',
  '2026-13-45T99:99:99Z',
  '2027-11-18T08:00:00Z',
  '0000-00-00T00:00:00Z',
  '20261118',
  '-08.00',
  'out for delivery',
  'Not out for delivery',
  'Was out for delivery, now returned',
  'Left with a neighbour',
]

const junkTexts = junk.map((value) => JSON.stringify(value))

const edits: readonly ((text: string, at: number) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `${text} `,
  (text) => ` ${text}`,
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => text.slice(at % (text.length + 1)),
  (text, at) => `${text.slice(0, at % (text.length + 1))}x${text.slice(at % (text.length + 1))}`,
  (text, at) => text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + 1),
  (text) => text + text,
  (text) => `${text}​`,
  (text) => text.replaceAll('e', 'е'),
  (text) => text.replaceAll(/[_ ]/g, '-'),
  (text) => text.normalize('NFD'),
  (text) => `not ${text}`,
  (text) => text.split('').toReversed().join(''),
]

/** Moves every year, day or hour that a text names. */
const shifts: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('2026', '2027'),
  (text) => text.replaceAll('2026', '2025'),
  (text) => text.replaceAll('-11-18T', '-11-15T'),
  (text) => text.replace(/(?:Z|[+-]\d\d:\d\d)$/, ''),
  (text) => text.replace(/T\d\d:\d\d(:\d\d)?/, 'T00:00:00'),
]

type Holder = Record<string, unknown> | unknown[]

export interface Place {
  readonly holder: Holder
  readonly key: string
}

export function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found
  // cast: an object or an array
  const holder = value as Holder
  for (const [key, child] of Object.entries(holder)) {
    found.push({ holder, key })
    if (found.length < 3_000) placesIn(child, found)
  }
  return found
}

// cast (both): arrays take their places by number, which a text of it is as well
export const get = ({ holder, key }: Place): unknown => (holder as Record<string, unknown>)[key]
export const set = ({ holder, key }: Place, value: unknown): void => {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true })
}

function damageOne(places: readonly Place[], { kind, at, pick }: Damage): void {
  const place = places[at % places.length]
  if (!place) return
  const value = get(place)
  switch (kind) {
    case 'drop':
      if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1)
      else delete place.holder[place.key]
      return
    case 'junk':
      // Each a new one: what is put in twice must not be one thing in two places.
      return set(place, JSON.parse(junkTexts[pick % junkTexts.length] ?? 'null'))
    case 'edit':
      return set(place, typeof value === 'string' ? edits[pick % edits.length]?.(value, pick) : [value])
    case 'swap': {
      const other = places[pick % places.length]
      if (!other) return
      const theirs = get(other)
      // A value inside itself would never end.
      if (typeof theirs === 'object' || typeof value === 'object') return
      set(place, theirs)
      return set(other, value)
    }
    case 'repeat':
      return set(
        place,
        Array.from({ length: pick % 50 === 0 ? 200 : 2 + (pick % 3) }, () => value),
      )
    case 'reverse':
      return set(place, Array.isArray(value) ? value.toReversed() : value)
    case 'rename':
      if (Array.isArray(place.holder)) return
      delete place.holder[place.key]
      return set({ holder: place.holder, key: `${place.key}_` }, value)
    case 'shift':
      return set(place, typeof value === 'string' ? shifts[pick % shifts.length]?.(value) : value)
  }
}

/** The text with every damage done, one after the other. JSON inside a text is damaged as the rest is. */
export function damaged(text: string, all: readonly Damage[]): string {
  const body: unknown = JSON.parse(text)
  // cast: the golden bodies are objects
  const envelope = body as Record<string, unknown>
  const inner = typeof envelope['payload'] === 'string' ? envelope['payload'] : null
  if (inner !== null) envelope['payload'] = JSON.parse(inner)
  const places = placesIn(body)
  for (const damage of all) damageOne(places, damage)
  const payload = envelope['payload']
  if (inner !== null && typeof payload === 'object') envelope['payload'] = JSON.stringify(payload)
  return JSON.stringify(body)
}

export function damagedBytes(text: string, damage: ByteDamage | null): Buffer {
  const bytes = Buffer.from(text)
  if (damage === null) return bytes
  const at = damage.at % (bytes.length + 1)
  switch (damage.kind) {
    case 'cut':
      return bytes.subarray(0, at)
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (damage.pick % 8))
      return bytes
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(damage.pick % 256), bytes.subarray(at)])
    case 'utf16':
      return Buffer.from(text, 'utf16le')
    case 'latin1':
      return Buffer.from(text.replaceAll('e', 'é'), 'latin1')
    case 'bom':
      return Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes])
  }
}
