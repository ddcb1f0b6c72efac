// The size of a JPEG, from its frame header (ITU-T T.81, section B.2.2). What has none is no picture to show.

const START = 0xd8
const MARK = 0xff

/** Baseline, extended and progressive frames. */
const isFrame = (mark: number): boolean => mark >= 0xc0 && mark <= 0xc2

/** null: it is no JPEG, or ends before its frame header. */
export function jpegSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | null {
  if (bytes[0] !== MARK || bytes[1] !== START) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 2
  while (at + 9 <= bytes.length && bytes[at] === MARK) {
    const mark = view.getUint8(at + 1)
    if (isFrame(mark)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return width > 0 && height > 0 ? { width, height } : null
    }
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    at += 2 + length
  }
  return null
}
