// Opus by `opusscript` (libopus in WebAssembly, MIT): loaded when the first viewer listens.
import type OpusScript from 'opusscript'

export type Opus = OpusScript
export type OpusRate = 8_000 | 16_000 | 24_000

/** One of them codes one direction; `delete` frees its memory. */
export async function openOpus(rate: OpusRate): Promise<Opus> {
  const { default: Script } = await import('opusscript')
  return new Script(rate, 1, Script.Application.VOIP)
}
