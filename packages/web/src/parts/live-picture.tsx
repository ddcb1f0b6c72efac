// The picture of a camera with its age. It is live while its newest shown picture is younger than two seconds; then it
// turns grey and says so. Without video, stills are shown at the same terms.
import type { HomeClient } from '@portico/client'
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { spanWords } from '../live/hub-clock.ts'
import { type Shot, showCamera } from '../live/show-camera.ts'
import { tick } from '../live/ticking.ts'

/** Ms after which a picture is not live any more. */
export const LIVE_MAX_MS = 2_000

/** What the hub says of a camera whose pictures, however new, show nothing of now. */
const dead: Readonly<Record<string, string>> = {
  frozen: 'REPEATS',
  black: 'SEES NOTHING',
  late: 'LATE',
  silent: 'SILENT',
}

/** Whether the hub says that this camera shows what is now; what it does not know yet it does not deny. */
export const isFeedGood = (feed: string | undefined): boolean => feed === undefined || !(feed in dead)

/** Whether the picture that was taken then (`instant()`) may be called live now. */
export const isLiveAt = (captured: number | null, now: number): boolean =>
  captured !== null && now - captured < LIVE_MAX_MS

export interface LivePictureProps {
  readonly camera: string
  /** Where it looks, as people say it: "Front door". */
  readonly place: string
  readonly client: HomeClient
  /** Kept up to date: when the picture on the screen was taken (`instant()`); null: there is none. */
  readonly captured: Signal<number | null>
  /** What the hub says of this camera (`DoorView`): a frozen or covered one is never live, however new its pictures. */
  readonly feed?: string
  /** A picture that is there already: shown, with its age, until the camera's own comes. */
  readonly first?: Shot | null
  /** One picture that is looked at for a decision: it stands in the place of the others, and says its age. */
  readonly frozen?: Shot | null
  readonly class?: string
  readonly children?: ComponentChildren
}

export function LivePicture(props: LivePictureProps): JSX.Element {
  const { camera, place, client, captured, feed, first = null, frozen = null, class: more = '' } = props
  const video = useRef<HTMLVideoElement>(null)
  const still = useSignal<string | null>(null)
  const isVideo = useSignal(false)
  useEffect(() => {
    const element = video.current
    if (!element) return undefined
    const show = showCamera({ camera, client, video: element, captured, still, isVideo })
    return () => show[Symbol.dispose]()
  }, [camera])
  const isOwn = isVideo.value || still.value !== null
  useEffect(() => {
    if (first && !isOwn) captured.value = first.captured
  }, [first?.url, isOwn])
  const isOld = !isFeedGood(feed) || !isLiveAt(frozen ? frozen.captured : captured.value, tick.value)
  const picture = isVideo.value ? null : (still.value ?? first?.url ?? null)
  return (
    <div class={`pic ${isOld ? 'old' : ''} ${more}`}>
      <video
        class="scene"
        ref={video}
        muted
        playsInline
        hidden={!isVideo.value}
        aria-label={`${place}, camera`}
      />
      {picture !== null && <img class="scene" src={picture} alt={`${place}, newest picture`} />}
      {frozen && <img class="scene frozen" src={frozen.url} alt={`${place}, the picture you decide on`} />}
      <div class="over">
        <div class="row">
          {frozen ? (
            <FrozenPill shot={frozen} />
          ) : (
            <LivePill captured={captured} {...(feed === undefined ? {} : { feed })} />
          )}
          <span class="cam push">{place}</span>
        </div>
        {props.children}
      </div>
    </div>
  )
}

export interface LivePillProps {
  readonly captured: Signal<number | null>
  readonly feed?: string
}

/** "LIVE 0.4 s", or that it is not; read aloud only when that changes. */
export function LivePill({ captured, feed }: LivePillProps): JSX.Element {
  const { value } = captured
  const ageMs = value === null ? null : Math.max(0, tick.value - value)
  const isLive = isLiveAt(value, tick.value) && isFeedGood(feed)
  const fault = dead[feed ?? '']
  const word = isLive
    ? 'LIVE'
    : ageMs === null
      ? 'NO PICTURE'
      : fault === undefined
        ? 'NOT LIVE'
        : `NOT LIVE, ${fault}`
  const age = ageMs === null ? '' : isLive ? `${(ageMs / 1000).toFixed(1)} s` : `${spanWords(ageMs)} old`
  return (
    <span class={isLive ? 'live' : 'live old'}>
      <span role="status">{word}</span> {(isLive || fault === undefined) && <b aria-hidden="true">{age}</b>}
    </span>
  )
}

function FrozenPill({ shot }: { readonly shot: Shot }): JSX.Element {
  const ageMs = Math.max(0, tick.value - shot.captured)
  return (
    <span class="live still">
      <span role="status">This picture</span> <b aria-hidden="true">{(ageMs / 1000).toFixed(1)} s</b>
    </span>
  )
}
