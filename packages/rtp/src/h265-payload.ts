// H.265 in RTP (RFC 7798): single NAL units, aggregation packets for small ones together, fragmentation units for large
// ones in parts. Streams with a decoding order of their own (`sprop-max-don-diff`) are not set up, see `sdp.ts`.
import { type Depacketized, type Depacketizer, NalParts, splitAggregate } from './nal-parts.ts'
import { h265NalType } from './video-codec.ts'

const AGGREGATION = 48
const FRAGMENT = 49
const HEAD_BYTES = 2

export class H265Depacketizer implements Depacketizer {
  readonly #parts = new NalParts()

  lost(): void {
    this.#parts.drop()
  }

  push(payload: Uint8Array): Depacketized {
    const type = h265NalType(payload)
    if (type === FRAGMENT) return this.#part(payload)
    const broken = this.#parts.drop()
    if (payload.length <= HEAD_BYTES) return { nals: [], damaged: true }
    if (type === AGGREGATION) {
      const { nals, damaged } = splitAggregate(payload, HEAD_BYTES, HEAD_BYTES + 1)
      return { nals, damaged: damaged || broken }
    }
    const single = type < AGGREGATION
    return { nals: single ? [payload] : [], damaged: broken || !single }
  }

  #part(payload: Uint8Array): Depacketized {
    const [first, second, head] = payload
    if (first === undefined || second === undefined || head === undefined || payload.length < 4) {
      this.#parts.drop()
      return { nals: [], damaged: true }
    }
    return this.#parts.take({
      // Layer and temporal id as in the payload header, the type as in the fragment's (section 4.4.3).
      head: Uint8Array.of((first & 0x81) | ((head & 0x3f) << 1), second),
      body: payload.subarray(3),
      first: (head & 0x80) !== 0,
      last: (head & 0x40) !== 0,
    })
  }
}
