// One area as a list: what it is for, and its corners as numbers that arrow keys change and a screen reader reads.
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import {
  type Area,
  CORNERS_MAX,
  CORNERS_MIN,
  type Place,
  placeMeaning,
  placeName,
  withCorner,
  withMoreCorners,
  withoutCorner,
} from './area-draft.ts'

export interface AreaRowProps {
  readonly place: Place
  readonly area: Area | null
  readonly isChosen: boolean
  readonly held: Signal<number | null>
  readonly onChoose: () => void
  readonly onDraw: () => void
  /** Null takes it away. */
  readonly onChange: (area: Area | null) => void
}

export function AreaRow(props: AreaRowProps): JSX.Element {
  const { place, area, isChosen, onChoose, onDraw, onChange } = props
  const name = placeName(place)
  return (
    <li class="row top arearow">
      <div class="grow stack">
        <b>{name}</b>
        <span class="small">{placeMeaning(place)}</span>
        {area && isChosen && <Corners {...props} area={area} />}
        <div class="row buttons">
          {area ? (
            <>
              <button type="button" class="btn" aria-expanded={isChosen} onClick={onChoose}>
                {isChosen ? 'Done with it' : `${area.length} corners`}
                <span class="hush"> of {name}</span>
              </button>
              <button type="button" class="btn" onClick={() => onChange(null)}>
                Take away<span class="hush"> {name}</span>
              </button>
            </>
          ) : (
            <button type="button" class="btn" onClick={onDraw}>
              Draw<span class="hush"> {name}</span>
            </button>
          )}
        </div>
      </div>
    </li>
  )
}

function Corners({
  place,
  area,
  held,
  onChange,
}: Omit<AreaRowProps, 'area'> & { readonly area: Area }): JSX.Element {
  return (
    <fieldset class="corners inputs">
      <legend class="small">
        Drag the corners in the picture, or change their numbers: percent from the left and from the top.
      </legend>
      <ol>
        {area.map(([x, y], n) => (
          <li key={n} class={held.value === n ? 'row held' : 'row'}>
            <b aria-hidden="true">{n + 1}</b>
            {[x, y].map((value, axis) => (
              <input
                key={axis}
                type="number"
                inputMode="decimal"
                min={0}
                max={100}
                step={1}
                aria-label={`${placeName(place)}, corner ${n + 1}, percent from the ${axis === 0 ? 'left' : 'top'}`}
                value={Math.round(value * 1_000) / 10}
                onFocus={() => (held.value = n)}
                onChange={({ currentTarget }) => {
                  const typed = currentTarget.valueAsNumber / 100
                  if (Number.isFinite(typed))
                    onChange(withCorner(area, n, axis === 0 ? [typed, y] : [x, typed]))
                }}
              />
            ))}
            <button
              type="button"
              class="btn"
              disabled={area.length <= CORNERS_MIN}
              onClick={() => onChange(withoutCorner(area, n))}
            >
              <span aria-hidden="true">✕</span>
              <span class="hush">Take corner {n + 1} away</span>
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        class="btn"
        disabled={area.length >= CORNERS_MAX}
        onClick={() => onChange(withMoreCorners(area))}
      >
        One corner more
      </button>
    </fieldset>
  )
}
