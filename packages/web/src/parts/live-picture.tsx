// The picture of a camera with its age. It is live while its newest shown picture is younger than two seconds; then it
// turns grey and says so. Without video, stills are shown at the same terms.
import type { HomeClient } from '@portico/client'
import { type Signal, useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { instant, spanWords } from '../live/hub-clock.ts'
import { LiveVideo, canShowVideo } from '../live/live-video.ts'
import { tick } from '../live/ticking.ts'

/** Ms after which a picture is not live any more. */
export const LIVE_MAX_MS = 2_000
const STILL_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_500

export interface LivePictureProps {
  readonly camera: string
  /** Where it looks, as people say it: "Front door". */
  readonly place: string
  readonly client: HomeClient
  /** Kept up to date: when the picture on the screen was taken (`instant()`); null: there is none. */
  readonly captured: Signal<number | null>
  readonly children?: ComponentChildren
}

export function LivePicture({ camera, place, client, captured, children }: LivePictureProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  const still = useSignal<string | null>(null)
  const isVideo = useSignal(false)
  useEffect(() => {
    const element = video.current
    if (!element) return undefined
    const show = showCamera({ camera, client, video: element, captured, still, isVideo })
    return () => show[Symbol.dispose]()
  }, [camera])
  const isOld = useComputed(() => captured.value === null || tick.value - captured.value >= LIVE_MAX_MS)
  return (
    <div class={isOld.value ? 'pic old' : 'pic'}>
      <video class="scene" ref={video} muted playsInline hidden={!isVideo.value} aria-label={`${place}, live`} />
      {!isVideo.value && still.value !== null && <img class="scene" src={still.value} alt={`${place}, now`} />}
      <div class="over">
        <div class="row">
          <LivePill captured={captured} />
          <span class="cam push">{place}</span>
        </div>
        {children}
      </div>
    </div>
  )
}

/** "LIVE 0.4 s", or that it is not; read aloud only when that changes. */
export function LivePill({ captured }: { readonly captured: Signal<number | null> }): JSX.Element {
  const ageMs = captured.value === null ? null : Math.max(0, tick.value - captured.value)
  const isLive = ageMs !== null && ageMs < LIVE_MAX_MS
  const age = ageMs === null ? '' : isLive ? `${(ageMs / 1000).toFixed(1)} s` : `${spanWords(ageMs)} old`
  return (
    <span class={isLive ? 'live' : 'live old'}>
      <span role="status">{isLive ? 'LIVE' : ageMs === null ? 'NO PICTURE' : 'NOT LIVE'}</span>{' '}
      <b aria-hidden="true">{age}</b>
    </span>
  )
}

interface Showing {
  readonly camera: string
  readonly client: HomeClient
  readonly video: HTMLVideoElement
  readonly captured: Signal<number | null>
  readonly still: Signal<string | null>
  readonly isVideo: Signal<boolean>
}

/** Video where it can be had; while it cannot, stills; video is tried again. Nothing while nobody sees the page. */
function showCamera({ camera, client, video, captured, still, isVideo }: Showing): Disposable {
  let player: LiveVideo | null = null
  let isOver = false
  let next: ReturnType<typeof setTimeout> | undefined

  function begin(): void {
    if (isOver || player || document.hidden) return
    if (canShowVideo())
      player = new LiveVideo({
        camera,
        video,
        onShown: (at) => {
          isVideo.value = true
          captured.value = at
        },
        onEnd: () => {
          player = null
          isVideo.value = false
          void fetchStill()
          next = setTimeout(begin, AGAIN_AFTER_MS)
        },
      })
    else void pollStills()
  }
  async function fetchStill(): Promise<void> {
    const asked = instant()
    try {
      const { jpeg, ageMs } = await client.still(camera)
      if (isOver || isVideo.value) return
      if (still.value !== null) URL.revokeObjectURL(still.value)
      // cast: what came over the wire is plain memory
      still.value = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }))
      captured.value = asked - ageMs
    } catch {
      // The age of the last one goes on, and tells.
    }
  }
  async function pollStills(): Promise<void> {
    await fetchStill()
    if (!isOver && !document.hidden) next = setTimeout(() => void pollStills(), STILL_EVERY_MS)
  }
  function seen(): void {
    if (!document.hidden) return begin()
    clearTimeout(next)
    player?.[Symbol.dispose]()
    player = null
    isVideo.value = false
  }
  document.addEventListener('visibilitychange', seen)
  begin()
  return {
    [Symbol.dispose]() {
      isOver = true
      clearTimeout(next)
      document.removeEventListener('visibilitychange', seen)
      player?.[Symbol.dispose]()
      if (still.value !== null) URL.revokeObjectURL(still.value)
      captured.value = null
    },
  }
}
