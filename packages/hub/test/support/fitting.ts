// Holds what came over the wire to its schema. Views are built field by field and go out unchecked: tests check them.
import { Ajv } from 'ajv'

const ajv = new Ajv({ strict: false, allErrors: true })
const checks = new WeakMap<object, ReturnType<typeof ajv.compile>>()

/** What does not fit, in words; empty when everything does. */
export function misfits(schema: object, value: unknown): string[] {
  const check = checks.get(schema) ?? ajv.compile(schema)
  checks.set(schema, check)
  return check(value)
    ? []
    : (check.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      )
}
