// Linear sound as G.711 µ-law (ITU-T G.711, November 1988): one byte a sample, what cameras understand.

const BIAS = 0x84
/** Louder is cut: with the bias it still fits into 15 bits. */
const LOUDEST = 32_635

/** A sample from -32768 to 32767 as one byte. */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), LOUDEST) + BIAS
  const segment = 24 - Math.clz32(magnitude)
  const step = (magnitude >> (segment + 3)) & 0x0f
  return ~(sign | (segment << 4) | step) & 0xff
}
