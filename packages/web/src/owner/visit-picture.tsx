// What is to be seen of a visit: the camera that looks at it now, or the photo, the moment it exists.
import type { SessionView } from '@portico/protocol'
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { cameraName, placeOf } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { type CameraView, visitCamera } from '../live/visit-cameras.ts'
import { LivePicture } from '../parts/live-picture.tsx'
import { Photo } from '../parts/photo.tsx'
import { TalkButton } from '../talk/talk-button.tsx'
import type { Approval } from './approval.ts'

/** The photo of this visit, the moment it exists. */
function photoOf(store: HomeStore, visit: SessionView): { url: string; at: number; camera: string } | null {
  const pushed = store.photo.value
  if (pushed?.head.session === visit.id)
    return { url: pushed.url, at: pushed.head.wall, camera: pushed.head.camera }
  const at = visit.steps.findLast(({ rung }) => rung === 'photo')?.at
  return visit.photo && at !== undefined ? { url: visit.photo.url, at, camera: visit.photo.camera } : null
}

export interface VisitPictureProps {
  readonly store: HomeStore
  readonly visit: SessionView
  readonly door: KnownDoor | null
  readonly approval: Approval
  /** Kept up to date: when the picture on the screen was taken. */
  readonly captured: Signal<number | null>
}

/** The camera that looks at it now; null: none, or the visit is over. */
const cameraOf = (door: KnownDoor | null, visit: SessionView): CameraView | null =>
  door && visit.state === 'open'
    ? visitCamera({ cameras: door.view.cameras, phase: visit.phase }, visit.ask?.camera)
    : null

/** Through the camera that is looked through: to whoever comes, and to whoever is inside. */
export function VisitTalk({ visit, door }: Pick<VisitPictureProps, 'visit' | 'door'>): JSX.Element | null {
  const camera = cameraOf(door, visit)
  return (
    camera && (
      <section class="sec" aria-label="Talk">
        <TalkButton camera={camera} face={null} />
      </section>
    )
  )
}

export function VisitPicture(props: VisitPictureProps): JSX.Element | null {
  const { store, visit, door, approval, captured } = props
  const photo = photoOf(store, visit)
  if (photo) return <Photo url={photo.url} at={photo.at} place={cameraName(photo.camera)} class="wide" />
  const camera = cameraOf(door, visit)
  if (!door || !camera) return null
  const place = placeOf(door.view, camera)
  const frozen = approval.frozen.value
  return <LivePicture {...{ store, camera, place, captured, frozen }} class="wide" />
}
