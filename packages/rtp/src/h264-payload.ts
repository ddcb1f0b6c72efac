// H.264 in RTP (RFC 6184): single NAL units, STAP-A for small ones together, FU-A for large ones in parts.
import { type Depacketized, type Depacketizer, NalParts, splitAggregate } from './nal-parts.ts'
import { nalType } from './nal.ts'

const STAP_A = 24
const FU_A = 28

/** Payloads of at most `payloadMax` (≥ 8) bytes that carry the NALs in their order; empty NALs are left out. */
export function packetizeH264(nals: readonly Uint8Array[], payloadMax: number): Uint8Array[] {
  if (payloadMax < 8) throw new RangeError(`payloads of ${payloadMax} bytes are too small`)
  const payloads: Uint8Array[] = []
  let group: Uint8Array[] = []
  let groupBytes = 1
  const closeGroup = (): void => {
    const [only] = group
    if (group.length === 1 && only) payloads.push(only)
    else if (group.length > 1) payloads.push(aggregate(group, groupBytes))
    group = []
    groupBytes = 1
  }
  for (const nal of nals) {
    if (nal.length === 0) continue
    if (groupBytes + 2 + nal.length > payloadMax) closeGroup()
    if (nal.length > payloadMax) payloads.push(...fragment(nal, payloadMax))
    else {
      group.push(nal)
      groupBytes += 2 + nal.length
    }
  }
  closeGroup()
  return payloads
}

function aggregate(nals: readonly Uint8Array[], length: number): Uint8Array {
  const payload = new Uint8Array(length)
  const view = new DataView(payload.buffer)
  let indicator = STAP_A
  let at = 1
  for (const nal of nals) {
    const head = nal[0] ?? 0
    // Forbidden bit of any, importance of the greatest (RFC 6184 section 5.7.1).
    indicator = (indicator & 0x9f) | (head & 0x80) | Math.max(indicator & 0x60, head & 0x60)
    view.setUint16(at, nal.length)
    payload.set(nal, at + 2)
    at += 2 + nal.length
  }
  payload[0] = indicator
  return payload
}

function fragment(nal: Uint8Array, payloadMax: number): Uint8Array[] {
  const head = nal[0] ?? 0
  const room = payloadMax - 2
  const parts: Uint8Array[] = []
  for (let at = 1; at < nal.length; at += room) {
    const body = nal.subarray(at, at + room)
    const part = new Uint8Array(2 + body.length)
    part[0] = (head & 0xe0) | FU_A
    part[1] = (at === 1 ? 0x80 : 0) | (at + room >= nal.length ? 0x40 : 0) | (head & 0x1f)
    part.set(body, 2)
    parts.push(part)
  }
  return parts
}

export class H264Depacketizer implements Depacketizer {
  readonly #parts = new NalParts()

  lost(): void {
    this.#parts.drop()
  }

  push(payload: Uint8Array): Depacketized {
    const type = nalType(payload)
    if (type === FU_A) return this.#part(payload)
    const broken = this.#parts.drop()
    if (type === STAP_A) {
      const { nals, damaged } = splitAggregate(payload, 1, 1)
      return { nals, damaged: damaged || broken }
    }
    const single = type >= 1 && type < STAP_A
    return { nals: single ? [payload] : [], damaged: broken || !single }
  }

  #part(payload: Uint8Array): Depacketized {
    const [indicator, head] = payload
    if (indicator === undefined || head === undefined || payload.length < 3) {
      this.#parts.drop()
      return { nals: [], damaged: true }
    }
    return this.#parts.take({
      head: Uint8Array.of((indicator & 0xe0) | (head & 0x1f)),
      body: payload.subarray(2),
      first: (head & 0x80) !== 0,
      last: (head & 0x40) !== 0,
    })
  }
}
