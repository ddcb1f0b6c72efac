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
export function sleepless({ mono, wall }: Clocks, onJump?: () => void): () => number {
  let apart = wall() - mono()
  let slept = 0
  return () => {
    const now = mono()
    const gap = wall() - now - apart
    if (gap > SLEPT_MS) slept += gap
    if (Math.abs(gap) > SLEPT_MS) {
      apart += gap
      onJump?.()
    }
    return now + slept
  }
}

const jumped = new Set<() => void>()

/** Ms that only ever go on. */
export const instant = sleepless({ mono: () => performance.now(), wall: () => Date.now() }, () => {
  // Whoever asks for the time now gets it first.
  for (const told of jumped) queueMicrotask(told)
})

/** Told when the device has slept or its clock was set: the time of the hub must be heard anew. */
export function onClockJump(told: () => void): Disposable {
  jumped.add(told)
  return { [Symbol.dispose]: () => void jumped.delete(told) }
}

let offset = Date.now() - instant()

/** The hub said its time, Unix ms. */
export function noteHubTime(wall: number): void {
  offset = wall - instant()
}

/** Unix ms as the hub believes. A clock of the device that is set meanwhile does not touch it. */
export const hubNow = (): number => instant() + offset

// The pages speak English: times and dates as English has them, on a clock of 24 hours.
const language = 'en-GB'
/** The zone of the house: what happens there has the time that its own clocks show, wherever the phone believes to be. */
export const timeZone = zoneKnown(globalThis.document?.documentElement.dataset['zone'])

/** An old browser may not know the zone: then its own is the best there is. */
function zoneKnown(zone: string | undefined): string | undefined {
  try {
    return new Intl.DateTimeFormat(language, { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

const formatOf = (parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language, { ...parts, timeZone })
const dayTime = formatOf({ hour: '2-digit', minute: '2-digit' })
const exactTime = formatOf({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayName = formatOf({ weekday: 'long', day: 'numeric', month: 'long' })
const wholeDay = formatOf({ year: 'numeric', month: '2-digit', day: '2-digit' })
const dayHour = formatOf({ hour: '2-digit', hourCycle: 'h23' })

/** 14:31 */
export const clockTime = (wall: number): string => dayTime.format(wall)
/** 14:31:20 */
export const clockSeconds = (wall: number): string => exactTime.format(wall)
/** Thursday 26 November */
export const dateWords = (wall: number): string => dayName.format(wall)

/** Two times of one day of the house have the same. */
export const dayOf = (wall: number): string => wholeDay.format(wall)
/** 0 to 23 */
export const hourOf = (wall: number): number => Number(dayHour.format(wall))

/** "4 s", "3 min", "2 h": a duration, rounded down. */
export function spanWords(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}
