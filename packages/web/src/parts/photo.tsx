// A photo: a picture of then. It says when it was taken, and never that it is live.
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
  return (
    <div class={`pic ${more}`}>
      <img class="scene" src={url} alt={`${place}, photo of ${time}`} />
      <div class="over">
        <div class="row">
          <span class="live still">
            Photo <b>{time}</b>
          </span>
          <span class="cam push">{place}</span>
        </div>
        {children}
      </div>
    </div>
  )
}
