// Sound in RTP: G.711 (RFC 3551 section 4.5.14), Opus (RFC 7587) and AAC (RFC 3640). Every one of them gives frames that
// can be decoded by themselves.
import { BitReader } from './bit-reader.ts'
import type { SoundCodec } from './sound.ts'

export interface SoundFrame {
  readonly bytes: Uint8Array
  /** Samples for each channel. */
  readonly samples: number
}

/** Lengths in bits of the fields before each AAC frame; `AAC-hbr` has 13, 3, 3, `AAC-lbr` 6, 2, 2. */
export interface AacFields {
  readonly size: number
  readonly index: number
  readonly indexDelta: number
  /** Samples of one frame: 1024, seldom 960. */
  readonly frameSamples: number
}

/** What a packet may say of sound is bounded: two seconds of G.711, an AAC frame of 6144 bits a channel and more. */
const PCM_BYTES_MAX = 16_000
const AAC_BYTES_MAX = 8 * 1024
const AAC_FRAMES_MAX = 64
/** RFC 6716 section 3.4: a packet lasts 120 ms at most. */
const OPUS_SAMPLES_MAX = 5_760

export interface SoundDepacketizer {
  lost(): void
  push(payload: Uint8Array, marker: boolean): readonly SoundFrame[]
}

export function soundDepacketizer(codec: SoundCodec, channels: number, aac: AacFields): SoundDepacketizer {
  if (codec === 'aac') return new AacDepacketizer(aac)
  const read = codec === 'opus' ? readOpus : (payload: Uint8Array) => readPcm(payload, channels)
  return { lost: () => undefined, push: read }
}

function readPcm(payload: Uint8Array, channels: number): readonly SoundFrame[] {
  const samples = Math.floor(payload.length / channels)
  return samples === 0 || payload.length > PCM_BYTES_MAX ? [] : [{ bytes: payload, samples }]
}

/** One packet is one frame for whoever plays it (RFC 7587 section 4.2). */
function readOpus(payload: Uint8Array): readonly SoundFrame[] {
  const samples = opusSamples(payload)
  return samples === null ? [] : [{ bytes: payload, samples }]
}

/** Samples at 48 kHz that an Opus packet lasts (RFC 6716 section 3.1); null for what is none. */
export function opusSamples(packet: Uint8Array): number | null {
  const [head, count = 0] = packet
  if (head === undefined) return null
  const configuration = head >> 3
  const frame =
    configuration < 12
      ? ([480, 960, 1_920, 2_880][configuration & 3] ?? 960)
      : configuration < 16
        ? ([480, 960][configuration & 1] ?? 960)
        : ([120, 240, 480, 960][configuration & 3] ?? 960)
  const code = head & 3
  if (code === 3 && packet.length < 2) return null
  const samples = frame * (code === 0 ? 1 : code === 3 ? count & 0x3f : 2)
  return samples > 0 && samples <= OPUS_SAMPLES_MAX ? samples : null
}

/** Several whole frames in a packet, or one frame over several packets up to the marker (RFC 3640 section 3.2). */
class AacDepacketizer implements SoundDepacketizer {
  readonly #fields: AacFields
  #part: { readonly size: number; readonly bytes: Uint8Array[]; length: number } | null = null

  constructor(fields: AacFields) {
    this.#fields = fields
  }

  lost(): void {
    this.#part = null
  }

  push(payload: Uint8Array, marker: boolean): readonly SoundFrame[] {
    const sizes = this.#sizes(payload)
    if (!sizes) return this.#drop()
    const body = payload.subarray(sizes.end)
    const [only] = sizes.frames
    if (only !== undefined && sizes.frames.length === 1 && (this.#part || only > body.length))
      return this.#join(only, body, marker)
    this.#part = null
    const frames: SoundFrame[] = []
    let at = 0
    for (const size of sizes.frames) {
      if (at + size > body.length) return frames
      frames.push(this.#frame(body.subarray(at, at + size)))
      at += size
    }
    return frames
  }

  /** The sizes in the headers, and where the frames begin; null when they cannot be. */
  #sizes(payload: Uint8Array): { readonly frames: readonly number[]; readonly end: number } | null {
    const { size, index, indexDelta } = this.#fields
    if (payload.length < 3) return null
    const bits = new DataView(payload.buffer, payload.byteOffset).getUint16(0)
    const end = 2 + Math.ceil(bits / 8)
    if (bits < size + index || end >= payload.length) return null
    const reader = new BitReader(payload.subarray(2, end))
    const frames: number[] = []
    for (let left = bits; left >= size + (frames.length === 0 ? index : indexDelta);) {
      const width = frames.length === 0 ? index : indexDelta
      frames.push(reader.bits(size))
      // Frames in another order than they are heard are not sent by cameras.
      if (reader.bits(width) !== 0) return null
      left -= size + width
      if (frames.length > AAC_FRAMES_MAX) return null
    }
    return frames.every((bytes) => bytes > 0 && bytes <= AAC_BYTES_MAX) ? { frames, end } : null
  }

  /** Each part repeats the size of the whole. */
  #join(size: number, body: Uint8Array, marker: boolean): readonly SoundFrame[] {
    const part = this.#part?.size === size ? this.#part : { size, bytes: [], length: 0 }
    part.bytes.push(body)
    part.length += body.length
    this.#part = part
    if (part.length < size && !marker) return []
    this.#part = null
    return part.length === size ? [this.#frame(Buffer.concat(part.bytes))] : []
  }

  #frame(bytes: Uint8Array): SoundFrame {
    return { bytes, samples: this.#fields.frameSamples }
  }

  #drop(): readonly SoundFrame[] {
    this.#part = null
    return []
  }
}
