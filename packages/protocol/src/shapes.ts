// The few shapes that most schemas are made of.
import type { TEnum, TNull, TSchema, TUnion } from 'typebox'
import { Type } from './type.ts'

/** Unknown fields are a mistake of whoever sends them. */
export const strict = { additionalProperties: false } as const

/** One of a closed set of words. */
export const words = <const Word extends string>(list: readonly Word[]): TEnum<Word[]> => Type.Enum([...list])

export const Nullable = <Schema extends TSchema>(schema: Schema): TUnion<[Schema, TNull]> =>
  Type.Union([schema, Type.Null()])
