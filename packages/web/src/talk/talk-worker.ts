// Runs in the thread of sound: microphone → 8,000 samples a second → µ-law, in frames of 20 ms with their loudness.
import { DownSampler } from './down-sampler.ts'
import { encodeMuLaw } from './mu-law.ts'

/** What a worklet has and a page has not (W3C Web Audio API section 1.32). */
declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

const FRAME = 160

class Voice extends AudioWorkletProcessor {
  readonly #sampler = new DownSampler(sampleRate)
  #frame = new Uint8Array(FRAME)
  #filled = 0
  #power = 0

  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const sound = inputs[0]?.[0]
    if (sound) for (const sample of this.#sampler.push(sound)) this.#take(sample)
    return true
  }

  #take(sample: number): void {
    this.#frame[this.#filled] = encodeMuLaw(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767))
    this.#power += sample * sample
    this.#filled += 1
    if (this.#filled < FRAME) return
    const frame = this.#frame
    this.port.postMessage({ frame, level: Math.sqrt(this.#power / FRAME) }, [frame.buffer])
    this.#frame = new Uint8Array(FRAME)
    this.#filled = 0
    this.#power = 0
  }
}

registerProcessor('voice', Voice)
