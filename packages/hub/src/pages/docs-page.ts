// The description of the API as a page for people: one answer, no script, nothing loaded. It is made from the same
// document that programs read.
import { createHash } from 'node:crypto'

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: unknown }[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }
  readonly responses?: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: unknown }>> }>
  >
  readonly 'x-portico-right'?: string | readonly string[]
  readonly 'x-portico-display'?: string
  readonly 'x-portico-face'?: string
}

/** As much of an OpenAPI document as the page shows. */
export interface Described {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string }
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Row {
  readonly route: string
  readonly operation: Operation
}

const style = `:root{color-scheme:light dark;--stone:#f3f2ee;--surface:#fff;--line:#d9d6ce;--ink:#15181c;--ink-2:#474d55;--blue:#0a58a8}
@media (prefers-color-scheme:dark){:root{--stone:#0e1013;--surface:#181b20;--line:#2f343b;--ink:#f2f1ed;--ink-2:#bfc3c9;--blue:#7db9ff}}
*{box-sizing:border-box}body{margin:0;background:var(--stone);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}
main{max-width:56rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}h1{font-size:1.625rem;letter-spacing:-.02em}h2{font-size:1.25rem;margin-top:2rem;text-transform:capitalize}
p,dd{color:var(--ink-2);margin:.25rem 0}a{color:var(--blue)}code,pre{font:.8125rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}pre{white-space:pre-wrap;margin:.25rem 0;color:var(--ink-2)}
details{background:var(--surface);border:1px solid var(--line);border-radius:14px;padding:0 1rem;margin:.5rem 0}summary{min-height:3rem;padding:.6rem 0;cursor:pointer}
summary code{font-weight:600;color:var(--ink)}dl{margin:0 0 1rem}dt{font-weight:600;margin-top:.5rem}nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}`

export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const text = (words: string): string => words.replaceAll(/[&<>"]/g, (mark) => marks[mark] ?? '')

/** Who may, in words. */
function rightWords(operation: Operation): string {
  const { 'x-portico-right': right, 'x-portico-display': display, 'x-portico-face': face } = operation
  const words = {
    anyone: 'anyone',
    known: 'anyone known',
    resident: 'whoever lives here',
    person: 'an adult of the home',
  }
  const who =
    typeof right === 'string'
      ? ((words as Readonly<Record<string, string>>)[right] ?? right) // cast: looked up by name
      : `an adult, or a token with ${(right ?? []).join(' and ')}`
  const screen = display === undefined ? '' : display === 'any' ? '; any display' : '; a display inside'
  const program = face === undefined ? '' : face === 'any' ? '; any face' : `; a face with ${face}`
  return who + screen + program
}

const SHAPE_MAX = 6_000

/** A schema as text, short: a shape for people, not for machines. */
function shape(schema: unknown, indent = ''): string {
  if (typeof schema !== 'object' || schema === null) return 'anything'
  // cast: read field by field, each looked at before it is used
  const part = schema as Readonly<Record<string, unknown>>
  const deeper = `${indent}  `
  const either = part['anyOf'] ?? part['oneOf']
  if (Array.isArray(either)) return either.map((each) => shape(each, indent)).join(' | ')
  if (Array.isArray(part['enum'])) return part['enum'].map((each) => JSON.stringify(each)).join(' | ')
  if ('const' in part) return JSON.stringify(part['const'])
  if (part['type'] === 'array') return `[ ${shape(part['items'], deeper)} ]`
  const properties = part['properties']
  if (typeof properties === 'object' && properties !== null) {
    const required: readonly unknown[] = Array.isArray(part['required']) ? part['required'] : []
    const lines = Object.entries(properties).map(
      ([name, each]) => `${deeper}${name}${required.includes(name) ? '' : '?'}: ${shape(each, deeper)}`,
    )
    return `{\n${lines.join('\n')}\n${indent}}`
  }
  const about = typeof part['description'] === 'string' ? ` (${part['description']})` : ''
  return `${typeof part['type'] === 'string' ? part['type'] : 'anything'}${about}`
}

function contentOf(content: Readonly<Record<string, { readonly schema?: unknown }>> | undefined): string {
  const [first] = Object.entries(content ?? {})
  if (!first) return '<p>no body</p>'
  const [type, { schema }] = first
  const words = type === 'application/json' ? shape(schema).slice(0, SHAPE_MAX) : type
  return `<pre>${text(words)}</pre>`
}

function rowOf({ route, operation }: Row): string {
  const asked = (operation.parameters ?? []).map((each) => `${each.name} (${each.in}): ${shape(each.schema)}`)
  const answers = Object.entries(operation.responses ?? {})
    .filter(([status]) => !/^[45]xx$/i.test(status))
    .map(([status, { content }]) => `<dt>${text(status)}</dt><dd>${contentOf(content)}</dd>`)
  return `<details><summary><code>${text(route)}</code><br>${text(operation.summary ?? '')}</summary><dl>
<dt>Who may</dt><dd>${text(rightWords(operation))}</dd>
${asked.length > 0 ? `<dt>Asked</dt><dd><pre>${text(asked.join('\n'))}</pre></dd>` : ''}
${operation.requestBody ? `<dt>Body</dt><dd>${contentOf(operation.requestBody.content)}</dd>` : ''}
${answers.join('\n')}</dl></details>`
}

export function docsPage({ info, paths = {} }: Described): string {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  )
  const groups = Map.groupBy(rows, ({ operation }) => operation.tags?.[0] ?? 'other')
  const tags = [...groups.keys()].toSorted()
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · ${text(info.title)}</title><style>${style}</style></head>
<body><main><h1>${text(info.title)} API, version ${text(info.version)}</h1>
<p>${text(info.description ?? '')}</p>
<p>For programs: <a href="/api/v1/openapi.json">OpenAPI</a>, <a href="/api/v1/asyncapi.json">AsyncAPI of the sockets</a>.</p>
<nav aria-label="Parts">${tags.map((tag) => `<a href="#${text(tag)}">${text(tag)}</a>`).join('')}</nav>
${tags.map((tag) => `<h2 id="${text(tag)}">${text(tag)}</h2>${(groups.get(tag) ?? []).map(rowOf).join('')}`).join('\n')}
</main></body></html>
`
}
