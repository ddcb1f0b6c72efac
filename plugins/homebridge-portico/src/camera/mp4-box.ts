// Boxes of ISO/IEC 14496-12, as the hub's live lines and HomeKit's recordings need them: written, and read again from bytes
// that nobody vouches for.

/** More boxes in one row than any stream of ours has end the reading. */
const BOXES_MAX = 64
const HEAD = 8

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export const u8 = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length)
  for (const [i, value] of values.entries()) viewOf(bytes).setUint16(2 * i, value)
  return bytes
}

export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  for (const [i, value] of values.entries()) viewOf(bytes).setUint32(4 * i, value)
  return bytes
}

/** A whole number from 0 up to 2^53 in 64 bit. */
export const u64 = (value: number): Uint8Array => u32(Math.floor(value / 2 ** 32), value % 2 ** 32)

export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, HEAD)
  return Buffer.concat([u32(size), Buffer.from(type, 'latin1'), ...parts], size)
}

/** A box with version (8 bit) and flags (24 bit). */
export const fullBox = (type: string, versionAndFlags: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  box(type, u32(versionAndFlags), ...parts)

export interface FoundBox {
  readonly type: string
  readonly whole: Uint8Array
  readonly body: Uint8Array
}

/** The whole boxes in a row; what is cut or has a size of another kind ends the row. */
export function readBoxes(bytes: Uint8Array): FoundBox[] {
  const view = viewOf(bytes)
  const found: FoundBox[] = []
  for (let at = 0; at + HEAD <= bytes.length && found.length < BOXES_MAX;) {
    const size = view.getUint32(at)
    if (size < HEAD || at + size > bytes.length) break
    const type = Buffer.from(bytes.subarray(at + 4, at + HEAD)).toString('latin1')
    found.push({ type, whole: bytes.subarray(at, at + size), body: bytes.subarray(at + HEAD, at + size) })
    at += size
  }
  return found
}

/** Body of the first box at a path of types, each inside the one before. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | null {
  let body: Uint8Array | null = bytes
  for (const type of path) {
    if (!body) return null
    body = readBoxes(body).find((one) => one.type === type)?.body ?? null
  }
  return body
}
