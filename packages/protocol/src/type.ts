// Builds schemas in the words of `typebox`. Of that only the types are used: its words come in one piece with a compiler
// of types in 370 files, a sixth of the time of a start, and what the few that stand here give is plain JSON Schema.
import type { TProperties, TSchema, Type as Typebox } from 'typebox'

type Words = Pick<
  typeof Typebox,
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Tuple'
  | 'Union'
  | 'Unknown'
>

/** Properties that may be left out. */
const optional = new WeakSet<TSchema>()

const objectOf = (properties: TProperties, options?: object): object => {
  const required = Object.keys(properties).filter((key) => !optional.has(properties[key] ?? {}))
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
}

const optionalOf = (schema: TSchema): object => {
  const copy = { ...schema }
  optional.add(copy)
  return copy
}

const ofType =
  (type: string) =>
  (options?: object): object => ({ type, ...options })

const words = {
  Array: (items: TSchema, options?: object) => ({ type: 'array', items, ...options }),
  Boolean: ofType('boolean'),
  Enum: (list: readonly unknown[], options?: object) => ({ enum: list, ...options }),
  Integer: ofType('integer'),
  Literal: (only: unknown, options?: object) => ({ type: typeof only, const: only, ...options }),
  Null: ofType('null'),
  Number: ofType('number'),
  Object: objectOf,
  Optional: optionalOf,
  Record: ({ pattern = '^.*$' }: { readonly pattern?: string }, value: TSchema, options?: object) => ({
    type: 'object',
    patternProperties: { [pattern]: value },
    ...options,
  }),
  String: ofType('string'),
  Tuple: (items: readonly TSchema[], options?: object) => ({
    type: 'array',
    additionalItems: false,
    items,
    minItems: items.length,
    ...options,
  }),
  Union: (anyOf: readonly TSchema[], options?: object) => ({ anyOf, ...options }),
  Unknown: (options?: object) => ({ ...options }),
}

// cast: what they build is what those of the library build; a test holds each against the other
export const Type = words as unknown as Words
