// A photo: a picture of then. It says when it was taken, and never that it is live.
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { clockSeconds } from '../live/hub-clock.ts'

export interface PhotoProps {
  readonly url: string
  /** Unix ms at which it was taken. */
  readonly at: number
  /** Where it was taken: "Hall". */
  readonly place: string
  readonly class?: string
  readonly children?: ComponentChildren
}

export function Photo({ url, at, place, class: more = '', children }: PhotoProps): JSX.Element {
  const time = clockSeconds(at)
  const broken = useSignal<string | null>(null)
  const isShown = broken.value !== url
  return (
    <div class={`pic ${more}`}>
      {isShown && (
        <img
          class="scene"
          src={url}
          alt={`${place}, photo of ${time}`}
          onError={() => void (broken.value = url)}
        />
      )}
      <div class="over">
        <div class="row">
          <span class="live still">
            {isShown ? 'Photo' : 'This photo cannot be shown,'} <b>{time}</b>
          </span>
          <span class="cam push">{place}</span>
        </div>
        {children}
      </div>
    </div>
  )
}
