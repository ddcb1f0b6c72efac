// The film of one camera: its picture, the scrubber, the keys, and what happened when.
import { type ReadonlySignal, type Signal, computed, useComputed, useSignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Icon } from '../../parts/icons.tsx'
import type { Happening } from '../happenings.ts'
import type { FilmPicture as Picture } from './film-file.ts'
import { FilmPicture } from './film-picture.tsx'
import { FilmPlayer, canPlayFilm } from './film-player.ts'
import { type FilmMeta, FilmReel } from './film-reel.ts'
import { type Span, spanAt, spansOf } from './film-timeline.ts'
import { HappenedList, ReelWords } from './film-lists.tsx'
import { keyTarget } from './scrubber-keys.ts'
import { Scrubber } from './scrubber.tsx'
import type { Trace } from './trace.ts'

export interface CameraFilmProps {
  readonly place: string
  readonly metas: readonly FilmMeta[]
  readonly whole: Span
  /** Unix ms: the place in the film, whichever camera is looked through. */
  readonly at: Signal<number>
  readonly trace: Trace | null
  readonly happened: readonly Happening[]
}

interface Film {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly player: FilmPlayer | null
  readonly reel: FilmReel
  readonly pictures: ReadonlySignal<readonly Picture[]>
  readonly spans: ReadonlySignal<readonly Span[]>
}

/** Fetched and played while it is on the screen. */
function useFilm({ metas, whole, at }: CameraFilmProps): Film {
  const video = useRef<HTMLVideoElement>(null)
  const player = useSignal<FilmPlayer | null>(null)
  const { reel, pictures, spans } = useMemo(() => {
    const made = new FilmReel(metas)
    const all = computed(() => made.pieces.value.flatMap(({ file }) => file?.pictures ?? []))
    return { reel: made, pictures: all, spans: computed(() => spansOf(all.value, whole)) }
  }, [])
  useEffect(() => {
    if (!video.current) return undefined
    const made = new FilmPlayer({ video: video.current, whole, spans, at })
    player.value = made
    void reel.load((piece) => made.add(piece))
    return () => {
      reel[Symbol.dispose]()
      made[Symbol.dispose]()
    }
  }, [])
  return { video, player: player.value, reel, pictures, spans }
}

export function CameraFilm(props: CameraFilmProps): JSX.Element {
  const { place, whole, at, trace, happened } = props
  const { video, player, reel, pictures, spans } = useFilm(props)
  const hasPicture = useComputed(() => spanAt(spans.value, at.value) !== null)
  const events = useMemo(() => {
    const all = [...happened.map((each) => each.at), ...(trace?.changes ?? [])]
    return [...new Set(all)].toSorted((a, b) => a - b)
  }, [])
  const isPlaying = player?.isPlaying.value ?? false
  const toggle = (): void => (isPlaying ? player?.pause() : player?.play())
  const seek = (to: number): void => player?.seek(to)
  const jump = (key: 'PageUp' | 'PageDown'): void => {
    const to = keyTarget(key, { at: at.value, whole, events, isPlaying })
    if (to !== null) seek(to)
  }
  return (
    <>
      <FilmPicture
        video={video}
        player={player}
        place={place}
        whole={whole}
        spans={spans}
        at={at}
        reel={reel}
      />
      <div class="traces">
        <Scrubber
          whole={whole}
          pictures={pictures.value}
          spans={spans.value}
          trace={trace}
          events={events}
          at={at.value}
          hasPicture={hasPicture.value}
          isPlaying={isPlaying}
          onSeek={seek}
          onToggle={toggle}
        />
      </div>
      <Keys isPlaying={isPlaying} onJump={jump} onToggle={toggle} />
      <ReelWords reel={reel} />
      <HappenedList happened={happened} at={at.value} onGo={seek} />
    </>
  )
}

interface KeysProps {
  readonly isPlaying: boolean
  readonly onJump: (key: 'PageUp' | 'PageDown') => void
  readonly onToggle: () => void
}

const Keys = ({ isPlaying, onJump, onToggle }: KeysProps): JSX.Element => (
  <div class="keys row">
    <button type="button" class="btn icon" aria-label="What happened before" onClick={() => onJump('PageUp')}>
      <Icon name="back" />
    </button>
    <button
      type="button"
      class="btn main icon play"
      aria-label={isPlaying ? 'Pause' : 'Play'}
      disabled={!canPlayFilm()}
      onClick={onToggle}
    >
      {isPlaying ? <span class="pause" /> : <Icon name="play" />}
    </button>
    <button type="button" class="btn icon" aria-label="What happened next" onClick={() => onJump('PageDown')}>
      <Icon name="forward" />
    </button>
  </div>
)
