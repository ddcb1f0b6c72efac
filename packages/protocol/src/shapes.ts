// The few shapes that most schemas are made of.
import { type TEnum, type TNull, type TSchema, type TUnion, Type } from 'typebox'

/** Unknown fields are a mistake of whoever sends them. */
export const strict = { additionalProperties: false } as const

/** One of a closed set of words. */
export const words = <const Word extends string>(list: readonly Word[]): TEnum<Word[]> => Type.Enum([...list])

export const Nullable = <Schema extends TSchema>(schema: Schema): TUnion<[Schema, TNull]> =>
  Type.Union([schema, Type.Null()])
