// Schemas to checks. Bodies are taken as they are; path and query are text and may become numbers.
import { type ErrorObject, type ValidateFunction, Ajv } from 'ajv'
import type { FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { httpError } from './http-errors.ts'

// The schemas are ours: that they are some is seen by a test, and not at the first request of each start.
const ours = { validateSchema: false, useDefaults: true } as const
const strictly = new Ajv({ ...ours, coerceTypes: false })
// Text like `1e400` becomes a number without end: with strict numbers no limit would look at it.
const fromText = new Ajv({ ...ours, coerceTypes: true, strictNumbers: false })

/** A schema becomes a check with its first request: all of them at once are a fifth of the time of a start. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let made: ValidateFunction | null = null
  const check = Object.assign(
    (value: unknown): boolean => {
      made ??= (httpPart === 'body' ? strictly : fromText).compile(schema)
      const fits = made(value)
      check.errors = made.errors ?? null
      return fits
    },
    // Fastify reads the reasons from the function.
    { errors: null as ErrorObject[] | null }, // cast: it holds none yet
  )
  return check
}

/** Names the field and what is asked of it, never the value that came. */
export function faultWords(
  errors: readonly (FastifySchemaValidationError | ErrorObject)[] | null | undefined,
  part: string,
): string {
  const [first] = errors ?? []
  if (!first) return `${part} does not fit`
  const { missingProperty, additionalProperty } = first.params
  const field = first.instancePath.replaceAll('/', '.')
  if (typeof missingProperty === 'string') return `${part}${field}.${missingProperty} is missing`
  if (typeof additionalProperty === 'string') return `${part}${field} knows no such field`
  return `${part}${field} ${first.message ?? 'does not fit'}`
}

/** A check for what comes by a socket, made with the first of it. @throws HubError `HUB_HTTP_BODY` from the function it gives. */
export function reader<Schema extends TSchema>(schema: Schema): (message: unknown) => Static<Schema> {
  let made: ValidateFunction | null = null
  return (message) => {
    const validate = (made ??= strictly.compile(schema))
    if (!validate(message)) throw httpError('HUB_HTTP_BODY', faultWords(validate.errors, 'message'))
    // cast: it was checked by the schema just now
    return message as Static<Schema>
  }
}
