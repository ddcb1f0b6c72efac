// The photo of the drop-off beside the place of the carrier's, and what the two together say. The carriers of today send
// none: then it says so, and nothing is compared.
import type { ParcelView, SessionView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import { Icon } from '../parts/icons.tsx'
import type { Outcome } from './outcome.ts'

export interface PhotoPairProps {
  readonly store: HomeStore
  readonly visit: SessionView
  readonly parcel: ParcelView
  readonly outcome: Outcome
}

/** The photo that was pushed is here before the one in the journal can be asked for. */
function ownPhoto({ store, visit }: PhotoPairProps): { readonly url: string; readonly at: number } | null {
  const { photo, id, steps } = visit
  const at = steps.findLast(({ rung }) => rung === 'photo')?.at ?? null
  if (photo && at !== null) return { url: photo.url, at }
  const pushed = store.photo.value
  return pushed?.head.session === id ? { url: pushed.url, at: pushed.head.wall - pushed.head.ageMs } : null
}

export function PhotoPair(props: PhotoPairProps): JSX.Element | null {
  const { visit, parcel, outcome } = props
  const photo = ownPhoto(props)
  const isBroken = useSignal<string | null>(null)
  const wasOpened = visit.steps.some(({ rung }) => rung === 'inside')
  if (!photo && !wasOpened) return null
  const isShown = photo !== null && isBroken.value !== photo.url
  const saysDelivered = parcel.status === 'delivered'
  return (
    <section class="sec" aria-label="Photos of the drop-off">
      <div class="pair">
        <figure>
          <div class="pic">
            {isShown ? (
              <img
                class="scene"
                src={photo.url}
                alt={`Your camera, photo of ${clockSeconds(photo.at)}`}
                onError={() => void (isBroken.value = photo.url)}
              />
            ) : (
              <p class="nophoto">{photo ? 'The photo cannot be shown' : 'No photo was taken'}</p>
            )}
          </div>
          <figcaption>
            <b>Your camera</b> {photo && clockSeconds(photo.at)}
          </figcaption>
        </figure>
        <figure>
          <div class="pic none">
            <p class="nophoto">The carrier sent no photo</p>
          </div>
          <figcaption>
            <b>Carrier</b> {saysDelivered ? 'says delivered' : 'says nothing of it yet'}
          </figcaption>
        </figure>
      </div>
      <p class={`verdict ${outcome.weight}`}>
        {outcome.weight === 'proved' && <Icon name="check" size="s" />}
        {verdictWords(outcome, visit)}
      </p>
    </section>
  )
}

function verdictWords({ weight }: Outcome, visit: SessionView): string {
  if (weight === 'proved') return 'Filmed here, and said by the carrier'
  if (visit.state !== 'closed') return 'The visit goes on'
  return weight === 'claimed' ? 'Filmed here. The carrier has not said it' : 'Look at the photo and the film'
}
