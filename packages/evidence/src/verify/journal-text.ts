// Reads one written line. A journal line is written as `JSON.stringify(line)`: one spelling, each name once, so that
// no two readers can see different things in the same bytes.
import type { JournalLine, JournalWriter } from '@portico/core'

/** Bytes of one written line; `sealLine` keeps its lines below. */
export const LINE_BYTES_MAX = 256 * 1024

/** A line of another session in an evidence file: its content is withheld, its place in the chain is not. */
export interface Stub {
  readonly withheld: true
  readonly seq: number
  readonly prev: string
  readonly hash: string
}

export type Reading =
  | { readonly kind: 'line'; readonly line: JournalLine }
  | { readonly kind: 'stub'; readonly stub: Stub }
  | { readonly kind: 'bad'; readonly why: 'unreadable' | 'field'; readonly words: string }

const hexHash = /^[0-9a-f]{64}$/
const writers: ReadonlySet<unknown> = new Set<JournalWriter>(['hub', 'edge', 'sim'])

const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isNameOrNull = (value: unknown): boolean => value === null || isName(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0
const isTime = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
/** A SHA-256 as we write it: 64 lower-case hex digits. */
export const isHash = (value: unknown): value is string => typeof value === 'string' && hexHash.test(value)

type Check = (value: unknown) => boolean
type Fields = Readonly<Record<string, Check>>

const lineFields: Fields = {
  v: (value) => value === 1,
  home: isName,
  seq: isCount,
  boot: isName,
  epoch: isCount,
  mono: isTime,
  wall: isTime,
  writer: (value) => writers.has(value),
  door: isNameOrNull,
  session: isNameOrNull,
  type: isName,
  cause: isName,
  lag: (value) => isTime(value) && Number(value) >= 0,
  data: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  prev: isHash,
  hash: isHash,
} satisfies Record<keyof JournalLine, Check>

const stubFields: Fields = {
  withheld: (value) => value === true,
  seq: isCount,
  prev: isHash,
  hash: isHash,
} satisfies Record<keyof Stub, Check>

/** The first field that is missing, unknown or of another kind; null when every field is right. */
function wrongField(value: object, fields: Fields): string | null {
  const found = new Map<string, unknown>(Object.entries(value))
  for (const [name, fits] of Object.entries(fields)) if (!fits(found.get(name))) return name
  for (const name of found.keys()) if (!Object.hasOwn(fields, name)) return name
  return null
}

function parse(text: string | null): object | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || JSON.stringify(value) !== text) return null
    return value
  } catch {
    // JSON.parse throws on what is no JSON, JSON.stringify on nesting that fills the stack.
    return null
  }
}

/** Never throws; stubs are read only where the caller says they may stand. */
export function readJournalText(text: string | null, stubsAllowed: boolean): Reading {
  const value = parse(text)
  if (value === null)
    return {
      kind: 'bad',
      why: 'unreadable',
      words: 'it is no JSON object in the spelling the hub writes: one object, no spaces, each name once',
    }
  const isStub = stubsAllowed && Object.hasOwn(value, 'withheld')
  const wrong = wrongField(value, isStub ? stubFields : lineFields)
  if (wrong !== null)
    return {
      kind: 'bad',
      why: 'field',
      words: `its field ${JSON.stringify(wrong.slice(0, 40))} is not as it must be`,
    }
  // cast: every field was checked above, and there is no other.
  return isStub ? { kind: 'stub', stub: value as Stub } : { kind: 'line', line: value as JournalLine }
}
