// The header of a mail as it came, field by field: trust and reading look at the same one, so that no two parsers can be
// shown two different senders.
import { headerEnd } from './mail-limits.ts'

export interface HeaderField {
  /** Lower case. */
  readonly name: string
  /** Name, colon and value, exactly as they came, without the last line break. */
  readonly raw: string
}

const FIELDS_MAX = 500

/** Latin-1, so that each byte stays one character. Empty when the header has no end or is none. */
export function headerFields(raw: Uint8Array): readonly HeaderField[] {
  const end = headerEnd(raw)
  if (end < 0) return []
  const text = Buffer.from(raw.buffer, raw.byteOffset, end).toString('latin1')
  const fields: string[] = []
  for (const line of text.split('\n')) {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    const last = fields.length - 1
    if (/^[ \t]/.test(bare) && last >= 0) fields[last] = `${fields[last] ?? ''}\r\n${bare}`
    else if (bare !== '') fields.push(bare)
    if (fields.length > FIELDS_MAX) return []
  }
  return fields.flatMap((field) => {
    const colon = field.indexOf(':')
    const name = colon < 0 ? '' : field.slice(0, colon).trim().toLowerCase()
    return /^[!-9;-~]+$/.test(name) ? [{ name, raw: field }] : []
  })
}

/** Unfolded and trimmed. */
export const valueOf = ({ raw }: HeaderField): string =>
  raw
    .slice(raw.indexOf(':') + 1)
    .replaceAll(/\r\n(?=[ \t])/g, '')
    .trim()

/** The one value of that name; null: there is none, or more than one, which no true sender writes (RFC 5322 section 3.6). */
export function onlyValue(fields: readonly HeaderField[], name: string): string | null {
  const found = fields.filter((field) => field.name === name)
  const [first] = found
  return found.length === 1 && first ? valueOf(first) : null
}

export interface Sender {
  /** Before the at sign, lower case. */
  readonly local: string
  /** Lower case. */
  readonly domain: string
}

const ADDRESS = /^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$/

/**
 * Whom the mail says it is from. null: not exactly one plain address, by the strictest reading: what two readers could
 * read differently is nobody's.
 */
export function senderOf(fields: readonly HeaderField[]): Sender | null {
  const value = onlyValue(fields, 'from')
  if (value === null || value.length > 1_000) return null
  const bare = value.replaceAll(/"(?:[^"\\]|\\.)*"/g, ' ').trim()
  if (/[(),;:"\\]/.test(bare)) return null
  const angled = /^[^<>]*<([^<>]*)>$/.exec(bare)
  const found = ADDRESS.exec(angled?.[1]?.trim() ?? bare)
  if (!found) return null
  const [, local = '', domain = ''] = found
  if (domain.includes('..')) return null
  return { local: local.toLowerCase(), domain: domain.toLowerCase() }
}

/** The same domain or a part of it. */
export const isWithin = (domain: string, parent: string): boolean =>
  domain === parent || domain.endsWith(`.${parent}`)
