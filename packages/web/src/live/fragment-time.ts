// Reads from a fragment of MP4 when its last picture is shown (ISO/IEC 14496-12 §8.8.12 `tfdt`, §8.8.8 `trun`), so that
// the picture on the screen can be told from the one that has only arrived.

/** Ticks per second of the hub's live tracks. */
export const TIMESCALE = 90_000

interface Box {
  readonly type: string
  readonly body: DataView
}

function* boxesIn(view: DataView): Generator<Box> {
  let at = 0
  while (at + 8 <= view.byteLength) {
    const size = view.getUint32(at)
    if (size < 8 || at + size > view.byteLength) return
    const type = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + 4, 4))
    yield { type, body: new DataView(view.buffer, view.byteOffset + at + 8, size - 8) }
    at += size
  }
}

function find(view: DataView, ...path: readonly string[]): DataView | null {
  let inner: DataView | null = view
  for (const type of path) {
    if (inner === null) return null
    inner = [...boxesIn(inner)].find((box) => box.type === type)?.body ?? null
  }
  return inner
}

/** Bytes of one row of `trun` as the hub writes it: duration, size, flags. */
const ROW = 12
const RUN_HEAD = 12

/** Seconds from the start of the track to the last picture in the fragment; null: this is no fragment of the hub. */
export function lastPictureTime(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const traf = find(view, 'moof', 'traf')
  const time = traf && find(traf, 'tfdt')
  const run = traf && find(traf, 'trun')
  if (!time || !run || time.byteLength < 12 || run.byteLength < RUN_HEAD) return null
  const count = run.getUint32(4)
  if (run.byteLength < RUN_HEAD + count * ROW) return null
  let ticks = Number(time.getBigUint64(4))
  for (let i = 0; i + 1 < count; i++) ticks += run.getUint32(RUN_HEAD + i * ROW)
  return ticks / TIMESCALE
}
