// Header and body as they were signed (RFC 6376 section 3.4). Texts are Latin-1: each character is a byte.
import type { HeaderField } from '../read/header-fields.ts'
import type { Canonical } from './dkim-signature.ts'

/** Without the line break behind it. */
export function canonicalField({ name, raw }: HeaderField, way: Canonical): string {
  if (way === 'simple') return raw
  const value = raw
    .slice(raw.indexOf(':') + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .replace(/^ /, '')
    .replace(/ $/, '')
  return `${name}:${value}`
}

/** Every line ends with CR LF, whatever its server made of it. */
export function canonicalBody(body: Buffer, way: Canonical): string {
  const lines = body.toString('latin1').split(/\r?\n/)
  // What stands behind the last line break is a line only where something stands there.
  if (lines.at(-1) === '') lines.pop()
  const each = way === 'simple' ? lines : lines.map(relaxedLine)
  let end = each.length
  while (end > 0 && each[end - 1] === '') end -= 1
  if (end > 0) return `${each.slice(0, end).join('\r\n')}\r\n`
  return way === 'simple' ? '\r\n' : ''
}

function relaxedLine(line: string): string {
  const single = line.replaceAll(/[ \t]+/g, ' ')
  return single.endsWith(' ') ? single.slice(0, -1) : single
}

/**
 * The fields that `h=` names, each the lowest that was not taken yet; one that is not there counts as nothing, and that
 * is signed as well (section 5.4.2).
 */
export function signedFields(
  fields: readonly HeaderField[],
  names: readonly string[],
): readonly HeaderField[] {
  const left = fields.toReversed()
  const taken = new Set<HeaderField>()
  return names.flatMap((name) => {
    const found = left.find((field) => field.name === name && !taken.has(field))
    if (found) taken.add(found)
    return found ?? []
  })
}
