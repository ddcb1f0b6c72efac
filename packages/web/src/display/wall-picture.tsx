// A camera's picture on the wall, with its age, under the same terms as everywhere: live while its newest shown picture
// is younger than two seconds, then grey. It is asked for as the display.
import { type DisplayClient, ClientError } from '@portico/client'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { instant } from '../live/hub-clock.ts'
import { canShowVideo } from '../live/live-video.ts'
import type { Shot } from '../live/show-camera.ts'
import { tick } from '../live/ticking.ts'
import { LivePill, isFeedGood, isLiveAt } from '../parts/live-picture.tsx'
import { DisplayVideo } from './display-video.ts'
import type { WallStore } from './wall-store.ts'

export interface WallPictureProps {
  readonly store: WallStore
  readonly camera: string
  /** What the hub says of its pictures: a frozen or covered camera is never live, however new they are. */
  readonly feed: string | undefined
  /** Where it looks, as people say it. */
  readonly place: string
  /** What is there already, with its age, until the camera's own picture comes. */
  readonly first?: Shot | null
}

export function WallPicture(props: WallPictureProps): JSX.Element {
  return <Shown key={props.camera} {...props} />
}

function Shown({ store: { client }, camera, feed, place, first = null }: WallPictureProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  /** What the camera itself gave; null: nothing yet, or nothing any more. */
  const own = useSignal<Shot | 'video' | null>(null)
  const captured = useSignal<number | null>(null)
  useEffect(() => {
    if (!video.current) return undefined
    const show = new Show({ client, camera, video: video.current, own, captured })
    return () => show[Symbol.dispose]()
  }, [])
  useEffect(() => {
    if (own.value === null) captured.value = first?.captured ?? null
  }, [first?.url, own.value])
  const still = own.value === 'video' ? null : (own.value ?? first)
  return (
    <div class={isFeedGood(feed) && isLiveAt(captured.value, tick.value) ? 'pic' : 'pic old'}>
      <video
        class="scene"
        ref={video}
        muted
        playsInline
        hidden={own.value !== 'video'}
        aria-label={`${place}, camera`}
      />
      {still && <img class="scene" src={still.url} alt={`${place}, newest picture`} />}
      <div class="over">
        <div class="row">
          <LivePill captured={captured} {...(feed === undefined ? {} : { feed })} />
          <span class="cam push">{place}</span>
        </div>
      </div>
    </div>
  )
}

/** Where there is no camera, or nobody may look. */
export const NoPicture = (): JSX.Element => (
  <div class="pic old">
    <div class="over">
      <div class="row">
        <span class="live old">NO PICTURE</span>
      </div>
    </div>
  </div>
)

interface Showing {
  readonly client: DisplayClient
  readonly camera: string
  readonly video: HTMLVideoElement
  readonly own: Signal<Shot | 'video' | null>
  readonly captured: Signal<number | null>
}

const STILL_EVERY_MS = 700
const AGAIN_AFTER_MS = 1_500

/** Video where it can be had; else, and while it is tried again, stills. A picture and its age never part. */
class Show implements Disposable {
  readonly #showing: Showing
  #player: DisplayVideo | null = null
  #next: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(showing: Showing) {
    this.#showing = showing
    this.#begin()
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#next)
    this.#player?.[Symbol.dispose]()
    this.#put(null, null)
  }

  #begin(): void {
    if (canShowVideo()) this.#play()
    else void this.#still(STILL_EVERY_MS, () => this.#begin())
  }

  #play(): void {
    const { camera, video, own } = this.#showing
    this.#player = new DisplayVideo({
      camera,
      video,
      onShown: (at) => this.#put('video', at),
      onEnd: () => {
        this.#player = null
        if (own.value === 'video') this.#put(null, null)
        void this.#still(AGAIN_AFTER_MS, () => this.#begin())
      },
    })
  }

  async #still(everyMs: number, then: () => void): Promise<void> {
    const { client, camera } = this.#showing
    const asked = instant()
    try {
      const { jpeg, ageMs } = await client.still(camera)
      // cast: what came over the wire is plain memory
      const picture = new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' })
      const at = asked - ageMs
      if (!this.#isOver) this.#put({ url: URL.createObjectURL(picture), captured: at }, at)
    } catch (error) {
      // The age of the last one goes on, and tells.
      if (!(error instanceof ClientError)) throw error
    }
    if (!this.#isOver) this.#next = setTimeout(then, everyMs)
  }

  #put(shown: Shot | 'video' | null, at: number | null): void {
    const { own, captured } = this.#showing
    const { value: before } = own
    if (before !== null && before !== 'video' && before !== shown) URL.revokeObjectURL(before.url)
    own.value = shown
    captured.value = at
  }
}
