// Sound of a microphone at 8,000 samples a second: what lies above 3.6 kHz is taken out first, or it would come back as
// noise (a windowed sinc, evaluated at the place of each new sample).

/** Samples a second that come out. */
export const VOICE_RATE = 8_000
const CUT_OFF_HZ = 3_600
/** Reach of the filter to each side, in samples that come out. */
const REACH = 8
/** Places between two samples that the filter is worked out for. */
const PHASES = 64

export class DownSampler {
  readonly #step: number
  readonly #half: number
  /** One filter for each phase. */
  readonly #filters: readonly Float32Array[]
  #kept: Float32Array
  /** Place of the next sample that comes out, in `#kept`. */
  #next: number

  /** `rate`: samples a second that come in, at least 8,000. */
  constructor(rate: number) {
    this.#step = rate / VOICE_RATE
    this.#half = Math.ceil(REACH * this.#step)
    this.#filters = Array.from({ length: PHASES }, (_, phase) => filterOf(rate, this.#half, phase / PHASES))
    this.#kept = new Float32Array(2 * this.#half)
    this.#next = this.#half
  }

  push(sound: Float32Array): Float32Array {
    const kept = new Float32Array(this.#kept.length + sound.length)
    kept.set(this.#kept)
    kept.set(sound, this.#kept.length)
    const out: number[] = []
    while (this.#next + this.#half + 1 < kept.length) {
      const at = Math.floor(this.#next)
      const filter = this.#filters[Math.floor((this.#next - at) * PHASES)]
      if (filter) out.push(dot(kept, at - this.#half + 1, filter))
      this.#next += this.#step
    }
    const from = Math.max(0, Math.floor(this.#next) - this.#half)
    this.#kept = kept.slice(from)
    this.#next -= from
    return Float32Array.from(out)
  }
}

function dot(sound: Float32Array, from: number, filter: Float32Array): number {
  let sum = 0
  for (let at = 0; at < filter.length; at += 1) sum += (sound[from + at] ?? 0) * (filter[at] ?? 0)
  return sum
}

/** For a place that lies `part` of a sample behind one: it begins `half - 1` samples before. */
function filterOf(rate: number, half: number, part: number): Float32Array {
  const width = (2 * CUT_OFF_HZ) / rate
  const filter = Float32Array.from({ length: 2 * half }, (_, at) => {
    const away = at - (half - 1) - part
    const window = 0.5 + 0.5 * Math.cos((Math.PI * away) / half)
    const angle = Math.PI * width * away
    return window * width * (angle === 0 ? 1 : Math.sin(angle) / angle)
  })
  const sum = filter.reduce((all, each) => all + each, 0)
  return filter.map((each) => each / sum)
}
