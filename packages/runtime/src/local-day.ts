// The home's own time of day. The core knows no time zones; here local times become instants.
import { type LocalTime, type WallTime, hours, wallTime } from '@portico/core'

/** When carriers have gone home, minutes since local midnight. */
const EVENING = 21 * 60

/** By zone. Making one is dear, and a process has one home, or many in the same few zones. */
const formats = new Map<string, Intl.DateTimeFormat>()
const FORMATS_MAX = 16

/** @throws RangeError when the IANA name is unknown. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  if (formats.size >= FORMATS_MAX) formats.clear()
  formats.set(timeZone, format)
  return format
}

export class LocalDay {
  readonly #format: Intl.DateTimeFormat
  /** The evening found last, and an instant from which it is the next one. */
  #evening: { readonly from: WallTime; readonly at: WallTime } | null = null
  /** The local time found last, of a whole minute: the clocks of all zones have gone by whole minutes since 1972. */
  #minute: { readonly from: number; readonly local: LocalTime } | null = null

  /** @throws RangeError when the IANA name is unknown. */
  constructor(timeZone: string) {
    this.#format = formatOf(timeZone)
  }

  /** Looking is dear, and every change of a door asks: a minute is looked at once. */
  at(wall: WallTime): LocalTime {
    const from = Math.floor(wall / 60_000)
    if (this.#minute?.from !== from) this.#minute = { from, local: this.#look(wall) }
    return this.#minute.local
  }

  #look(wall: WallTime): LocalTime {
    const parts = new Map(this.#format.formatToParts(wall).map(({ type, value }) => [type, value]))
    const text = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
    return {
      localDate: `${text('year')}-${text('month')}-${text('day')}`,
      minute: Number(text('hour')) * 60 + Number(text('minute')),
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(text('weekday')) + 1,
    }
  }

  /**
   * The next 21:00 at the home, strictly later. Found by looking at the local clock, so that a night in which clocks
   * are set still ends at 21:00. Looking is dear, and every report asks: until it has come, the answer stays the same.
   */
  nextEvening(wall: WallTime): WallTime {
    const known = this.#evening
    if (known && known.from <= wall && wall < known.at) return known.at
    const at = this.#findEvening(wall)
    this.#evening = { from: wall, at }
    return at
  }

  #findEvening(wall: WallTime): WallTime {
    const whole = Math.ceil((wall + 1) / 60_000) * 60_000
    for (let guess = whole; guess < whole + hours(50);) {
      const { minute } = this.at(wallTime(guess))
      if (minute === EVENING) return wallTime(guess)
      // Jump close to the evening, then look again: an hour may be missing or doubled on the way.
      const ahead = (EVENING - minute + 24 * 60) % (24 * 60)
      guess += (ahead > 180 ? ahead - 120 : 1) * 60_000
    }
    return wallTime(wall + hours(24))
  }
}
