// Frames between the hub and its children: a JSON head and, where pictures travel, a binary tail.
// Layout: u32 length of what follows, u32 length of the head, head (UTF-8 JSON), tail. Big endian.

/** Largest frame without a tail (device plugins), bytes. */
export const HEAD_BYTES_MAX = 64 * 1024
/** Largest frame at all: one film fragment or photo, bytes. */
export const FRAME_BYTES_MAX = 8 * 1024 * 1024

export interface Frame {
  readonly head: unknown
  readonly tail: Uint8Array
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })
const nothing = new Uint8Array(0)

/** Throws a RangeError when head or frame is over its limit. */
export function encodeFrame(head: unknown, tail: Uint8Array = nothing): Uint8Array {
  const text = encoder.encode(JSON.stringify(head))
  const length = 4 + text.length + tail.length
  if (text.length > HEAD_BYTES_MAX || length > FRAME_BYTES_MAX)
    throw new RangeError(`frame of ${text.length} + ${tail.length} bytes is over its limit`)
  const frame = new Uint8Array(4 + length)
  const view = new DataView(frame.buffer)
  view.setUint32(0, length)
  view.setUint32(4, text.length)
  frame.set(text, 8)
  frame.set(tail, 8 + text.length)
  return frame
}

/** Collects bytes in any portions and gives whole frames; throws a RangeError on a frame over its limit. */
export class FrameReader {
  #chunks: Uint8Array[] = []
  #bytes = 0

  push(chunk: Uint8Array): Frame[] {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    const frames: Frame[] = []
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame)
    return frames
  }

  #next(): Frame | undefined {
    if (this.#bytes < 8) return undefined
    const start = this.#peek(8)
    const view = new DataView(start.buffer, start.byteOffset, 8)
    const length = view.getUint32(0)
    const headLength = view.getUint32(4)
    if (length > FRAME_BYTES_MAX || headLength > HEAD_BYTES_MAX || headLength + 4 > length)
      throw new RangeError(`frame of ${length} bytes with a head of ${headLength} is over its limit`)
    if (this.#bytes < 4 + length) return undefined
    const whole = this.#take(4 + length)
    return {
      head: JSON.parse(decoder.decode(whole.subarray(8, 8 + headLength))),
      tail: whole.subarray(8 + headLength),
    }
  }

  #peek(count: number): Uint8Array {
    const first = this.#chunks[0]
    if (first && first.length >= count) return first
    const joined = this.#take(this.#bytes)
    this.#chunks = [joined]
    this.#bytes = joined.length
    return joined
  }

  #take(count: number): Uint8Array {
    const first = this.#chunks[0]
    if (first && first.length >= count) {
      this.#bytes -= count
      if (first.length === count) this.#chunks.shift()
      else this.#chunks[0] = first.subarray(count)
      return first.subarray(0, count)
    }
    const joined = new Uint8Array(this.#bytes)
    let at = 0
    for (const chunk of this.#chunks) {
      joined.set(chunk, at)
      at += chunk.length
    }
    this.#chunks = [joined]
    return this.#take(count)
  }
}
