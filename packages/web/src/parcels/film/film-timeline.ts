// The time of a film: where there are pictures and where there are none. A gap is drawn and never bridged.
import type { FilmPicture } from './film-file.ts'

/** Unix ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A picture stands for no longer than this after it was taken, ms, whatever the file says. */
export const HOLD_MS = 500
/** Two spans this close are one, ms: less is not seen. */
export const JOIN_MS = 60

/** Where pictures are, from the pictures of all pieces of one camera, in the time of the whole film. */
export function spansOf(pictures: readonly FilmPicture[], whole: Span): readonly Span[] {
  const spans: { from: number; to: number }[] = []
  for (const { at, lasts } of pictures.toSorted((a, b) => a.at - b.at)) {
    const to = at + Math.min(lasts, HOLD_MS)
    const last = spans.at(-1)
    if (last && at <= last.to + JOIN_MS) last.to = Math.max(last.to, to)
    else spans.push({ from: at, to })
  }
  // The journal and the pictures themselves differ by a little in when a film begins and ends.
  const [first] = spans
  const last = spans.at(-1)
  if (first && first.from - whole.from <= JOIN_MS) first.from = Math.min(first.from, whole.from)
  if (last && whole.to - last.to <= JOIN_MS) last.to = Math.max(last.to, whole.to)
  return spans
}

/** The span in which a moment lies; null: nothing was filmed then. */
export const spanAt = (spans: readonly Span[], at: number): Span | null =>
  spans.find(({ from, to }) => at >= from && at < to) ?? null

/** The next span that begins after a moment; null: there is none. */
export const spanAfter = (spans: readonly Span[], at: number): Span | null =>
  spans.find(({ from }) => from > at) ?? null

/** Between, before and after the spans. */
export function gapsOf(spans: readonly Span[], { from, to }: Span): readonly Span[] {
  const edges = [...spans.flatMap((span) => [span.from, span.to])]
  const bounds = [from, ...edges, to]
  const gaps: Span[] = []
  for (let place = 0; place + 1 < bounds.length; place += 2) {
    const gap = { from: bounds[place] ?? from, to: bounds[place + 1] ?? to }
    if (gap.to - gap.from > JOIN_MS) gaps.push(gap)
  }
  return gaps
}

/** The gap in which a moment lies. */
export const gapAt = (spans: readonly Span[], whole: Span, at: number): Span | null =>
  gapsOf(spans, whole).find(({ from, to }) => at >= from && at <= to) ?? null

/** How many pictures fall into each of `count` equal parts of the time: what the ticks are drawn from. */
export function ticksOf(
  pictures: readonly FilmPicture[],
  { from, to }: Span,
  count: number,
): readonly number[] {
  const ticks = Array.from({ length: count }, () => 0)
  for (const { at } of pictures) {
    const place = Math.floor(((at - from) / (to - from)) * count)
    if (place >= 0 && place < count) ticks[place] = (ticks[place] ?? 0) + 1
  }
  return ticks
}

/** From the first picture of any camera to the last, by what the visit says of its pieces; null: no film. */
export function wholeOf(pieces: readonly Span[]): Span | null {
  if (pieces.length === 0) return null
  return {
    from: Math.min(...pieces.map(({ from }) => from)),
    to: Math.max(...pieces.map(({ to }) => to)),
  }
}
