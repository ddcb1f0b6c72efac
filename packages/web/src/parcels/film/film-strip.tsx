// Seven small pictures of the whole time, drawn by a player of their own, so that the large one stays where it is. Where
// nothing was filmed the place stays empty.
import { type ReadonlySignal, signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { FilmPlayer } from './film-player.ts'
import type { FilmReel } from './film-reel.ts'
import { type Span, spanAt } from './film-timeline.ts'

export interface FilmStripProps {
  readonly whole: Span
  readonly spans: ReadonlySignal<readonly Span[]>
  /** Unix ms: the place in the film. */
  readonly at: ReadonlySignal<number>
  readonly reel: FilmReel
}

const THUMBS = 7
const THUMB_WIDTH = 96
const THUMB_HEIGHT = 72
/** Bytes of film that are decoded a second time for small pictures; a longer one has none. */
const STRIP_BYTES_MAX = 32 * 1024 * 1024

/** The middle of each seventh. */
const momentsOf = ({ from, to }: Span): readonly number[] =>
  Array.from({ length: THUMBS }, (_, place) => from + ((place + 0.5) / THUMBS) * (to - from))

export function FilmStrip({ whole, spans, at, reel }: FilmStripProps): JSX.Element {
  const strip = useRef<HTMLDivElement>(null)
  const isWhole = reel.pieces.value.every(({ state }) => state !== 'waiting')
  const moments = momentsOf(whole)
  const part = (at.value - whole.from) / (whole.to - whole.from)
  const now = Math.min(THUMBS - 1, Math.floor(part * THUMBS))
  useEffect(() => {
    if (!isWhole) return undefined
    const video = document.createElement('video')
    video.muted = true
    const player = new FilmPlayer({ video, whole, isSilent: true, spans, at: signal(whole.from) })
    void drawAll(player, (place) => {
      const canvas = strip.current?.children[place]
      if (canvas instanceof HTMLCanvasElement)
        canvas.getContext('2d')?.drawImage(video, 0, 0, THUMB_WIDTH, THUMB_HEIGHT)
    })
    return () => player[Symbol.dispose]()
  }, [isWhole])
  async function drawAll(player: FilmPlayer, draw: (place: number) => void): Promise<void> {
    const pieces = reel.pieces.peek()
    if (pieces.reduce((bytes, { meta }) => bytes + meta.bytes, 0) > STRIP_BYTES_MAX) return
    // One after the other: there is one video.
    // oxlint-disable-next-line no-await-in-loop
    for (const piece of pieces) await player.add(piece)
    // oxlint-disable-next-line no-await-in-loop
    for (const [place, moment] of moments.entries()) if (await player.look(moment)) draw(place)
    player[Symbol.dispose]()
  }
  return (
    <div class="strip filmstrip" ref={strip} aria-hidden="true">
      {moments.map((moment, place) => (
        <canvas
          key={moment}
          class={`${place === now ? 'now' : ''} ${spanAt(spans.value, moment) ? '' : 'ahead'}`}
          width={THUMB_WIDTH}
          height={THUMB_HEIGHT}
        />
      ))}
    </div>
  )
}
