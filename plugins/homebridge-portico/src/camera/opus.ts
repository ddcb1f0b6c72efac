// Opus by `opusscript` (libopus in WebAssembly, MIT): loaded when the first viewer listens.
import type OpusScript from 'opusscript'
import { bytesOf, samplesOf } from './sound-shape.ts'

export type OpusRate = 8_000 | 16_000 | 24_000

/** So many fit into the memory that libopus begins with; with more it would move, and those that are open with it. */
const OPEN_MAX = 120
/** Largest Opus packet of one frame (RFC 6716 section 3.2.1). */
const PACKET_MAX = 1_275
let open = 0

/** Codes one direction of one channel. */
export class Opus implements Disposable {
  readonly #script: OpusScript
  #isOver = false

  private constructor(script: OpusScript) {
    this.#script = script
    open += 1
  }

  /** @throws Error where too many are open */
  static async open(rate: OpusRate): Promise<Opus> {
    const { default: Script } = await import('opusscript')
    if (open >= OPEN_MAX) throw new Error('too many listen')
    return new Opus(new Script(rate, 1, Script.Application.VOIP))
  }

  /** One frame of 20, 40 or 60 ms; null: it cannot be coded. */
  encode(samples: Int16Array): Buffer | null {
    return this.#done((script) => script.encode(bytesOf(samples), samples.length))
  }

  /** Null: a packet that is no Opus. */
  decode(packet: Uint8Array): Int16Array | null {
    if (packet.length === 0 || packet.length > PACKET_MAX) return null
    return this.#done((script) => samplesOf(script.decode(Buffer.from(packet))))
  }

  /** libopus says no by an error that has no code: whatever it is, this one packet is left out. */
  #done<Coded>(work: (script: OpusScript) => Coded): Coded | null {
    if (this.#isOver) return null
    try {
      return work(this.#script)
    } catch {
      return null
    }
  }

  [Symbol.dispose](): void {
    if (this.#isOver) return
    this.#isOver = true
    open -= 1
    this.#script.delete()
  }
}
