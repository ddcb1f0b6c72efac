// The settings as YAML: parsed within bounds, with the line of every key.
import {
  LineCounter,
  type Node,
  type Pair,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml'
import type { Document } from 'yaml'
import type { KeyPath, SettingsFault } from './settings-fault.ts'

export interface SettingsDocument {
  /** Plain data; undefined when the text is no YAML. */
  readonly value: unknown
  readonly faults: readonly SettingsFault[]
  /** Of a key, or of the nearest thing around it that stands in the file. */
  readonly lineOf: (path: KeyPath) => number | null
}

/** Aliases may name a thing this often; a few lines could stand for gigabytes otherwise. */
const ALIASES_MAX = 50

export function parseSettings(text: string): SettingsDocument {
  const lines = new LineCounter()
  // What the library would warn of on the console is told as a fault of its place.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: 'error',
  })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const lineOf = (path: KeyPath): number | null => {
    const offset = offsetOf(document, path)
    return offset === null ? null : lineAt(offset)
  }
  const faults = firstOfLine(
    [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
      line: lineAt(pos[0]),
      path: [],
      message: wordsFor(code, message),
    })),
  )
  if (faults.length > 0) return { value: undefined, faults, lineOf }
  const dangling = aliasFaults(document, lineAt)
  if (dangling.length > 0) return { value: undefined, faults: dangling, lineOf }
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX })
    return { value, faults, lineOf }
  } catch {
    const message = `too many aliases: write the values out (at most ${ALIASES_MAX} are followed)`
    return { value: undefined, faults: [{ line: null, path: [], message }], lineOf }
  }
}

/** Behind the first fault of a line the parser only stumbles on. */
function firstOfLine(faults: readonly SettingsFault[]): SettingsFault[] {
  const seen = new Set<number | null>()
  return faults.filter(({ line }) => !seen.has(line) && seen.add(line))
}

const NO_ANCHOR = 'an alias to nothing: name an anchor above it'

/** An alias must lead to a value before it, and not to one that it is a part of: that would have no end. */
function aliasFaults(document: Document.Parsed, lineAt: (offset: number) => number): SettingsFault[] {
  const anchors = new Map<string, Node>()
  const faults: SettingsFault[] = []
  visit(document, {
    Node(_, node, above) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node)
        return
      }
      const source = anchors.get(node.source)
      if (source !== undefined && !above.includes(source)) return
      const message = source === undefined ? NO_ANCHOR : 'an alias to what it stands in: write the value out'
      faults.push({ line: lineAt(node.range?.[0] ?? 0), path: [], message })
    },
  })
  return faults
}

function wordsFor(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands here twice: remove one'
    case 'TAB_AS_INDENT':
      return 'indented by a tab: use spaces'
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: one file holds one home'
    case 'BAD_ALIAS':
      return NO_ANCHOR
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply: write it flatter'
    default:
      return `not readable as YAML: ${message.split('\n')[0] ?? ''}`
  }
}

type Item = Node | Pair | null

function offsetOf(document: Document.Parsed, path: KeyPath): number | null {
  let node: Item = document.contents
  let offset = rangeStart(node)
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (each) => isScalar(each.key) && String(each.key.value) === String(key),
      )
      if (!pair) break
      offset = rangeStart(asNode(pair.key)) ?? offset
      node = asNode(pair.value)
    } else if (isSeq(node)) {
      node = asNode(typeof key === 'number' ? node.items[key] : undefined)
      if (node === null) break
      offset = rangeStart(node) ?? offset
    } else break
  }
  return offset
}

// cast: keys, values and items of a parsed document are nodes, pairs or nothing
const asNode = (value: unknown): Item => (value ?? null) as Item

function rangeStart(node: Item): number | null {
  if (node === null || isPair(node)) return null
  return node.range?.[0] ?? null
}
