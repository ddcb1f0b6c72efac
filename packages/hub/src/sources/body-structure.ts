// Whether a large body is large by its texts, as one with a picture is, or by what stands between them. The latter holds
// the loop up for as long as its sender likes: ten megabytes of brackets take a second and more to read.

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** What a quote costs whoever reads it, in bytes of structure. */
const QUOTE_BYTES = 8

/** An escaped quote has an odd number of backslashes before it. */
function isEscaped(body: Buffer, quote: number): boolean {
  let at = quote - 1
  while (body[at] === BACKSLASH) at -= 1
  return (quote - at) % 2 === 0
}

/** Looks no further than the bound is broken. `max`: bytes outside of texts, and a few for each quote. */
export function hasMoreStructure(body: Buffer, max: number): boolean {
  if (body.length <= max) return false
  let structure = 0
  let isText = false
  for (let at = 0; at < body.length && structure <= max;) {
    const found = body.indexOf(QUOTE, at)
    const quote = found === -1 ? body.length : found
    structure += QUOTE_BYTES + (isText ? 0 : quote - at)
    if (!isText || !isEscaped(body, quote)) isText = !isText
    at = quote + 1
  }
  return structure > max
}
