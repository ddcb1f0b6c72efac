// A camera that was turned or whose lens was changed on purpose: its household says that the view is meant as it is now.
import type { DoorView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { cameraName } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'

/** What a new view may be the reason of. */
const relearned: ReadonlySet<string> = new Set(['covered', 'moved', 'unsharp'])

interface ViewLearnedProps {
  readonly store: HomeStore
  readonly camera: DoorView['cameras'][number]
}

export function ViewLearned({ store, camera }: ViewLearnedProps): JSX.Element | null {
  const act = useMemo(() => new OneAct(), [])
  const told = useSignal(false)
  if (!relearned.has(camera.feed) && !told.value) return null
  const name = cameraName(camera.id)
  const learn = async (): Promise<void> => {
    told.value = await act.run(() => store.client.requests.post(`/api/v1/cameras/${camera.id}/view`))
    store.refresh()
  }
  return (
    <div class="stack">
      {!told.value && (
        <button type="button" class="btn wide" disabled={act.isBusy.value} onClick={() => void learn()}>
          {name}: this is how it is meant to look now
        </button>
      )}
      <p class="small" role="status">
        {told.value
          ? `${name} learns its view anew. It takes a few seconds.`
          : (act.said.value ??
            'Look at its picture first. From then on it is held against what it sees now.')}
      </p>
    </div>
  )
}
