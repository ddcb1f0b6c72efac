// Goal: our words for schemas give what the library gives whose types they bear. Method: each word, with and without
// options, told to both.
import { Type } from '@portico/protocol'
import { Type as Typebox } from 'typebox'
import { expect, test } from 'vitest'

type Words = typeof Type

const about = { description: 'so', default: 1 }
const pieces: Readonly<Record<keyof Words, (type: Words) => readonly unknown[]>> = {
  Array: (type) => [type.Array(type.String()), type.Array(type.Null(), { maxItems: 3, ...about })],
  Boolean: (type) => [type.Boolean(), type.Boolean(about)],
  Enum: (type) => [type.Enum(['a', 'b']), type.Enum([1, 2], about)],
  Integer: (type) => [type.Integer(), type.Integer({ minimum: 0, ...about })],
  Literal: (type) => [type.Literal('a'), type.Literal(1, about), type.Literal(true), type.Literal(1n)],
  Null: (type) => [type.Null(), type.Null(about)],
  Number: (type) => [type.Number(), type.Number({ maximum: 1, ...about })],
  Object: (type) => [
    type.Object({}),
    type.Object({ a: type.String(), b: type.Optional(type.String()) }, { additionalProperties: false }),
    type.Object({ b: type.Optional(type.String(about)) }, about),
    type.Object({
      ...type.Object({ a: type.Null(), b: type.Optional(type.Null()) }).properties,
      c: type.Null(),
    }),
  ],
  Optional: (type) => {
    const plain = type.Object({ a: type.Null() }, about)
    return [type.Optional(plain), type.Object({ plain, perhaps: type.Optional(plain) })]
  },
  Record: (type) => [
    type.Record(type.String(), type.Unknown()),
    type.Record(type.String({ pattern: '^[a-z]+$', description: 'of the key' }), type.Integer(), about),
  ],
  String: (type) => [type.String(), type.String({ pattern: '^a$', ...about })],
  Tuple: (type) => [type.Tuple([]), type.Tuple([type.Number(), type.String()], about)],
  Union: (type) => [type.Union([]), type.Union([type.Null(), type.Literal('a')], about)],
  Unknown: (type) => [type.Unknown(), type.Unknown(about)],
}

/** As it is written down; a number of any size as text. */
const written = (schemas: readonly unknown[]): string =>
  JSON.stringify(schemas, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value), 1)

test.for(Object.entries(pieces))('%s is what the library makes of it', ([, tell]) => {
  expect(written(tell(Type))).toBe(written(tell(Typebox)))
})

test('there is no word that was not looked at', () => {
  expect(Object.keys(Type)).toEqual(Object.keys(pieces))
})
