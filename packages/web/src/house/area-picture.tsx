// The picture in which areas are drawn: a still of the camera, the areas over it, and handles of the one that is chosen,
// for finger and mouse. Who has neither uses the numbers beside it.
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { type Area, type Corner, type Draft, type Place, areaAt, withCorner } from './area-draft.ts'

export interface AreaPictureProps {
  /** Null: there is none to draw on. */
  readonly still: string | null
  readonly alt: string
  readonly draft: Draft
  /** Masks of the settings file. */
  readonly fixed: readonly Area[]
  readonly chosen: Place | null
  /** The corner that has been taken hold of. */
  readonly held: Signal<number | null>
  /** A hand takes hold: what was before can be gone back to. */
  readonly onBegin: () => void
  readonly onMove: (area: Area) => void
}

const outline = (area: Area): string => area.map(([x, y]) => `${x * 100},${y * 100}`).join(' ')

export function AreaPicture(props: AreaPictureProps): JSX.Element {
  const { still, alt, draft, fixed, chosen, held, onBegin, onMove } = props
  const frame = useRef<HTMLDivElement>(null)
  const area = chosen === null ? null : areaAt(draft, chosen)
  const placeAt = ({ clientX, clientY }: PointerEvent): Corner => {
    const box = frame.current?.getBoundingClientRect()
    return box ? [(clientX - box.left) / box.width, (clientY - box.top) / box.height] : [0, 0]
  }
  return (
    <div class="pic areas-picture" ref={frame}>
      {still !== null && <img class="scene" src={still} alt={alt} draggable={false} />}
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {fixed.map((mask) => (
          <polygon key={outline(mask)} class="area mask" points={outline(mask)} />
        ))}
        {draft.masks.map((mask, n) => (
          <polygon key={n} class={chosen === n ? 'area mask chosen' : 'area mask'} points={outline(mask)} />
        ))}
        {draft.leaf && (
          <polygon class={chosen === 'leaf' ? 'area chosen' : 'area'} points={outline(draft.leaf)} />
        )}
        {draft.drop && (
          <polygon class={chosen === 'drop' ? 'area chosen' : 'area'} points={outline(draft.drop)} />
        )}
      </svg>
      {area?.map(([x, y], n) => (
        <div
          key={n}
          class={held.value === n ? 'corner held' : 'corner'}
          style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
          onPointerDown={(event) => {
            event.preventDefault()
            event.currentTarget.setPointerCapture(event.pointerId)
            held.value = n
            onBegin()
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId))
              onMove(withCorner(area, n, placeAt(event)))
          }}
        >
          <span aria-hidden="true">{n + 1}</span>
        </div>
      ))}
    </div>
  )
}
