// Pieces that the schemas of many routes share.
import { ErrorReply } from '@portico/protocol'
import { type TObject, type TProperties, type TSchema, Type } from 'typebox'

const Name = Type.String({ minLength: 1, maxLength: 128 })

/** Path parameters, all of them names. */
export const params = <const Names extends string>(
  ...names: readonly Names[]
): TObject<Record<Names, typeof Name>> => {
  const properties = Object.fromEntries(names.map((name) => [name, Name]))
  // cast: one property for each name
  return Type.Object(properties as Record<Names, typeof Name>)
}

export const query = <Properties extends TProperties>(properties: Properties): TObject<Properties> =>
  Type.Object(properties, { additionalProperties: false })

/** Numbers of an event to go on after; -1 stands for the beginning. */
export const afterRange = { minimum: -1, maximum: Number.MAX_SAFE_INTEGER } as const

/** The answer that was asked for, and the one shape of all others. */
export const replies = <Schema extends TSchema>(
  schema: Schema,
): { readonly 200: Schema; readonly '4xx': typeof ErrorReply; readonly '5xx': typeof ErrorReply } => ({
  200: schema,
  '4xx': ErrorReply,
  '5xx': ErrorReply,
})

export const created = <Schema extends TSchema>(
  schema: Schema,
): { readonly 201: Schema; readonly '4xx': typeof ErrorReply; readonly '5xx': typeof ErrorReply } => ({
  201: schema,
  '4xx': ErrorReply,
  '5xx': ErrorReply,
})

/** Text of one kind, for the description of the API alone. */
export const textOf = (status: number, type: string): Record<string, unknown> => ({
  [status]: { description: type, content: { [type]: { schema: Type.String() } } },
  '4xx': ErrorReply,
  '5xx': ErrorReply,
})

/** An answer without a body. */
export const nothing = (status: number): Record<string, unknown> => ({
  [status]: { description: 'done' },
  '4xx': ErrorReply,
  '5xx': ErrorReply,
})

/** Bytes of one kind, for the description of the API alone. */
export const bytesOf = (type: string): Record<string, unknown> => ({
  200: {
    description: type,
    content: { [type]: { schema: Type.String({ format: 'binary' }) } },
  },
  '4xx': ErrorReply,
  '5xx': ErrorReply,
})
