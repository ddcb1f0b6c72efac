// Boxes of MP4 (ISO/IEC 14496-12 §4.2), and of a fragment as the hub writes it when each of its pictures is shown
// (§8.8.12 `tfdt`, §8.8.8 `trun`). What is not whole counts for nothing.

export interface Box {
  readonly type: string
  readonly body: DataView
}

const BOX_HEAD = 8

export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/** The bytes from there on, or so many of them. */
export const part = (view: DataView, from: number, length = view.byteLength - from): DataView =>
  new DataView(view.buffer, view.byteOffset + from, length)

/** Box after box, up to the first that is cut off. */
export function* boxesIn(view: DataView): Generator<Box> {
  let at = 0
  while (at + BOX_HEAD <= view.byteLength) {
    const size = view.getUint32(at)
    if (size < BOX_HEAD || at + size > view.byteLength) return
    const type = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at + 4, 4))
    yield { type, body: part(view, at + BOX_HEAD, size - BOX_HEAD) }
    at += size
  }
}

/** The body of the first box on that path of boxes in boxes; null: there is none. */
export function inside(view: DataView, ...path: readonly string[]): DataView | null {
  let inner: DataView | null = view
  for (const type of path) {
    if (inner === null) return null
    inner = [...boxesIn(inner)].find((box) => box.type === type)?.body ?? null
  }
  return inner
}

/** Ticks per second of the hub's tracks. */
const TIMESCALE = 90_000
const RUN_HEAD = 12
/** Bytes of one row of `trun` as the hub writes it: duration, size, flags. */
const ROW = 12
/** Pictures in one run; a longer one is none of the hub's: two minutes at a hundred a second. */
export const PICTURES_MAX = 20_000

export interface RunPicture {
  /** Seconds from the start of the track. */
  readonly media: number
  /** Ms until the next one. */
  readonly lasts: number
}

/** Every picture of a fragment, by the body of its `moof`; empty: this is no fragment of the hub. */
export function runIn(moof: DataView): readonly RunPicture[] {
  const traf = inside(moof, 'traf')
  const time = traf && inside(traf, 'tfdt')
  const run = traf && inside(traf, 'trun')
  if (!time || !run || time.byteLength < 12 || run.byteLength < RUN_HEAD) return []
  const count = run.getUint32(4)
  if (count > PICTURES_MAX || run.byteLength < RUN_HEAD + count * ROW) return []
  let ticks = Number(time.getBigUint64(4))
  return Array.from({ length: count }, (_, row) => {
    const media = ticks / TIMESCALE
    const lasts = run.getUint32(RUN_HEAD + row * ROW)
    ticks += lasts
    return { media, lasts: (lasts / TIMESCALE) * 1000 }
  })
}
