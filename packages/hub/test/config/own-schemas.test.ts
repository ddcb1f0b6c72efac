// Goal: every schema of ours is one. The hub takes that for granted, so that no start is spent on it. Method: the schemas
// of messages and settings, and those of every plugin that comes with Portico, held to the schema of schemas.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as protocol from '@portico/protocol'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'

const ajv = new Ajv()
const plugins = resolve(import.meta.dirname, '../../../../plugins')

const isSchema = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value || 'enum' in value)

/** What of these is a schema, by name, and is none. */
const wrong = (named: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(named).flatMap(([name, schema]) =>
    isSchema(schema) && ajv.validateSchema(schema) !== true ? [`${name}: ${ajv.errorsText()}`] : [],
  )

test('messages and settings', () => {
  expect(Object.values(protocol).filter(isSchema).length).toBeGreaterThan(80)
  expect(wrong({ ...protocol })).toEqual([])
})

test.for(readdirSync(plugins).filter((name) => existsSync(join(plugins, name, 'src/config.ts'))))(
  'options of %s',
  async (name) => {
    const config: unknown = await import(join(plugins, name, 'src/config.ts'))
    // cast: the data of a plugin gives one schema for each kind of its devices, that of a bridge one alone
    const { configSchema } = config as { readonly configSchema: Readonly<Record<string, unknown>> }
    const schemas = isSchema(configSchema) ? { all: configSchema } : configSchema
    expect(Object.values(schemas).filter(isSchema).length).toBeGreaterThan(0)
    expect(wrong(schemas)).toEqual([])
  },
)
