// The spelling of a line that is hashed: canonical JSON (RFC 8785), written anew from the RFC.

const DEPTH_MAX = 32

function spell(value: unknown, depth: number): string {
  if (depth > DEPTH_MAX) throw new TypeError('nested too deep')
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('not a finite number')
  if (Array.isArray(value)) return `[${value.map((item) => spell(item, depth + 1)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${spell(member, depth + 1)}`)
  return `{${members.join(',')}}`
}

/**
 * What `hash` is taken over: the line without `hash`, keys sorted by UTF-16 code units, no spaces.
 *
 * @throws TypeError for what JSON cannot hold and for nesting deeper than 32.
 */
export function spelled(line: object): string {
  const { hash: _, ...rest } = line as { hash?: unknown } // cast: any object may lack the member that is left out
  return spell(rest, 0)
}
