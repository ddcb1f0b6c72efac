// docs/api is what a running hub says of itself; each route has its words, its right and its errors; and what would break
// a program that is written already is found and named.
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import { beforeAll, describe, expect, test } from 'vitest'
import { breakingChanges } from '../support/api-changes.ts'
import { askDocuments, type Documents, keptDocument } from '../support/api-documents.ts'

interface Operation {
  readonly summary?: string
  readonly operationId?: string
  readonly responses?: Readonly<Record<string, unknown>>
  readonly 'x-portico-right'?: unknown
}
interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

let now: Documents
beforeAll(async () => {
  now = await askDocuments()
})

const openapi = (): OpenApi => now.openapi as OpenApi // cast: OpenAPI, as its own test sees
const operations = (): readonly (readonly [string, Operation])[] =>
  Object.entries(openapi().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  )

test('nothing that is kept is broken, and what is kept is what the hub says: else `npm run api`', () => {
  expect(breakingChanges(keptDocument('openapi'), now.openapi)).toEqual([])
  expect(now.openapi).toEqual(keptDocument('openapi'))
  expect(now.asyncapi).toEqual(keptDocument('asyncapi'))
})

test('each route has a summary, a right, a name of its own, an answer and errors', () => {
  expect(openapi().openapi).toBe('3.1.0')
  expect(operations().length).toBeGreaterThan(100)
  const lacking = operations().flatMap(([route, { summary, operationId, responses = {}, ...more }]) => {
    const lacks = [
      ...(summary === undefined ? ['summary'] : []),
      ...(operationId === undefined ? ['name'] : []),
      ...(more['x-portico-right'] === undefined ? ['right'] : []),
      ...('4XX' in responses && '5XX' in responses ? [] : ['errors']),
      ...(Object.keys(responses).some((status) => /^[23]/.test(status)) ? [] : ['answer']),
    ]
    return lacks.length === 0 ? [] : [`${route} lacks: ${lacks.join(', ')}`]
  })
  expect(lacking).toEqual([])
  const names = operations().map(([, { operationId }]) => operationId)
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
})

test('what is said of the sockets fits the schema that AsyncAPI publishes, and every message has a shape', () => {
  const schema: unknown = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json')
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    schema as object, // cast: a schema is an object
  )
  expect([check(now.asyncapi), check.errors]).toEqual([true, null])
  // cast: it has just been checked
  const { channels, operations: acts } = now.asyncapi as {
    readonly channels: Readonly<Record<string, { readonly messages: object }>>
    readonly operations: object
  }
  expect(Object.keys(channels)).toEqual(['live', 'events', 'camera', 'sound', 'talk'])
  expect(Object.keys(channels['live']?.messages ?? {})).toEqual(
    expect.arrayContaining(['ready', 'event', 'picture', 'alarm', 'ring', 'approve', 'deny', 'acknowledge']),
  )
  // Every reference leads somewhere.
  const refs = [...JSON.stringify({ channels, acts }).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, ref = '']) => ref,
  )
  const reach = (ref: string): unknown =>
    // cast: walked as an object of objects
    ref
      .split('/')
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], now.asyncapi)
  expect(refs.filter((ref) => reach(ref) === undefined)).toEqual([])
})

describe('a break is named', () => {
  const doors = (): Record<string, unknown> => structuredClone(now.openapi) as Record<string, unknown> // cast: a copy
  const edit = (from: string, to: string): unknown => {
    const before = JSON.stringify(doors())
    const after = before.replaceAll(from, to)
    if (after === before) throw new Error(`nothing like ${from}`)
    return JSON.parse(after)
  }
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      'a path that is gone',
      '"/api/v1/doors/{id}/lock"',
      '"/api/v1/doors/{id}/bolt"',
      'POST /api/v1/doors/{id}/lock is gone',
    ],
    ['a field that is gone', '"battery":', '"charge":', '.battery is gone'],
    [
      'a value that is taken no more',
      '"enum":["adult","child"]',
      '"enum":["adult"]',
      '"child" is taken no more',
    ],
    ['a shorter text', '"maxLength":128', '"maxLength":12', 'maxLength was 128 and is 12'],
    [
      'a type that is another',
      '"seq":{"type":"integer","minimum":0}',
      '"seq":{"type":"string"}',
      'was "integer" and is "string"',
    ],
    [
      'another right',
      '"x-portico-right":"known"',
      '"x-portico-right":"person"',
      'who may was "known" and is "person"',
    ],
  ]
  test.each(cases)('%s', (_title, from, to, words) => {
    expect(breakingChanges(now.openapi, edit(from, to)).join('\n')).toContain(words)
  })
  test('what is new breaks nothing', () => {
    const more = doors()
    more['paths'] = { ...(more['paths'] as object), '/api/v1/new': { get: {} } } // cast: an object of paths
    expect(breakingChanges(now.openapi, more)).toEqual([])
  })
})
