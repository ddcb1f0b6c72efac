// A door's serial number: the same after each start, of no meaning outside.
import { createHash } from 'node:crypto'

/** Of Matter's serial numbers (Core 1.4, 11.1.5.16). */
const LENGTH = 32

/** `what`: serial numbers and unique ids must differ, and a contact is a device of its own. */
export function serialOf(what: 'serial' | 'unique' | 'contact', home: string, door: string): string {
  return createHash('sha256').update(`${what}\0${home}\0${door}`).digest('hex').slice(0, LENGTH)
}
