// PINs as Matter carries them: octets of ASCII digits (Application Clusters 1.4, 5.2.3.2).
import { randomBytes } from 'node:crypto'

export const PIN_LENGTH_MIN = 4
export const PIN_LENGTH_MAX = 8

/** Null: nothing that could be one. */
export function pinIn(octets: ArrayBuffer | ArrayBufferView): string | null {
  const bytes = ArrayBuffer.isView(octets)
    ? new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength)
    : new Uint8Array(octets)
  const text = Buffer.from(bytes).toString('latin1')
  return /^[0-9]{4,8}$/.test(text) ? text : null
}

/** What the library keeps in the place of a PIN: chance, of a length that it takes. */
export function placeholder(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(PIN_LENGTH_MAX))
}
