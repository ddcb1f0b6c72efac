// What a replay was expected to give: a file beside the messages names them, and of each any of the fields that
// `portico parse` prints. A field that stands there is compared, and every difference is told.
import { isDeepStrictEqual } from 'node:util'
import { hubError } from '../errors.ts'
import type { Replayed } from './replay-messages.ts'

type Fields = Readonly<Record<string, unknown>>

export type Expected = ReadonlyMap<string, Fields>

/** What a reading may tell; other fields are of other tests and are not looked at. */
const compared: ReadonlySet<string> = new Set([
  'source',
  'carrier',
  'status',
  'trackingNumbers',
  'occurredAt',
  'eventId',
  'orderId',
  'window',
  'elsewhere',
  'signedBy',
  'photo',
  'photoUrl',
  'kind',
  'action',
  'mustNotUnlock',
  'result',
  'why',
])

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Either by file, or the same under `files`. @throws HubError `HUB_COMMAND_FILE` */
export function readExpected(text: string): Expected {
  try {
    const value: unknown = JSON.parse(text)
    const files = isFields(value) && isFields(value['files']) ? value['files'] : value
    if (isFields(files) && Object.values(files).every(isFields))
      // cast: looked at in the line above
      return new Map(Object.entries(files as Readonly<Record<string, Fields>>))
  } catch {
    // Told below.
  }
  throw hubError('HUB_COMMAND_FILE', 'expected.json must name the files, and of each what it says')
}

/** One line for each difference. */
export function differences(expected: Expected, replayed: readonly Replayed[]): readonly string[] {
  const told = replayed.flatMap((each) => {
    const wanted = expected.get(each.file)
    if (!wanted) return []
    // cast: a reading is told field by field
    const [reading = {}] = each.readings as readonly Fields[]
    const got: Fields = { ...reading, result: each.result, why: each.why }
    return Object.entries(wanted)
      .filter(([field, value]) => compared.has(field) && !isDeepStrictEqual(got[field], value))
      .map(
        ([field, value]) =>
          `${each.file}: ${field} is ${JSON.stringify(got[field])}, expected ${JSON.stringify(value)}`,
      )
  })
  const seen = new Set(replayed.map(({ file }) => file))
  const missing = [...expected.keys()].filter((file) => !seen.has(file))
  return [...told, ...missing.map((file) => `${file}: expected, and was not replayed`)]
}
