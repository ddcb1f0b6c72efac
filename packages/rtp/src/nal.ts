// NAL units: their types, the two ways of putting them in a row, and emulation prevention (ITU-T H.264 7.3.1,
// 7.4.1 and annex B; ISO/IEC 14496-15 for the length-prefixed form).

export const NAL_IDR = 5
export const NAL_SEI = 6
export const NAL_SPS = 7
export const NAL_PPS = 8
export const NAL_AUD = 9

/** `nal_unit_type`, 0–31; 0 for an empty NAL. */
export const nalType = (nal: Uint8Array): number => (nal[0] ?? 0) & 0x1f

/** Coded slices and data partitions: the NALs that hold the picture itself. */
export const isSlice = (type: number): boolean => type >= 1 && type <= NAL_IDR

/** The slice begins a picture: `first_mb_in_slice`, ue(v), is 0 and therefore one set bit. */
export const startsPicture = (nal: Uint8Array): boolean => {
  const type = nalType(nal)
  return (type === 1 || type === 2 || type === NAL_IDR) && ((nal[1] ?? 0) & 0x80) !== 0
}

/** The NALs between start codes of three or four bytes; zero bytes before a start code belong to no NAL. */
export function splitAnnexB(stream: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = []
  let start = -1
  const close = (end: number): void => {
    if (start < 0) return
    let last = end
    while (last > start && stream[last - 1] === 0) last -= 1
    if (last > start) nals.push(stream.subarray(start, last))
  }
  for (let at = 0; at + 2 < stream.length; at += 1) {
    if (stream[at] !== 0 || stream[at + 1] !== 0 || stream[at + 2] !== 1) continue
    close(at)
    start = at + 3
    at += 2
  }
  close(stream.length)
  return nals
}

/** NALs in a row, each behind a start code of four bytes. */
export function joinAnnexB(nals: readonly Uint8Array[]): Uint8Array {
  return join(nals, (view, at) => {
    view.setUint32(at, 1)
  })
}

/** NALs in a row, each behind its length of four bytes: the form that MP4 samples have. */
export function joinLengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  return join(nals, (view, at, nal) => {
    view.setUint32(at, nal.length)
  })
}

function join(
  nals: readonly Uint8Array[],
  prefix: (view: DataView, at: number, nal: Uint8Array) => void,
): Uint8Array {
  const joined = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0))
  const view = new DataView(joined.buffer)
  let at = 0
  for (const nal of nals) {
    prefix(view, at, nal)
    joined.set(nal, at + 4)
    at += 4 + nal.length
  }
  return joined
}

/** The NALs of a length-prefixed row; throws a RangeError when a length does not fit. */
export function splitLengthPrefixed(sample: Uint8Array): Uint8Array[] {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength)
  const nals: Uint8Array[] = []
  let at = 0
  while (at < sample.length) {
    const end = at + 4 <= sample.length ? at + 4 + view.getUint32(at) : Infinity
    if (end > sample.length) throw new RangeError(`length at ${at} is over the ${sample.length} bytes given`)
    nals.push(sample.subarray(at + 4, end))
    at = end
  }
  return nals
}

/** Puts a 3 between two zeros and a byte of 0–3, so that no start code can appear inside a NAL. */
export function escapeNal(raw: Uint8Array): Uint8Array {
  const escaped: number[] = []
  let zeros = 0
  for (const byte of raw) {
    if (zeros >= 2 && byte <= 3) {
      escaped.push(3)
      zeros = 0
    }
    escaped.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Uint8Array.from(escaped)
}

/** Takes the emulation prevention bytes out again. */
export function unescapeNal(nal: Uint8Array): Uint8Array {
  const raw = new Uint8Array(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    raw[length] = byte
    length += 1
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return raw.subarray(0, length)
}
