// G.711 (ITU-T G.711, November 1988): 8,000 samples a second, one byte each. The voice of cameras is nearly always this.

/** Samples a second. */
export const G711_RATE = 8_000
/** The byte of no sound at all in µ-law. */
export const MU_LAW_SILENCE = 0xff

/** One µ-law byte in linear 16 bit (G.711 table 2a, decoder output values times four). */
export function decodeMuLaw(byte: number): number {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

/** One A-law byte in linear 16 bit (G.711 table 1a, decoder output values times sixteen). */
export function decodeALaw(byte: number): number {
  const bits = byte ^ 0x55
  const exponent = (bits >> 4) & 7
  const base = ((bits & 0x0f) << 4) + 8
  const magnitude = exponent === 0 ? base : (base + 0x100) << (exponent - 1)
  return (bits & 0x80) === 0 ? -magnitude : magnitude
}

const allBytes = Array.from({ length: 256 }, (_, byte) => byte)

const nearest = (sample: number): number =>
  allBytes.reduce((best, byte) =>
    Math.abs(decodeALaw(byte) - sample) < Math.abs(decodeALaw(best) - sample) ? byte : best,
  )

/** By µ-law byte the A-law byte whose sound is nearest; made when the first camera asks for it. */
let table: Uint8Array | null = null

export function muLawToALaw(bytes: Uint8Array): Uint8Array {
  table ??= Uint8Array.from(allBytes, (byte) => nearest(decodeMuLaw(byte)))
  const known = table
  return bytes.map((byte) => known[byte] ?? 0)
}
