// Alexa's published schema of messages, where its path is given: its licence keeps it out of this repository.
import { readFileSync } from 'node:fs'
import * as draft04 from 'ajv-draft-04'

const NAME = 'PORTICO_TEST_ALEXA_SCHEMA'

/** As it is published it has one, and no parser takes it. */
const STRAY_COMMA = /,(\s*[}\]])/g

/** In words; empty without a schema, which is said once. */
export function schemaFaultsOf(messages: readonly unknown[]): readonly string[] {
  const path = process.env[NAME]
  if (path === undefined || path === '') {
    console.warn(`${NAME} is not set: Alexa's messages were not held against her schema`)
    return []
  }
  // cast: the published draft-04 schema, which this library compiles or refuses
  const schema = JSON.parse(readFileSync(path, 'utf8').replaceAll(STRAY_COMMA, '$1')) as object
  const validate = new draft04.default.default({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    validateFormats: false,
  }).compile(schema)
  return messages.flatMap((message) =>
    validate(message)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message: why }) => `${instancePath} ${why}`),
  )
}
