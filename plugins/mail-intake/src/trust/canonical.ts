// Header and body as they were signed (RFC 6376 section 3.4). Texts are Latin-1: each character is a byte. A body may be
// of ten megabytes: it is never held in lines.
import type { HeaderField } from '../read/header-fields.ts'
import type { Canonical } from './dkim-signature.ts'

/** Without the line break behind it. */
export function canonicalField({ name, raw }: HeaderField, way: Canonical): string {
  if (way === 'simple') return raw
  const value = raw
    .slice(raw.indexOf(':') + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .replace(/^ /, '')
    .replace(/ $/, '')
  return `${name}:${value}`
}

/** Bytes of a body that are looked at in one stretch: others have the loop's turn between two. */
export const STRETCH_BYTES = 128 * 1024

const TAB = 0x09
const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const LINE_END = Buffer.from('\r\n')
const NOTHING = Buffer.alloc(0)

/**
 * The body in pieces, one for each stretch of it; every line ends with CR LF, whatever its server made of it. A piece may
 * be empty, and is good until the next one is asked for.
 */
export function* canonicalBody(body: Buffer, way: Canonical): Generator<Buffer, void, undefined> {
  let end = body.length
  for (let from = end; end === from && from > 0;) {
    from = Math.max(0, end - STRETCH_BYTES)
    end = contentEnd(body, { from, to: end, way })
    yield NOTHING
  }
  const lines = new CanonicalLines(body, way)
  for (let from = 0; from < end; from += STRETCH_BYTES)
    yield lines.between(from, Math.min(end, from + STRETCH_BYTES))
  if (end > 0 || way === 'simple') yield LINE_END
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly way: Canonical
}

/** Behind the last byte of a line that is not empty: empty lines at the end were not signed. `from`: there is none here. */
function contentEnd(body: Buffer, { from, to, way }: Stretch): number {
  for (let at = to - 1; at >= from; at--) {
    const byte = body[at]
    if (byte === LF || (byte === CR && body[at + 1] === LF)) continue
    if (way === 'relaxed' && (byte === SPACE || byte === TAB)) continue
    return at + 1
  }
  return from
}

class CanonicalLines {
  readonly #body: Buffer
  readonly #isRelaxed: boolean
  /** A line feed alone becomes two bytes, and blanks of the stretch before may be owed. */
  readonly #out = Buffer.allocUnsafe(2 * STRETCH_BYTES + 1)
  /** Blanks stand before the next byte, if it is one of the same line. */
  #isSpaced = false

  constructor(body: Buffer, way: Canonical) {
    this.#body = body
    this.#isRelaxed = way === 'relaxed'
  }

  /** In one buffer that is written again at the next call. */
  between(from: number, to: number): Buffer {
    const [body, out, isRelaxed] = [this.#body, this.#out, this.#isRelaxed]
    let isSpaced = this.#isSpaced
    let length = 0
    for (let at = from; at < to; at++) {
      const byte = body[at] ?? 0
      if (byte === LF) {
        isSpaced = false
        out[length++] = CR
        out[length++] = LF
      } else if (byte === CR && body[at + 1] === LF) continue
      else if (isRelaxed && (byte === SPACE || byte === TAB)) isSpaced = true
      else {
        if (isSpaced) out[length++] = SPACE
        isSpaced = false
        out[length++] = byte
      }
    }
    this.#isSpaced = isSpaced
    return out.subarray(0, length)
  }
}

/**
 * The fields that `h=` names, each the lowest that was not taken yet; one that is not there counts as nothing, and that
 * is signed as well (section 5.4.2).
 */
export function signedFields(
  fields: readonly HeaderField[],
  names: readonly string[],
): readonly HeaderField[] {
  const left = fields.toReversed()
  const taken = new Set<HeaderField>()
  return names.flatMap((name) => {
    const found = left.find((field) => field.name === name && !taken.has(field))
    if (found) taken.add(found)
    return found ?? []
  })
}
