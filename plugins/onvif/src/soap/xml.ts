// XML as a camera sends it, read within bounds: no document type, no entities but the five of XML and plain numbers, and
// not deeper than any answer is. Names are told without their prefix, which each maker chooses anew.
import { XMLParser } from 'fast-xml-parser'
import { onvifError } from '../errors.ts'

export interface XmlNode {
  /** Without prefix. */
  readonly name: string
  /** The namespace that its prefix stands for; empty: none. */
  readonly space: string
  /** By name without prefix. */
  readonly attributes: ReadonlyMap<string, string>
  /** Its own text, trimmed. */
  readonly text: string
  readonly children: readonly XmlNode[]
}

/** Deeper than any answer of the ONVIF schemas. */
const DEPTH_MAX = 48

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: DEPTH_MAX,
})

type Loose = Readonly<Record<string, unknown>>
type Spaces = ReadonlyMap<string, string>

/** The outermost element. @throws HubError `HUB_ONVIF_ANSWER` */
export function parseXml(text: string): XmlNode {
  // A document type can name entities that stand for gigabytes or for files; no answer needs one.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw unreadable('it defines entities of its own')
  let rows: unknown
  try {
    rows = parser.parse(text, true)
  } catch (error) {
    throw unreadable(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no XML', error)
  }
  const [root] = nodesIn(rows, new Map())
  if (!root) throw unreadable('there is nothing in it')
  return root
}

const unreadable = (why: string, cause?: unknown): Error =>
  onvifError('HUB_ONVIF_ANSWER', `the answer is not readable as XML: ${why.slice(0, 120)}`, cause)

function nodesIn(rows: unknown, spaces: Spaces): XmlNode[] {
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: Loose) => {
    const name = Object.keys(row).find((key) => key !== ':@' && key !== '#text')
    return name === undefined ? [] : [nodeOf(name, row, spaces)]
  })
}

function nodeOf(name: string, row: Loose, outer: Spaces): XmlNode {
  const given = Object.entries(isLoose(row[':@']) ? row[':@'] : {}).map(
    ([key, value]) => [key, decoded(String(value))] as const,
  )
  const declared = given.flatMap(([key, value]) =>
    key === 'xmlns'
      ? [['', value] as const]
      : key.startsWith('xmlns:')
        ? [[key.slice(6), value] as const]
        : [],
  )
  const spaces = declared.length === 0 ? outer : new Map([...outer, ...declared])
  const inner = row[name]
  const [prefix, local] = split(name)
  return {
    name: local,
    space: spaces.get(prefix) ?? '',
    attributes: new Map(given.map(([key, value]) => [split(key)[1], value])),
    text: textIn(inner),
    children: nodesIn(inner, spaces),
  }
}

function split(name: string): readonly [string, string] {
  const at = name.indexOf(':')
  return at < 0 ? ['', name] : [name.slice(0, at), name.slice(at + 1)]
}

function textIn(rows: unknown): string {
  if (!Array.isArray(rows)) return ''
  const parts = rows.flatMap((row: Loose) => (typeof row['#text'] === 'string' ? [row['#text']] : []))
  return decoded(parts.join('')).trim()
}

const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const CODE_POINT_MAX = 0x10ffff

/** The five entities of XML and numbered characters; what is none stays as it stands. */
const decoded = (text: string): string =>
  text.replaceAll(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w{1,8});/gi, (whole) => signOf(whole.slice(1, -1)) ?? whole)

function signOf(entity: string): string | undefined {
  if (!entity.startsWith('#')) return Object.hasOwn(entities, entity) ? entities[entity] : undefined
  const code = Number(/^#x/i.test(entity) ? `0x${entity.slice(2)}` : entity.slice(1))
  return code > 0 && code <= CODE_POINT_MAX ? String.fromCodePoint(code) : undefined
}

/** The first child of that name, then its first child of the next name, and so on. */
export function find(node: XmlNode | null, ...names: readonly string[]): XmlNode | null {
  return names.reduce<XmlNode | null>(
    (at, name) => at?.children.find((child) => child.name === name) ?? null,
    node,
  )
}

export const childrenOf = (node: XmlNode | null, name: string): readonly XmlNode[] =>
  node?.children.filter((child) => child.name === name) ?? []

/** The text at the end of the path; null when there is none. */
export function textAt(node: XmlNode | null, ...names: readonly string[]): string | null {
  const text = find(node, ...names)?.text ?? ''
  return text === '' ? null : text
}

export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
