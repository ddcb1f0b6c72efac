// What happens to a draft: areas that are begun, moved, taken away, undone, and set back to what is saved.
import type { AreasView } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import { type Area, type Draft, type Place, UNDO_MAX, draftOf, newArea, withArea } from './area-draft.ts'

export interface Drafting {
  readonly draft: Signal<Draft>
  readonly chosen: Signal<Place | null>
  /** The corner that has been taken hold of. */
  readonly held: Signal<number | null>
  readonly mayUndo: boolean
  /** What is drawn now can be gone back to. */
  readonly remember: () => void
  readonly change: (place: Place, area: Area | null) => void
  /** A hand moves a corner of the one that is chosen. */
  readonly drag: (area: Area) => void
  readonly choose: (place: Place) => void
  readonly begin: (place: Place) => void
  readonly undo: () => void
  readonly reset: () => void
}

export function useDrafting(known: AreasView): Drafting {
  const draft = useSignal<Draft>(draftOf(known))
  const before = useSignal<readonly Draft[]>([])
  const chosen = useSignal<Place | null>(null)
  const held = useSignal<number | null>(null)
  const remember = (): void => void (before.value = [...before.value, draft.value].slice(-UNDO_MAX))
  const change = (place: Place, area: Area | null): void => {
    remember()
    draft.value = withArea(draft.value, place, area)
    if (area === null) chosen.value = null
  }
  const choose = (place: Place | null): void => {
    chosen.value = place
    held.value = null
  }
  return {
    draft,
    chosen,
    held,
    mayUndo: before.value.length > 0,
    remember,
    change,
    drag: (area) => {
      if (chosen.value !== null) draft.value = withArea(draft.value, chosen.value, area)
    },
    choose: (place) => choose(chosen.value === place ? null : place),
    begin: (place) => {
      change(place, newArea(draft.value, place))
      choose(place)
    },
    undo: () => {
      draft.value = before.value.at(-1) ?? draftOf(known)
      before.value = before.value.slice(0, -1)
      choose(null)
    },
    reset: () => {
      remember()
      draft.value = draftOf(known)
      choose(null)
    },
  }
}
