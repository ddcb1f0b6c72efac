// Reads fields of a foreign JSON body: what is not there, or not as it should be, was not told.

/** Longer texts than any of these sources has a use for. */
const TEXT_MAX = 200

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

export function listOf(fields: Fields, name: string): readonly Fields[] {
  const value = fieldOf(fields, name)
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

/** A text with something in it, at most 200 characters, without lone surrogates: nothing behind it can keep those. */
export function textOf(fields: Fields, name: string): string | null {
  const value = fieldOf(fields, name)
  if (typeof value !== 'string') return null
  const text = value.trim().toWellFormed()
  return text === '' || text.length > TEXT_MAX ? null : text
}

/** Words for people: as long as they come, for they are only searched. */
export function wordsOf(fields: Fields, name: string): string {
  const value = fieldOf(fields, name)
  return typeof value === 'string' ? value : ''
}
