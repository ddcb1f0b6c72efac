// Below the film: what happened when, how much of the film is here, and whether it is the one that the journal names.
import type { JSX } from 'preact'
import { clockSeconds } from '../../live/hub-clock.ts'
import type { Happening } from '../happenings.ts'
import { type FilmReel, canHash, failureOf } from './film-reel.ts'

interface HappenedListProps {
  readonly happened: readonly Happening[]
  /** Unix ms: the place in the film. */
  readonly at: number
  readonly onGo: (at: number) => void
}

export function HappenedList({ happened, at, onGo }: HappenedListProps): JSX.Element {
  const next = happened.findIndex((each) => each.at > at)
  const now = next === -1 ? happened.length - 1 : next - 1
  return (
    <ol class="sec happened">
      {happened.map((each, row) => (
        <HappenedRow
          key={`${each.at} ${each.what}`}
          each={each}
          isNow={row === now}
          onGo={() => onGo(each.at)}
        />
      ))}
    </ol>
  )
}

interface HappenedRowProps {
  readonly each: Happening
  readonly isNow: boolean
  readonly onGo: () => void
}

function HappenedRow({ each, isNow, onGo }: HappenedRowProps): JSX.Element {
  const { at, what, rest, mark } = each
  return (
    <li>
      <button
        type="button"
        class={`row ${mark}`}
        onClick={onGo}
        {...(isNow ? { 'aria-current': 'time' as const } : {})}
      >
        <time class="mono">{clockSeconds(at)}</time>
        <span class="grow">
          <b>{what}</b>
          {rest !== '' && `, ${rest}`}
        </span>
      </button>
    </li>
  )
}

/** How much of the film is here, what is not, and whether it was compared with its record. */
export function ReelWords({ reel }: { readonly reel: FilmReel }): JSX.Element {
  const pieces = reel.pieces.value
  const waiting = pieces.filter(({ state }) => state === 'waiting').length
  const failed = pieces.filter((piece) => failureOf(piece) !== null)
  const ready = pieces.filter(({ state }) => state === 'ready').length
  return (
    <div class="sec stack reel">
      <p class="small" role="status">
        {waiting > 0 && `Loading: piece ${pieces.length - waiting + 1} of ${pieces.length}`}
        {waiting === 0 &&
          ready > 0 &&
          (canHash()
            ? 'Every piece that is shown is the one the journal names.'
            : 'Not compared with its record here: this page is open without HTTPS.')}
      </p>
      {failed.map((piece) => (
        <p key={piece.meta.url} class="small" role="alert">
          The piece from {clockSeconds(piece.meta.from)} to {clockSeconds(piece.meta.to)} {failureOf(piece)}.
        </p>
      ))}
    </div>
  )
}
