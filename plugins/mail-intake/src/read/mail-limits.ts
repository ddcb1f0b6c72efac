// What a mail may be before anything of it is parsed (decisions 48): its size, its header, how many parts it claims.

/** Largest mail that is read, bytes. */
export const RAW_BYTES_MAX = 10 * 1024 * 1024
/** Largest header of the mail itself, bytes. */
export const HEADER_BYTES_MAX = 128 * 1024
/** Lines that begin a part or could: a true notice has a handful. */
export const BOUNDARY_LINES_MAX = 200
/** A mail's parser is ended after this, ms. */
export const READ_MS_MAX = 1_000
/** Depth of parts inside parts. */
export const NESTING_MAX = 20
/** Characters of visible text that are looked at. */
export const TEXT_CHARS_MAX = 200_000

const DASH = 0x2d
const CR = 0x0d
const LF = 0x0a

/** Where the header ends: the index behind its blank line; -1: there is none within the bound. */
export function headerEnd(raw: Uint8Array): number {
  const end = Math.min(raw.length, HEADER_BYTES_MAX)
  for (let at = 0; at < end; at++) {
    if (raw[at] !== LF) continue
    if (raw[at + 1] === LF) return at + 2
    if (raw[at + 1] === CR && raw[at + 2] === LF) return at + 3
  }
  return -1
}

/** A rule of dashes alone is no boundary; everything else behind two dashes could be one. */
function isBoundary(raw: Uint8Array, from: number): boolean {
  for (let at = from; at < raw.length; at++) {
    const byte = raw[at]
    if (byte === LF || byte === CR) return false
    if (byte !== DASH && byte !== 0x20) return true
  }
  return false
}

export function boundaryLines(raw: Uint8Array): number {
  let count = 0
  for (let at = 0; at >= 0 && at < raw.length && count <= BOUNDARY_LINES_MAX;) {
    if (raw[at] === DASH && raw[at + 1] === DASH && isBoundary(raw, at + 2)) count += 1
    const next = raw.indexOf(LF, at)
    at = next < 0 ? -1 : next + 1
  }
  return count
}

/** In words which limit is broken; null: none. */
export function brokenLimit(raw: Uint8Array): string | null {
  if (raw.length > RAW_BYTES_MAX) return `larger than ${RAW_BYTES_MAX} bytes`
  if (headerEnd(raw) < 0) return `no end of the header within ${HEADER_BYTES_MAX} bytes`
  return boundaryLines(raw) > BOUNDARY_LINES_MAX ? `more than ${BOUNDARY_LINES_MAX} boundary lines` : null
}
