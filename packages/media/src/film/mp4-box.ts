// Boxes of ISO/IEC 14496-12: writing them, and finding them again in bytes.

export const u8 = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of values.entries()) view.setUint16(2 * i, value)
  return bytes
}

export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  const view = new DataView(bytes.buffer)
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value)
  return bytes
}

/** A whole number up to 2^53 in 64 bit. */
export const u64 = (value: number): Uint8Array => u32(Math.floor(value / 2 ** 32), value % 2 ** 32)

export const text = (characters: string): Uint8Array => new TextEncoder().encode(characters)

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = concat(parts)
  return concat([u32(8 + body.length), text(type), body])
}

/** A box with version (8 bit) and flags (24 bit). */
export const fullBox = (type: string, versionAndFlags: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  box(type, u32(versionAndFlags), ...parts)

export interface FoundBox {
  readonly type: string
  /** Where the box begins in the bytes given, and its whole size. */
  readonly start: number
  readonly size: number
  readonly body: Uint8Array
}

/** Size and type of a box from its first eight bytes; null where none begins or it has a size of another kind. */
export function readBoxHead(bytes: Uint8Array): { readonly size: number; readonly type: string } | null {
  if (bytes.length < 8) return null
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const type = String.fromCharCode(...bytes.subarray(4, 8))
  return size < 8 || !/^[a-z0-9 ]{4}$/i.test(type) ? null : { size, type }
}

/** The whole boxes in a row; what is cut or unreadable ends the row. */
export function readBoxes(bytes: Uint8Array): FoundBox[] {
  const found: FoundBox[] = []
  let start = 0
  for (;;) {
    const head = readBoxHead(bytes.subarray(start))
    if (!head || start + head.size > bytes.length) return found
    found.push({ ...head, start, body: bytes.subarray(start + 8, start + head.size) })
    start += head.size
  }
}

/** The first box at a path of types, each inside the one before. */
export function findBox(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | null {
  let body: Uint8Array | null = bytes
  for (const type of path) {
    if (!body) return null
    body = readBoxes(body).find((one) => one.type === type)?.body ?? null
  }
  return body
}
