// What the receiving server says it found (RFC 8601). Anybody can write such a header, so only the topmost one that bears
// the server's own name counts, and it alone arms nothing.
import { type HeaderField, type Sender, isWithin, valueOf } from '../read/header-fields.ts'

interface Result {
  readonly method: string
  readonly result: string
  readonly properties: ReadonlyMap<string, string>
}

const VALUE_MAX = 8_000

/** Comments and quoted texts could hold anything. */
const withoutComments = (text: string): string => {
  let bare = text.replaceAll(/"[^"]*"/g, '')
  for (let at = 0; at < 4 && bare.includes('('); at++) bare = bare.replaceAll(/\([^()]*\)/g, ' ')
  return bare
}

function read(field: HeaderField): { readonly host: string; readonly results: readonly Result[] } | null {
  const value = valueOf(field)
  if (value.length > VALUE_MAX) return null
  const [first = '', ...rest] = withoutComments(value).split(';')
  const host = /^\s*([A-Za-z0-9.-]{1,253})(?:\s+\d+)?\s*$/.exec(first)?.[1]
  if (host === undefined) return null
  const results = rest.flatMap((part): readonly Result[] => {
    const [head = '', ...words] = part.trim().split(/\s+/)
    const found = /^([A-Za-z-]{1,32})(?:\/\d+)?=([a-z]{1,16})$/.exec(head)
    if (!found) return []
    const properties = words.flatMap((word): readonly (readonly [string, string])[] => {
      const equals = word.indexOf('=')
      return equals < 0 ? [] : [[word.slice(0, equals).toLowerCase(), word.slice(equals + 1).toLowerCase()]]
    })
    return [
      { method: found[1]?.toLowerCase() ?? '', result: found[2] ?? '', properties: new Map(properties) },
    ]
  })
  return { host: host.toLowerCase(), results }
}

export interface HeaderFacts {
  readonly fields: readonly HeaderField[]
  readonly sender: Sender
  /** Names by which the owner's own server signs; none: nothing is believed. */
  readonly receivers: readonly string[]
}

/** Whether the own server found the mail to be from its sender. */
export function headerVouches({ fields, sender, receivers }: HeaderFacts): boolean {
  const own = fields
    .filter(({ name }) => name === 'authentication-results')
    .flatMap((field) => read(field) ?? [])
    .find(({ host }) => receivers.includes(host))
  const vouches = (name: string, { properties }: Result): boolean => {
    const domain = properties.get(name)?.replace(/^@/, '')
    return domain !== undefined && domain !== '' && isWithin(sender.domain, domain)
  }
  return (
    own?.results.some(
      (each) =>
        each.result === 'pass' &&
        ((each.method === 'dmarc' && vouches('header.from', each)) ||
          (each.method === 'dkim' && vouches('header.d', each))),
    ) ?? false
  )
}
