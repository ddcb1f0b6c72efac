// Reads fields of a foreign JSON body: what is not there, or not as it should be, was not told.

/** Longer texts than any of these sources has a use for. */
const TEXT_MAX = 200
/** Words that are searched for places and reasons; what stands behind these is not looked at. */
const WORDS_MAX = 2_000
/** Longer lists come from nobody who means it; half of one could be the wrong half. */
const LIST_MAX = 2_000
const URL_MAX = 2_000

export type Fields = Readonly<Record<string, unknown>>

const nothing: Fields = {}

/** The value as an object; anything else is an object that says nothing. */
export function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing
  // cast: an object's members are unknown until each is read.
  return value as Fields
}

export const fieldOf = (fields: Fields, name: string): unknown =>
  Object.hasOwn(fields, name) ? fields[name] : undefined

/** The object at the end of a path of names. */
export const within = (fields: Fields, ...path: readonly string[]): Fields =>
  path.reduce((at, name) => fieldsOf(fieldOf(at, name)), fields)

export function listOf(fields: Fields, name: string): readonly Fields[] {
  const value = fieldOf(fields, name)
  return Array.isArray(value) && value.length <= LIST_MAX ? value.map(fieldsOf) : []
}

/** A text with something in it, at most 200 characters, without lone surrogates: nothing behind it can keep those. */
export function textOf(fields: Fields, name: string): string | null {
  const value = fieldOf(fields, name)
  if (typeof value !== 'string' || value.length > TEXT_MAX * 2) return null
  const text = value.trim().toWellFormed()
  return text === '' || text.length > TEXT_MAX ? null : text
}

/** A word of a vendor's own list, letter by letter: with a space before it, it is another one. */
export function codeOf(fields: Fields, name: string): string | null {
  const value = fieldOf(fields, name)
  return typeof value === 'string' && value !== '' && value.length <= TEXT_MAX ? value : null
}

/** Words for people, to be searched; codes of a vendor are searched like words: `PARCEL_LOCKER` names a place. */
export const wordsOf = (fields: Fields, ...names: readonly string[]): string =>
  names
    .map((name) => fieldOf(fields, name))
    .filter((value) => typeof value === 'string')
    .map((text) => text.slice(0, WORDS_MAX))
    .join(' . ')
    .replaceAll('_', ' ')

/** An address by which nothing is fetched here: https, and nobody's name or password in it. */
export function urlOf(fields: Fields, name: string): string | null {
  const value = fieldOf(fields, name)
  if (typeof value !== 'string' || value.length > URL_MAX) return null
  const url = URL.parse(value)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null
}

/** Degrees; null: not told, or no place on this earth. */
export function placeOf(fields: Fields, lat: string, lon: string): { lat: number; lon: number } | null {
  const [north, east] = [fieldOf(fields, lat), fieldOf(fields, lon)]
  if (typeof north !== 'number' || typeof east !== 'number') return null
  return Math.abs(north) <= 90 && Math.abs(east) <= 180 ? { lat: north, lon: east } : null
}

/** The JSON inside a text; undefined when it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
