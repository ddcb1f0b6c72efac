// What checking any hook's signature needs: one header, and a comparison that takes the same time for every wrong guess.
import { timingSafeEqual } from 'node:crypto'
import type { HookRequest, HookVerdict } from '@portico/plugin-api'

export const refused = (why: Extract<HookVerdict, { accepted: false }>['why']): HookVerdict => ({
  accepted: false,
  why,
})

/** A header that must come exactly once. */
export function headerOf(
  { headers }: HookRequest,
  name: string,
): { readonly value: string } | 'header-missing' | 'header-twice' {
  const found = Object.hasOwn(headers, name) ? headers[name] : undefined
  const values = typeof found === 'string' ? [found] : (found ?? [])
  const [value, ...more] = values
  if (more.length > 0) return 'header-twice'
  return value === undefined || value === '' ? 'header-missing' : { value }
}

/** Texts of different lengths differ; only for those of equal length does the time matter. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)]
  return one.length === other.length && timingSafeEqual(one, other)
}
