// Small checks of values that came over a wire, to be put together.

/** Whether a value fits. */
export type Check = (value: unknown) => boolean

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

export const isList =
  (check: Check, max: number): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check)

/** Exactly these fields, and any of the others. */
export const isObject =
  (fields: Readonly<Record<string, Check>>, others: Readonly<Record<string, Check>> = {}): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const there = Object.entries(value)
    const fits = ([key, inner]: readonly [string, unknown]): boolean => {
      if (Object.hasOwn(fields, key)) return fields[key]?.(inner) === true
      return Object.hasOwn(others, key) && others[key]?.(inner) === true
    }
    return there.every(fits) && Object.keys(fields).every((key) => Object.hasOwn(value, key))
  }
