// What must hold in the sentences of a policy beside their schema: spans have both ends, names lead to something, and no
// id stands twice. The settings file and the pages are held to the same.
import { didYouMean } from './nearest-name.ts'
import type { SchemaFault } from './schema-faults.ts'

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export interface SentenceOrder {
  readonly sentences: unknown
  /** Where they stand. */
  readonly path: SchemaFault['path']
  /** Ids of the doors that exist. */
  readonly doors: readonly string[]
}

const SHUT: readonly unknown[] = ['porch', 'refuse']

function faultsOf(sentence: Loose, doors: readonly string[]): readonly (readonly [string, string])[] {
  const { door, from, to, place, mode } = sentence
  const faults: (readonly [string, string])[] = []
  if ((from === undefined) !== (to === undefined))
    faults.push([from === undefined ? 'to' : 'from', 'a span needs `from` and `to`'])
  if (from === '24:00') faults.push(['from', 'no day begins at 24:00: write 00:00'])
  if (from !== undefined && from === to) faults.push(['to', 'the span is empty: name another end'])
  if (typeof door === 'string' && !doors.includes(door))
    faults.push(['door', `no door "${door}"${didYouMean(door, doors)}`])
  if (SHUT.includes(place) && mode !== undefined && mode !== 'owner')
    faults.push(['mode', 'nothing is opened there: leave it out'])
  return faults
}

export function sentenceFaults({ sentences, path, doors }: SentenceOrder): readonly SchemaFault[] {
  const list: readonly unknown[] = Array.isArray(sentences) ? sentences : []
  const ids = list.map((each) => (isLoose(each) ? each['id'] : undefined))
  return list.flatMap((each, at): readonly SchemaFault[] => {
    if (!isLoose(each)) return []
    const id = ids[at]
    const isTwice = typeof id === 'string' && ids.indexOf(id) !== at
    return [
      ...(isTwice
        ? [{ path: [...path, at, 'id'], message: `"${id}" stands here twice: name it otherwise` }]
        : []),
      ...faultsOf(each, doors).map(([key, message]) => ({ path: [...path, at, key], message })),
    ]
  })
}

/** Of the settings file, whatever else is wrong in it. */
export function policyFaults(value: unknown, doors: readonly (string | null)[]): readonly SchemaFault[] {
  const policy = isLoose(value) ? value['policy'] : undefined
  const sentences = isLoose(policy) ? policy['sentences'] : undefined
  const named = doors.flatMap((id) => id ?? [])
  return sentenceFaults({ sentences, path: ['policy', 'sentences'], doors: named })
}
