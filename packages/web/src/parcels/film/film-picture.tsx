// The picture of a film, with its mark: a film is never live. Where nothing was filmed no picture is shown, whatever
// the one before it was.
import type { ReadonlySignal } from '@preact/signals'
import type { JSX, RefObject } from 'preact'
import { clockSeconds } from '../../live/hub-clock.ts'
import { Icon } from '../../parts/icons.tsx'
import type { FilmPlayer } from './film-player.ts'
import type { FilmReel } from './film-reel.ts'
import { FilmStrip } from './film-strip.tsx'
import { type Span, gapAt, spanAt } from './film-timeline.ts'

export interface FilmPictureProps {
  readonly video: RefObject<HTMLVideoElement | null>
  readonly player: FilmPlayer | null
  readonly place: string
  readonly whole: Span
  readonly spans: ReadonlySignal<readonly Span[]>
  readonly at: ReadonlySignal<number>
  readonly reel: FilmReel
}

/** 14:32:05.2 */
const tenths = (at: number): string => `${clockSeconds(at)}.${Math.floor((at % 1000) / 100)}`

export function FilmPicture(props: FilmPictureProps): JSX.Element {
  const { video, player, place, spans, at, reel } = props
  const isFilmed = spanAt(spans.value, at.value) !== null
  const isLoading = reel.pieces.value.some(({ state }) => state === 'waiting') && spans.value.length === 0
  const shown = player?.shown.value ?? null
  const isShown = isFilmed && shown !== null && player?.isUnable.value !== true
  return (
    <>
      <div class="pic filmpic">
        <video
          class={isShown ? 'scene' : 'scene unseen'}
          ref={video}
          muted
          playsInline
          aria-label={`${place}, film, not live`}
        />
        {!isShown && <p class="nopicture">{whyNone(props, isLoading)}</p>}
        <div class="over">
          <div class="row">
            <span class="live film">Film, not live</span>
            <span class="cam push">
              {place} {isShown && tenths(shown)}
            </span>
          </div>
          {player?.sound.isThere.value === true && <SoundSwitch player={player} />}
        </div>
      </div>
      <FilmStrip whole={props.whole} spans={spans} at={at} reel={reel} />
    </>
  )
}

/** A film makes no sound by itself. */
const SoundSwitch = ({ player: { sound } }: { readonly player: FilmPlayer }): JSX.Element => (
  <div class="row">
    <button
      type="button"
      class="listen"
      aria-pressed={sound.isOn.value}
      onClick={() => void (sound.isOn.value = !sound.isOn.value)}
    >
      <Icon name={sound.isOn.value ? 'sound' : 'quiet'} size="s" />
      <span>{sound.isOn.value ? 'Sound on' : 'Sound off'}</span>
    </button>
  </div>
)

function whyNone({ player, spans, whole, at, reel }: FilmPictureProps, isLoading: boolean): string {
  if (isLoading) return 'Loading the film'
  if (player?.isUnable.value === true) return 'This browser cannot show this film. The evidence file has it.'
  if (spans.value.length === 0) return 'No piece of this film can be shown'
  const gap = gapAt(spans.value, whole, at.value)
  if (reel.pieces.value.some(({ state }) => state === 'waiting')) return 'Loading the film'
  if (!gap) return 'Loading the picture'
  return `No picture from ${tenths(gap.from)} to ${tenths(gap.to)}`
}
