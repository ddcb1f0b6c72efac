// The clock of a device (`GetSystemDateAndTime`, ONVIF Core 8.3.3), as far as it makes sense.
import { type XmlNode, find, textAt } from '../soap/xml.ts'

/** What lies outside is no time; a clock that was never set may well say 1970, and takes a token of then. */
const SENSE_FROM = 0
const SENSE_TO = Date.UTC(2100, 0, 1)

/** Unix ms; null: it tells none that makes sense. */
export function clockOf(answer: XmlNode): number | null {
  const told = find(answer, 'SystemDateAndTime')
  const time = find(told, 'UTCDateTime')
  const part = (...path: readonly string[]): number => Number(textAt(time, ...path) ?? Number.NaN)
  const at = Date.UTC(
    part('Date', 'Year'),
    part('Date', 'Month') - 1,
    part('Date', 'Day'),
    part('Time', 'Hour'),
    part('Time', 'Minute'),
    part('Time', 'Second'),
  )
  return at >= SENSE_FROM && at < SENSE_TO ? at : null
}
