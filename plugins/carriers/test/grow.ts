// Bodies of carriers, as large as they may be: one place of them filled with a text, a list, an object or a depth that
// nobody who means it sends. What a body may cost shows here, if anywhere.
import * as fc from 'fast-check'
import { get, placesIn, set } from './mutate.ts'

/** A carrier's body of this size and less is worked on in one go; above it the hub looks at texts alone, bytes. */
export const USUAL_BYTES = 256_000

type Fill = (bytes: number, value: unknown) => string

const text =
  (piece: string): Fill =>
  (bytes) =>
    `"${piece.repeat(Math.floor((bytes - 2) / Buffer.byteLength(piece)))}"`

/** What is there, over and over: the events of a list again, any other value as a list. */
const again: Fill = (bytes, value) => {
  const each = Array.isArray(value) && value.length > 0 ? value : [value ?? null]
  const piece = each.map((one) => JSON.stringify(one)).join(',')
  const times = Math.max(1, Math.floor((bytes - 2) / (Buffer.byteLength(piece) + 1)))
  return `[${`${piece},`.repeat(times - 1)}${piece}]`
}

const texts: Readonly<Record<string, Fill>> = {
  letters: text('a'),
  blanks: text(' '),
  words: text('left with a neighbour, nobody was at the post office, return to '),
  quotes: text('\\"'),
  accents: text('e\u0301'),
  dates: text('2026-11-18T08:00:00+01:00 '),
}
const structures: Readonly<Record<string, Fill>> = {
  again,
  depth: (bytes) => '['.repeat(bytes / 2 - 1) + ']'.repeat(bytes / 2 - 1),
  objects: (bytes) => `[${'{"status":0},'.repeat(bytes / 13 - 1)}{}]`,
  numbers: (bytes) => `[${'1,'.repeat(bytes / 2 - 2)}1]`,
  keys: (bytes) => `{${Array.from({ length: Math.floor(bytes / 12) }, (_, at) => `"k${at}":1`).join(',')}}`,
}

export interface Growth {
  readonly kind: string
  /** Which place of the document, counted through. */
  readonly at: number
  /** One in four bodies that may be larger than usual are. */
  readonly size: number
}

export const growths: fc.Arbitrary<Growth> = fc.record({
  kind: fc.constantFrom(...Object.keys(texts), ...Object.keys(structures)),
  at: fc.nat(1_000_000),
  size: fc.nat(3),
})

const MARK = '\u2603here\u2603'

/** The text of a golden body with one place of it filled. */
export function grown(golden: string, { kind, at, size }: Growth, bytesMax: number): string {
  const body: unknown = JSON.parse(golden)
  // cast: the golden bodies are objects
  const envelope = body as Record<string, unknown>
  // JSON inside a text is filled as the rest is.
  const inner = typeof envelope['payload'] === 'string' ? envelope['payload'] : null
  const document: unknown = inner === null ? body : JSON.parse(inner)
  const places = placesIn(document)
  const place = places[at % places.length]
  if (!place) return golden
  const value = get(place)
  set(place, MARK)
  const bytes = texts[kind] && size === 0 ? bytesMax : Math.min(bytesMax, USUAL_BYTES)
  // Inside a text every quote is one byte more.
  const room = (inner === null ? bytes : Math.min(bytes, USUAL_BYTES) / 2) - golden.length
  const filled = (texts[kind] ?? structures[kind])?.(room, value) ?? ''
  const whole = JSON.stringify(document).replace(`"${MARK}"`, () => filled)
  return inner === null ? whole : JSON.stringify({ ...envelope, payload: whole })
}
