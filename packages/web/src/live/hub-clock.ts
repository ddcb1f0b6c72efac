// The hub's clock as this browser can know it. A phone's own clock may be an hour off: durations are counted here, and
// times of day come from the hub.

export interface Clocks {
  /** Ms that go on while the device is awake. */
  readonly mono: () => number
  /** Unix ms of the device. */
  readonly wall: () => number
}

/** Ms by which both clocks may part before the device counts as having slept. */
const SLEPT_MS = 1_000

/**
 * Ms that only ever go on, also over a sleep of the device, in which many a browser's own count stands still: an age
 * may come out too great, never too small.
 */
export function sleepless({ mono, wall }: Clocks): () => number {
  let apart = wall() - mono()
  let slept = 0
  return () => {
    const now = mono()
    const gap = wall() - now - apart
    if (gap > SLEPT_MS) slept += gap
    if (Math.abs(gap) > SLEPT_MS) apart += gap
    return now + slept
  }
}

/** Ms that only ever go on. */
export const instant = sleepless({ mono: () => performance.now(), wall: () => Date.now() })

let offset = 0

/** The hub said its time, Unix ms. */
export function noteHubTime(wall: number): void {
  offset = wall - Date.now()
}

/** Unix ms as the hub believes. */
export const hubNow = (): number => Date.now() + offset

// The pages speak English: times and dates as English has them, on a clock of 24 hours.
const language = 'en-GB'
const dayTime = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' })
const exactTime = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayName = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' })

/** 14:31 */
export const clockTime = (wall: number): string => dayTime.format(wall)
/** 14:31:20 */
export const clockSeconds = (wall: number): string => exactTime.format(wall)
/** Thursday 26 November */
export const dateWords = (wall: number): string => dayName.format(wall)

/** "4 s", "3 min", "2 h": a duration, rounded down. */
export function spanWords(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}
