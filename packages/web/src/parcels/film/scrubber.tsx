// One scrubber over three traces: where there are pictures, what the bolt said, what the contact said. Dragged, or
// moved by keys; what it points at is read aloud.
import { useRef } from 'preact/hooks'
import type { JSX, TargetedPointerEvent } from 'preact'
import type { FilmPicture } from './film-file.ts'
import { type Span, gapsOf, ticksOf } from './film-timeline.ts'
import { keyTarget } from './scrubber-keys.ts'
import { type Stretch, type Trace, boltWord, contactWord, spokenAt } from './trace.ts'

export interface ScrubberProps {
  readonly whole: Span
  readonly pictures: readonly FilmPicture[]
  readonly spans: readonly Span[]
  readonly trace: Trace | null
  /** Unix ms of what happened, in order: where the Page keys go. */
  readonly events: readonly number[]
  /** Unix ms. */
  readonly at: number
  readonly hasPicture: boolean
  readonly isPlaying: boolean
  readonly onSeek: (at: number) => void
  readonly onToggle: () => void
}

/** Parts of the picture trace: as many as can be seen apart, and none shorter than this, ms. */
const TICKS_MAX = 90
const TICK_MS_MIN = 400
/** A word is drawn where it has this part of the width. */
const WORD_MIN = 0.12

export function Scrubber(props: ScrubberProps): JSX.Element {
  const { whole, at, trace, hasPicture, isPlaying, onSeek, onToggle } = props
  const ground = useRef<HTMLDivElement>(null)
  const share = (moment: number): number => (moment - whole.from) / (whole.to - whole.from)
  function drag({ clientX, buttons, currentTarget }: TargetedPointerEvent<HTMLDivElement>): void {
    if (buttons !== 1) return
    const { left, width } = currentTarget.getBoundingClientRect()
    onSeek(whole.from + Math.min(1, Math.max(0, (clientX - left) / width)) * (whole.to - whole.from))
  }
  function key(event: KeyboardEvent): void {
    const to = keyTarget(event.key, props)
    if (event.key === ' ') onToggle()
    else if (to !== null) onSeek(to)
    if (event.key === ' ' || to !== null) event.preventDefault()
  }
  return (
    <div
      class="scrubber"
      role="slider"
      tabIndex={0}
      aria-label="Place in the film"
      aria-valuemin={0}
      aria-valuemax={Math.round((whole.to - whole.from) / 1000)}
      aria-valuenow={Math.floor((at - whole.from) / 1000)}
      aria-valuetext={spokenAt({ at, trace, hasPicture })}
      ref={ground}
      onKeyDown={key}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        drag(event)
      }}
      onPointerMove={drag}
    >
      {trace?.insecure.map(({ from, to }) => (
        <div
          key={from}
          class="insecure"
          style={{ left: percent(share(from)), width: percent(share(to) - share(from)) }}
        />
      ))}
      <p class="lab">Picture</p>
      <PictureTicks {...props} />
      {trace && (
        <>
          <p class="lab">Bolt</p>
          <TraceLine stretches={trace.bolt} share={share} rest="locked" wordOf={boltWord} />
          <p class="lab">Door</p>
          <TraceLine stretches={trace.contact} share={share} rest="closed" wordOf={contactWord} />
        </>
      )}
      <Axis whole={whole} marks={trace?.insecure.flatMap(({ from, to }) => [from, to]) ?? []} share={share} />
      <div class={isPlaying ? 'head playing' : 'head'} style={{ left: percent(share(at)) }} />
    </div>
  )
}

interface AxisProps {
  readonly whole: Span
  /** Unix ms: where the door began and ended being insecure. */
  readonly marks: readonly number[]
  readonly share: (at: number) => number
}

/** A mark nearer to the ends than this part of the width is not written. */
const MARK_ROOM = 0.12

function Axis({ whole, marks, share }: AxisProps): JSX.Element {
  const seconds = (at: number): number => Math.round((at - whole.from) / 1000)
  return (
    <p class="axis" aria-hidden="true">
      <span>0 s</span>
      {marks
        .filter((at) => share(at) > MARK_ROOM && share(at) < 1 - MARK_ROOM)
        .map((at) => (
          <span key={at} class="mark" style={{ left: percent(share(at)) }}>
            {seconds(at)}
          </span>
        ))}
      <span>{seconds(whole.to)} s</span>
    </p>
  )
}

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`

function PictureTicks({ pictures, spans, whole }: ScrubberProps): JSX.Element {
  const count = Math.max(1, Math.min(TICKS_MAX, Math.floor((whole.to - whole.from) / TICK_MS_MIN)))
  const ticks = ticksOf(pictures, whole, count)
  const usual =
    ticks.filter((taken) => taken > 0).toSorted((a, b) => a - b)[Math.floor(ticks.length / 4)] ?? 1
  return (
    <div class="ticks" aria-hidden="true">
      <svg viewBox={`0 0 ${count * 10} 10`} preserveAspectRatio="none">
        {ticks.map((taken, place) => {
          const isWeak = taken < usual / 2
          return (
            taken > 0 && (
              <rect
                key={place}
                class={isWeak ? 'weak' : ''}
                x={place * 10 + 2}
                y={isWeak ? 5 : 0}
                width="6"
                height={isWeak ? 5 : 10}
              />
            )
          )
        })}
      </svg>
      {gapsOf(spans, whole).map(({ from, to }) => (
        <i
          key={from}
          class="hole"
          style={{
            left: percent((from - whole.from) / (whole.to - whole.from)),
            width: percent((to - from) / (whole.to - whole.from)),
          }}
        />
      ))}
    </div>
  )
}

interface TraceLineProps {
  readonly stretches: readonly Stretch[]
  readonly share: (at: number) => number
  /** The word of a door that is secure. */
  readonly rest: string
  readonly wordOf: (word: string) => string
}

function TraceLine({ stretches, share, rest, wordOf }: TraceLineProps): JSX.Element {
  const kindOf = (stretch: Stretch | undefined): string =>
    !stretch || wordOf(stretch.word) === 'not known' ? 'notknown' : stretch.word === rest ? 'rest' : 'away'
  return (
    <div class="trace" aria-hidden="true">
      {stretches.map((stretch, place) => {
        const { from, to, word } = stretch
        const width = share(to) - share(from)
        const begins = kindOf(stretches[place - 1]) === 'rest' ? 'begins' : ''
        const ends = kindOf(stretches[place + 1]) === 'rest' ? 'ends' : ''
        // A word that began late would reach out of the picture.
        const late = share(from) > 0.5 ? 'late' : ''
        return (
          <span
            key={from}
            class={`${kindOf(stretch)} ${begins} ${ends} ${late}`}
            style={{ left: percent(share(from)), width: percent(width) }}
          >
            {width >= WORD_MIN && <b>{wordOf(word)}</b>}
          </span>
        )
      })}
    </div>
  )
}
