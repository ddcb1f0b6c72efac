// Looks at one field of a foreign message: small checks from which the form of each message is put together.

export type Loose = Readonly<Record<string, unknown>>
/** Whether a value fits. */
export type Check = (value: unknown) => boolean

export const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value)
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
export const isFlag: Check = (value) => typeof value === 'boolean'
export const isText =
  (max: number): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max
export const isOneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value)
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
/** Exactly these fields. */
export const isObject =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isLoose(value) &&
    Object.keys(value).length === Object.keys(fields).length &&
    Object.entries(fields).every(([key, check]) => Object.hasOwn(value, key) && check(value[key]))

/** Not more than so many, each of which fits. */
export const isList =
  (check: Check, max: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check)
