// One line of an export as an outsider reads it (safety design 1.9). Written from the format alone: nothing of the hub
// is imported, so that a mistake of the hub cannot be a mistake of its judge.

export interface Line {
  readonly v: number
  readonly home?: string
  /** 0, 1, 2 … without a gap. */
  readonly seq: number
  /** Boot id of the machine; `mono` is comparable within one. */
  readonly boot: string
  /** How often the hub was started on this data. */
  readonly epoch: number
  /** Ms, may be fractional. */
  readonly mono: number
  /** Unix ms as the hub believed. */
  readonly wall: number
  readonly writer: string
  readonly door: string | null
  readonly session: string | null
  readonly type: string
  readonly cause: string
  /** Ms the decided command had waited. */
  readonly lag: number
  readonly data: Readonly<Record<string, unknown>>
  readonly prev: string
  readonly hash: string
}

const fields = ['boot', 'writer', 'type', 'cause', 'prev', 'hash'] as const
const numbers = ['seq', 'epoch', 'mono', 'wall', 'lag'] as const
const names = ['door', 'session'] as const

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with a value that should be a line; null when nothing is. Unknown types and more fields are fine. */
export function faultOf(value: unknown): string | null {
  if (!isRecord(value)) return 'no JSON object'
  if (value['v'] !== 1) return 'v is not 1'
  for (const name of fields) if (typeof value[name] !== 'string') return `${name} is no text`
  for (const name of numbers) if (!Number.isFinite(value[name])) return `${name} is no number`
  for (const name of names)
    if (value[name] !== null && typeof value[name] !== 'string') return `${name} is neither text nor null`
  return isRecord(value['data']) ? null : 'data is no object'
}

/** A text in the data of a line, or null. */
export function text(line: Line, name: string): string | null {
  const value = line.data[name]
  return typeof value === 'string' ? value : null
}

/** A number in the data of a line, or null. */
export function number(line: Line, name: string): number | null {
  const value = line.data[name]
  return typeof value === 'number' ? value : null
}

/** The texts in a list in the data of a line; none where there is no list. */
export function texts(line: Line, name: string): readonly string[] {
  const value = line.data[name]
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}

/** Whether the data say true. Whatever else stands there is not true. */
export const isTrue = (line: Line, name: string): boolean => line.data[name] === true

/** What only a simulator writes: the truth of the house, which no hub knows. */
export const isTruth = ({ type }: Line): boolean => type === 'World' || type === 'End'
