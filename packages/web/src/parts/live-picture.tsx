// The picture of a camera with its age. It is live while its newest shown picture is younger than two seconds and the hub
// finds nothing wrong with the camera; then it turns grey and says so. Without video, stills are shown at the same terms.
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { spanWords } from '../live/hub-clock.ts'
import type { Shot } from '../live/pushed.ts'
import { type OwnPicture, type PictureClient, showCamera } from '../live/show-camera.ts'
import { tick } from '../live/ticking.ts'
import { ListenButton } from './listen-button.tsx'

/** Ms after which a picture is not live any more. */
export const LIVE_MAX_MS = 2_000

/** What the hub says of a camera whose pictures, however new, show nothing of now. */
const dead: Readonly<Record<string, string>> = {
  frozen: 'REPEATS',
  black: 'SEES NOTHING',
  covered: 'COVERED',
  moved: 'TURNED AWAY',
  unsharp: 'OUT OF FOCUS',
  'wrong-clock': 'WRONG CLOCK',
  late: 'LATE',
  stills: 'SINGLE PICTURES',
  silent: 'SILENT',
}

/** Whether the hub says that this camera shows what is now; what it does not know yet it does not deny. */
export const isFeedGood = (feed: string | undefined): boolean => feed === undefined || !(feed in dead)

/** Whether the picture that was taken then (`instant()`) may be called live now. */
export const isLiveAt = (captured: number | null, now: number): boolean =>
  captured !== null && now - captured < LIVE_MAX_MS

/** What knows the house: while a picture is shown it must look closely, for a frozen camera is told by no event. */
export interface PictureStore {
  readonly client: PictureClient
  watch(): Disposable
}

export interface LivePictureProps {
  readonly store: PictureStore
  /** Which one, and what the hub says of it: a frozen or covered one is never live, however new its pictures. */
  readonly camera: {
    readonly id: string
    readonly feed?: string
    readonly sound?: 'off' | 'live' | 'film'
    readonly masked?: true
  }
  /** Where it looks, as people say it: "Front door". */
  readonly place: string
  /** Kept up to date for whoever decides on it: when the picture on the screen was taken (`instant()`); null: none. */
  readonly captured?: Signal<number | null>
  /** A picture that is there already: shown, with its age, until the camera's own comes. */
  readonly first?: Shot | null
  /** One picture that is looked at for a decision: it stands in the place of the others, and says its age. */
  readonly frozen?: Shot | null
  readonly class?: string
}

export function LivePicture(props: LivePictureProps): JSX.Element {
  const { store, camera, place, captured, first = null, frozen = null, class: more = '' } = props
  const stream = useRef<HTMLVideoElement>(null)
  const direct = useRef<HTMLVideoElement>(null)
  const own = useSignal<OwnPicture | null>(null)
  const unshown = useSignal<string | null>(null)
  useEffect(() => {
    if (!stream.current || !direct.current) return undefined
    const watch = store.watch()
    const show = showCamera({
      camera: camera.id,
      client: store.client,
      stream: stream.current,
      direct: direct.current,
      own,
      unshown,
    })
    return () => {
      show[Symbol.dispose]()
      watch[Symbol.dispose]()
    }
  }, [store, camera.id])
  const shown = own.value ?? first
  const at = shown?.captured ?? null
  useLayoutEffect(() => {
    if (captured) captured.value = at
  }, [captured, at])
  useLayoutEffect(() => () => void (captured && (captured.value = null)), [captured])
  const isOld = !isFeedGood(camera.feed) || !isLiveAt(frozen ? frozen.captured : at, tick.value)
  const way = own.value?.way
  const label = `${place}, camera`
  return (
    <div class={`pic ${isOld ? 'old' : ''} ${more}`}>
      <video class="scene" ref={stream} muted playsInline hidden={way !== 'stream'} aria-label={label} />
      <video class="scene" ref={direct} muted playsInline hidden={way !== 'direct'} aria-label={label} />
      {shown?.url && <img class="scene" src={shown.url} alt={`${place}, newest picture`} />}
      {frozen && <img class="scene frozen" src={frozen.url} alt={`${place}, the picture you decide on`} />}
      <div class="over">
        <div class="row">
          {frozen ? <FrozenPill shot={frozen} /> : <LivePill captured={at} feed={camera.feed} />}
          <span class="cam push">{place}</span>
        </div>
        {camera.masked && <Masked />}
        {unshown.value !== null && way !== 'direct' && <Unshown codec={unshown.value} />}
        {(camera.sound ?? 'off') !== 'off' && (
          <div class="row">
            <ListenButton camera={camera.id} place={place} face={store.client.requests.face} />
          </div>
        )}
      </div>
    </div>
  )
}

/** The camera moves, and this browser cannot show it. */
const Unshown = ({ codec }: { readonly codec: string }): JSX.Element => (
  <div class="row">
    <span class="cam" role="status">
      This camera sends {/^h(?:vc|ev)1/.test(codec) ? 'H.265' : codec}, which this browser cannot show moving.
    </span>
  </div>
)

/** What nobody may see could not be masked as it moves. */
const Masked = (): JSX.Element => (
  <div class="row">
    <span class="cam" role="status">
      Something in this view is masked: single pictures, no live view, no film.
    </span>
  </div>
)

/** Where there is no camera, or nobody may look. */
export const NoPicture = (): JSX.Element => (
  <div class="pic old">
    <div class="over">
      <div class="row">
        <LivePill captured={null} feed={undefined} />
      </div>
    </div>
  </div>
)

interface LivePillProps {
  readonly captured: number | null
  readonly feed: string | undefined
}

/** "LIVE 0.4 s", or that it is not; read aloud only when that changes. */
function LivePill({ captured, feed }: LivePillProps): JSX.Element {
  const ageMs = captured === null ? null : Math.max(0, tick.value - captured)
  const isLive = isLiveAt(captured, tick.value) && isFeedGood(feed)
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
