// Somebody wants to see who is at the door. It closes by itself: no picture stays on a wall that nobody looks at.
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { useComputed } from '@preact/signals'
import { instant } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'
import { outsideCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { LivePicture, NoPicture } from '../parts/live-picture.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { TalkButton } from '../talk/talk-button.tsx'
import type { WallStore } from './wall-store.ts'

export const LOOK_MS = 60_000

export interface LookScreenProps {
  readonly store: WallStore
  readonly door: string
  readonly onClose: () => void
}

export function LookScreen({ store, door, onClose }: LookScreenProps): JSX.Element {
  const until = useMemo(() => instant() + LOOK_MS, [door])
  useEffect(() => {
    const closing = setTimeout(onClose, LOOK_MS)
    return () => clearTimeout(closing)
  }, [door])
  const left = useComputed(() => Math.max(0, Math.ceil((until - tick.value) / 1000)))
  const view = store.wall.value?.value.doors.find(({ id }) => id === door)
  const camera = view && outsideCamera(view)
  return (
    <Takeover label={view?.name ?? 'Door'} class="wall look" isUrgent={false} onEscape={onClose}>
      {/* A touch anywhere closes it; the button says so. */}
      <div class="touch" onClick={onClose}>
        {view && camera ? <LivePicture store={store} camera={camera} place={view.name} /> : <NoPicture />}
      </div>
      <div class="foot">
        <p>Closes in {left.value} s</p>
        {camera && <TalkButton camera={camera} face={store.client.requests.face} />}
        <button type="button" class="btn main" onClick={onClose}>
          <Icon name="close" size="l" />
          Close
        </button>
      </div>
    </Takeover>
  )
}
