// The hub's clock as this browser can know it. A phone's own clock may be an hour off: durations are counted here, and
// times of day come from the hub.

/** Ms that only ever go on. */
export const instant = (): number => performance.now()

let offset = 0

/** The hub said its time, Unix ms. */
export function noteHubTime(wall: number): void {
  offset = wall - Date.now()
}

/** Unix ms as the hub believes. */
export const hubNow = (): number => Date.now() + offset

const dayTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const exactTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })

/** 14:31 */
export const clockTime = (wall: number): string => dayTime.format(wall)
/** 14:31:20 */
export const clockSeconds = (wall: number): string => exactTime.format(wall)
/** Thursday, 26 November */
export const dateWords = (wall: number): string => dayName.format(wall)

/** "4 s", "3 min", "2 h": a duration, rounded down. */
export function spanWords(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`
}
