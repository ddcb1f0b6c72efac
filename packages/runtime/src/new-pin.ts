// A PIN for one use, out of cryptographic chance: six digits, and none of them is likelier than the next.
import type { Chance } from '@portico/ports'

const DIGITS = 6
const PINS = 10 ** DIGITS
/** The largest multiple of all PINs that four bytes hold; what lies above it would favour small numbers. */
const FAIR = Math.floor(2 ** 32 / PINS) * PINS

export function newPin(chance: Chance): string {
  for (;;) {
    const bytes = chance.bytes(4)
    const drawn = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
    if (drawn < FAIR) return String(drawn % PINS).padStart(DIGITS, '0')
  }
}
