// The one spelling of a JSON value that is hashed: RFC 8785 (JSON Canonicalization Scheme).

/** Deeper than any line of ours; keeps hostile nesting off the stack. */
const DEPTH_MAX = 32

/**
 * Canonical JSON: members sorted by UTF-16 code units, numbers and strings as ECMAScript prints them, no spaces.
 * A member that is `undefined` is left out, as JSON does; whatever else JSON cannot hold is refused.
 *
 * @throws TypeError for a number that is not finite, a lone surrogate (RFC 8785, 3.2.2.2), an object with a class,
 * a function, `bigint` or `undefined` as a value, and nesting deeper than 32.
 */
export function canonicalJson(value: unknown): string {
  return spell(value, 0)
}

function spell(value: unknown, depth: number): string {
  if (depth > DEPTH_MAX) throw new TypeError(`nested deeper than ${DEPTH_MAX}`)
  switch (typeof value) {
    case 'string':
      return spellText(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('a number that is not finite')
      return JSON.stringify(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value)
        ? `[${value.map((item: unknown) => spell(item, depth + 1)).join(',')}]`
        : spellObject(value, depth)
    default:
      throw new TypeError(`${typeof value} is no JSON value`)
  }
}

function spellText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate in a text')
  return JSON.stringify(text)
}

function spellObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('an object with a class')
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${spellText(name)}:${spell(member, depth + 1)}`).join(',')}}`
}
