// The visit that is under way, on the first page: picture, where it stands, the clock that runs, and the answers.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { DoorView, SessionView } from '@portico/protocol'
import type { HomeStore } from '../live/home-store.ts'
import type { Dated, KnownDoor } from '../live/known-door.ts'
import { hrefOf } from '../live/route.ts'
import { Countdown } from '../parts/countdown.tsx'
import { Icon } from '../parts/icons.tsx'
import { LivePicture } from '../parts/live-picture.tsx'
import { Photo } from '../parts/photo.tsx'
import { Pips } from '../parts/rungs.tsx'
import { AskActs, Unproved, useApproval } from './ask-acts.tsx'
import { cameraName, placeOf } from './door-words.ts'
import {
  answerWords,
  countdownWords,
  isWatchedInside,
  parcelName,
  isTurnedAway,
  visitHeadline,
  visitRungs,
  windowWords,
} from './visit-words.ts'

type CameraView = DoorView['cameras'][number]

/** Who asks is seen from outside; from the proof on the camera inside may look. */
export function cameraOf(visit: SessionView, { cameras }: DoorView): CameraView | null {
  const outside =
    cameras.find(({ id }) => id === visit.ask?.camera) ?? cameras.find(({ view }) => view === 'outside')
  const inside = cameras.find(({ view }) => view === 'inside') ?? cameras.find(({ witness }) => witness)
  return (isWatchedInside(visit) ? (inside ?? outside) : outside) ?? null
}

/** The photo of this visit, the moment it exists. */
export function photoOf(
  store: HomeStore,
  visit: SessionView,
): { url: string; at: number; camera: string } | null {
  const pushed = store.photo.value
  if (pushed?.head.session === visit.id)
    return { url: pushed.url, at: pushed.head.wall, camera: pushed.head.camera }
  const at = visit.steps.findLast(({ rung }) => rung === 'photo')?.at
  return visit.photo && at !== undefined ? { url: visit.photo.url, at, camera: visit.photo.camera } : null
}

/** "Parcel ending 4471, due 14:10–14:50." */
export function visitDetail(store: HomeStore, visit: SessionView): string {
  const parcels = store.parcels.value?.value ?? []
  const own = parcels.filter(({ id }) => visit.parcels.includes(id))
  const names = own.map(parcelName)
  const more = visit.parcels.length - names.length
  const what = [...names, ...(more > 0 ? [names.length === 0 ? 'A parcel' : `${more} more`] : [])].join(', ')
  return `${what}, due ${windowWords(visit.window)}.`
}

export interface VisitProps {
  readonly store: HomeStore
  readonly visit: Dated<SessionView>
  readonly door: KnownDoor | null
}

export function VisitCountdown({
  visit,
  size,
}: {
  readonly visit: Dated<SessionView>
  readonly size: number
}): JSX.Element | null {
  const { countdown } = visit.value
  if (!countdown) return null
  return (
    <Countdown
      until={visit.at + countdown.leftMs}
      whole={countdown.wholeMs}
      size={size}
      label={countdownWords[countdown.what]}
    />
  )
}

export function VisitCard({ store, visit, door }: VisitProps): JSX.Element {
  const { value } = visit
  const captured = useSignal<number | null>(null)
  const approval = useApproval(store)
  const camera = door && value.state === 'open' ? cameraOf(value, door.view) : null
  const photo = photoOf(store, value)
  const answer = answerWords(value, { me: store.me.value?.id ?? null, people: store.people.value })
  return (
    <article class="card visit-card" aria-labelledby={`visit-${value.id}`}>
      {photo ? (
        <Photo url={photo.url} at={photo.at} place={cameraName(photo.camera)} class="wide" />
      ) : (
        door &&
        camera && (
          <LivePicture
            key={camera.id}
            camera={camera.id}
            place={placeOf(door.view, camera)}
            client={store.client}
            captured={captured}
            feed={camera.feed}
            frozen={approval.frozen.value}
            class="wide"
          />
        )
      )}
      <div class="pad visit-body">
        <div class="row top">
          <div class="grow" aria-live="polite">
            <h2 id={`visit-${value.id}`}>{visitHeadline(value)}</h2>
            <p class="small clamp">{visitDetail(store, value)}</p>
            {answer !== null && <p class="small">{answer}.</p>}
            {isTurnedAway(value) && <p class="small strong">{value.refusals.at(-1)?.words}</p>}
          </div>
          <VisitCountdown visit={visit} size={52} />
        </div>
        <Pips rungs={visitRungs(value)} />
        <Unproved visit={value} />
        <AskActs store={store} visit={value} approval={approval} captured={captured} door={door} />
        <a class="link row" href={hrefOf('visit', value.id)}>
          See every step <Icon name="forward" size="s" />
        </a>
      </div>
    </article>
  )
}
