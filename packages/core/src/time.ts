// Time as the core knows it: numbers that come in with a command, never a clock.

declare const unit: unique symbol

/** Milliseconds of the system-wide monotonic clock (since boot); may be fractional. Comparable within one boot. */
export type Instant = number & { readonly [unit]: 'Instant' }
/** Milliseconds between two instants. */
export type Duration = number & { readonly [unit]: 'Duration' }
/** Unix milliseconds as the hub believes them. */
export type WallTime = number & { readonly [unit]: 'WallTime' }

// cast: these four are the only places where a bare number gets a brand.
export const instant = (ms: number): Instant => ms as Instant
export const wallTime = (ms: number): WallTime => ms as WallTime
export const milliseconds = (ms: number): Duration => ms as Duration
export const seconds = (s: number): Duration => (s * 1000) as Duration
export const minutes = (m: number): Duration => seconds(m * 60)
export const hours = (h: number): Duration => minutes(h * 60)

export const after = (from: Instant, wait: Duration): Instant => instant(from + wait)
export const elapsed = (from: Instant, to: Instant): Duration => milliseconds(to - from)
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** A local date and time of day, worked out by the runtime: the core has no time zones. */
export interface LocalTime {
  /** `2026-11-23` */
  readonly localDate: string
  /** Minutes since local midnight, 0–1439 */
  readonly minute: number
  /** 1 = Monday … 7 = Sunday (ISO 8601) */
  readonly weekday: number
}
