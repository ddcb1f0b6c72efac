// Holds a value to a schema and says in words what does not fit: the key, the limit, the nearest name that fits.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { didYouMean } from './nearest-name.ts'
import type { KeyPath } from './settings-fault.ts'

export interface SchemaFault {
  readonly path: KeyPath
  readonly message: string
}

/** What of a schema is looked at for words. */
interface Facts {
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Facts[]
  readonly properties?: Readonly<Record<string, Facts>>
}

// Unknown keywords of a foreign schema are no reason to refuse it; its defaults are for its own reader. A schema with an
// id is not kept under it: the same plugin may be read twice. Our own schemas are held to theirs by a test: at each start
// that took as long as everything else that is done with the settings.
const ajv = new Ajv({
  validateSchema: false,
  allErrors: true,
  verbose: true,
  strict: false,
  logger: false,
  addUsedSchema: false,
})
const compiled = new WeakMap<object, ValidateFunction>()

/** The same by a schema from elsewhere. Throws when that is none. */
export function foreignFaults(schema: object, value: unknown): readonly SchemaFault[] {
  if (!compiled.has(schema) && ajv.validateSchema(schema) !== true) throw new Error(ajv.errorsText())
  return schemaFaults(schema, value)
}

/** Every fault of a value, in the order of the file; none when it fits. */
export function schemaFaults(schema: object, value: unknown): readonly SchemaFault[] {
  const known = compiled.get(schema)
  const validate = known ?? ajv.compile(schema)
  if (!known) compiled.set(schema, validate)
  if (validate(value)) return []
  const errors = validate.errors ?? []
  const choices = new Set(errors.filter(isChoice).map(({ instancePath }) => instancePath))
  const faults = errors
    .filter((error) => !isPartOfChoice(error, choices))
    .map((error) => ({ path: [...pathOf(error), ...keyOf(error)], message: wordsOf(error) }))
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()]
}

/** A union of words: its branches are told as one list. */
const isChoice = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf'

const isPartOfChoice = ({ keyword, instancePath }: ErrorObject, choices: ReadonlySet<string>): boolean =>
  choices.has(instancePath) && (keyword === 'const' || keyword === 'type')

function pathOf({ instancePath }: ErrorObject): KeyPath {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

function keyOf({ keyword, params }: ErrorObject): KeyPath {
  // cast: Ajv names these parameters for these two keywords
  if (keyword === 'required') return [String((params as { missingProperty: unknown }).missingProperty)]
  if (keyword === 'additionalProperties')
    return [String((params as { additionalProperty: unknown }).additionalProperty)]
  return []
}

function wordsOf(error: ErrorObject): string {
  // cast: `verbose` adds the schema that the value was held to; a schema may be a mere true or false
  const facts = (typeof error.parentSchema === 'object' ? error.parentSchema : {}) as Facts
  const key = String(keyOf(error)[0] ?? '')
  switch (error.keyword) {
    case 'required':
      return `is missing${about(facts.properties?.[key])}`
    case 'additionalProperties':
      return unknownKey(key, facts)
    case 'minimum':
    case 'maximum':
      return `must be ${range(facts.minimum, facts.maximum)}, not ${shown(error.data)}${about(facts)}`
    case 'minLength':
    case 'maxLength':
      return `must be ${range(facts.minLength, facts.maxLength)} characters long`
    case 'minItems':
    case 'maxItems':
      return `must have ${range(facts.minItems, facts.maxItems)} entries`
    case 'anyOf':
    case 'enum':
    case 'const':
      return choiceWords(facts, error.data)
    case 'type':
      return `must be ${typeWords(error)}, not ${shown(error.data)}${about(facts)}`
    case 'pattern':
      return patternWords(String(error.schema), error.data)
    default:
      return `${error.message ?? 'does not fit'}${about(facts)}`
  }
}

const ID_PATTERN = '^[a-z][a-z0-9-]{0,31}$'
const idWords = 'a name of small letters, digits and hyphens that begins with a letter (at most 32)'

function unknownKey(key: string, { properties }: Facts): string {
  if (properties) return `unknown key${didYouMean(key, Object.keys(properties))}`
  return `must be ${idWords}`
}

function choiceWords({ anyOf, enum: list, const: only }: Facts, data: unknown): string {
  const known = list ?? anyOf?.map((each) => each.const) ?? [only]
  const words = known.filter((each) => typeof each === 'string')
  const guess = typeof data === 'string' ? didYouMean(data, words) : ''
  return `must be one of ${known.map(String).join(', ')}, not ${shown(data)}${guess.startsWith(' …') ? guess : ''}`
}

function patternWords(pattern: string, data: unknown): string {
  if (pattern === ID_PATTERN) return `must be ${idWords}, not ${shown(data)}`
  if (pattern.startsWith('^https?://'))
    return `must be an origin without a path, like https://portico.example, not ${shown(data)}`
  return `must fit ${pattern}, not ${shown(data)}`
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping of keys to values',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
}

function typeWords({ schema }: ErrorObject): string {
  return [schema]
    .flat()
    .map((name) => typeNames[String(name)] ?? String(name))
    .join(' or ')
}

function range(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return min === max ? `${min}` : `from ${min} to ${max}`
  return min === undefined ? `at most ${max}` : `at least ${min}`
}

const about = (facts: Facts | undefined): string =>
  facts?.description === undefined ? '' : ` (${facts.description})`

const SHOWN_MAX = 40

function shown(data: unknown): string {
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object' && data !== null) return 'a mapping'
  if (data === null || data === undefined) return 'empty'
  if (typeof data === 'number') return String(data)
  const text = JSON.stringify(data)
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
