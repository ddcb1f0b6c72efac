// The few forms of DER (ITU-T X.690) that a certificate is written in. Nothing is read here: what others send is read by
// OpenSSL.

export type Der = Uint8Array

const encoder = new TextEncoder()

function length(bytes: number): readonly number[] {
  if (bytes < 0x80) return [bytes]
  if (bytes < 0x100) return [0x81, bytes]
  return [0x82, bytes >> 8, bytes & 0xff]
}

/** A tag, the length, and the parts one after the other; at most 65,535 bytes. */
export function der(tag: number, ...parts: readonly Der[]): Der {
  const body = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.of(tag, ...length(body.length)), body])
}

export const sequence = (...parts: readonly Der[]): Der => der(0x30, ...parts)
export const set = (...parts: readonly Der[]): Der => der(0x31, ...parts)
export const octets = (...parts: readonly Der[]): Der => der(0x04, ...parts)
export const truth: Der = der(0x01, Uint8Array.of(0xff))
export const utf8 = (text: string): Der => der(0x0c, encoder.encode(text))
/** `[n]`, around whole values. */
export const tagged = (n: number, ...parts: readonly Der[]): Der => der(0xa0 | n, ...parts)
/** `[n]`, in the place of the value's own tag. */
export const implicit = (n: number, bytes: Der): Der => der(0x80 | n, bytes)

/** Not negative, big endian. */
export function integer(bytes: Der): Der {
  const first = bytes.findIndex((byte) => byte !== 0)
  const bare = first < 0 ? Uint8Array.of(0) : bytes.subarray(first)
  return der(0x02, ...((bare[0] ?? 0) > 0x7f ? [Uint8Array.of(0)] : []), bare)
}

/** `unused` bits at the end count for nothing. */
export const bits = (bytes: Der, unused = 0): Der => der(0x03, Uint8Array.of(unused), bytes)

/** Dotted, for instance `2.5.29.19`; the first two arcs are small. */
export function oid(text: string): Der {
  const [one = 0, two = 0, ...arcs] = text.split('.').map(Number)
  const bytes = arcs.flatMap((arc) => {
    const groups = [arc & 0x7f]
    for (let rest = arc >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80)
    return groups
  })
  return der(0x06, Uint8Array.of(one * 40 + two, ...bytes))
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
export function time(unixMs: number): Der {
  const text = new Date(unixMs).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return text < '2050' ? der(0x17, encoder.encode(text.slice(2))) : der(0x18, encoder.encode(text))
}
