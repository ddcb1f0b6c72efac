// The photo of the house beside the carrier's, and what the two together say. The carrier's is the one that came with its
// message; where it only named an address nobody has fetched it, and the person who opens it is seen there.
import type { ParcelView, SessionView, TruthView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import { Icon } from '../parts/icons.tsx'
import type { Outcome } from './outcome.ts'

export interface PhotoPairProps {
  readonly store: HomeStore
  readonly visit: SessionView | null
  readonly parcel: ParcelView
  readonly outcome: Outcome
  readonly truth: TruthView
}

interface Shown {
  readonly url: string
  readonly at: number
}

/** Of the visit, else of what lay before the door. What was pushed is here before the journal can be asked for it. */
function ownPhoto({ store, visit, truth }: PhotoPairProps): Shown | null {
  const at = visit?.steps.findLast(({ rung }) => rung === 'photo')?.at ?? null
  if (visit?.photo && at !== null) return { url: visit.photo.url, at }
  const pushed = store.photo.value
  if (visit && pushed?.head.session === visit.id)
    return { url: pushed.url, at: pushed.head.wall - pushed.head.ageMs }
  return truth.drops.find(({ picture }) => picture !== null)?.picture ?? null
}

const wasOpened = (visit: SessionView | null): boolean =>
  visit?.steps.some(({ rung }) => rung === 'inside') ?? false

export function PhotoPair(props: PhotoPairProps): JSX.Element | null {
  const { visit, outcome, truth } = props
  const photo = ownPhoto(props)
  const { photo: carriers, link } = truth
  if (!photo && !carriers && !link && !wasOpened(visit)) return null
  return (
    <section class="sec" aria-label="Photos of the drop-off">
      <div class="pair">
        <figure>
          <Picture shown={photo} name="Your camera" none="No photo was taken" />
          <figcaption>
            <b>Your camera</b> {photo && clockSeconds(photo.at)}
          </figcaption>
        </figure>
        <CarrierSide {...props} />
      </div>
      <p class={`verdict ${outcome.weight}`}>
        {outcome.weight === 'proved' && <Icon name="check" size="s" />}
        {verdictWords(props)}
      </p>
    </section>
  )
}

function CarrierSide({ parcel, truth }: PhotoPairProps): JSX.Element {
  const { photo, link, signer } = truth
  const saysDelivered = parcel.status === 'delivered'
  return (
    <figure>
      <Picture shown={photo} name="The carrier’s photo" none="The carrier sent no photo">
        {link && (
          <span class="stack">
            The carrier has a photo at {link.host}
            <a class="btn" href={link.url} target="_blank" rel="noopener noreferrer">
              Open it there
            </a>
          </span>
        )}
      </Picture>
      <figcaption>
        <b>Carrier</b> {saysDelivered ? 'says delivered' : 'says nothing of it yet'}
        {photo && `, came ${clockSeconds(photo.at)}`}
        {signer && `. Signed: ${signer.name}`}
      </figcaption>
    </figure>
  )
}

interface PictureProps {
  readonly shown: Shown | null
  readonly name: string
  /** Said where there is none. */
  readonly none: string
  /** In the place of `none`. */
  readonly children?: JSX.Element | null
}

function Picture({ shown, name, none, children }: PictureProps): JSX.Element {
  const broken = useSignal<string | null>(null)
  const isShown = shown !== null && broken.value !== shown.url
  return (
    <div class={isShown ? 'pic' : 'pic none'}>
      {isShown ? (
        <img
          class="scene"
          src={shown.url}
          alt={`${name}, photo of ${clockSeconds(shown.at)}`}
          onError={() => void (broken.value = shown.url)}
        />
      ) : (
        <p class="nophoto">{shown ? 'The photo cannot be shown' : (children ?? none)}</p>
      )}
    </div>
  )
}

function verdictWords({ outcome: { weight }, visit, parcel }: PhotoPairProps): string {
  if (visit?.state === 'open' && visit.phase !== 'armed') return 'The visit goes on'
  if (!wasOpened(visit)) return `${parcel.verdict.words}. ${parcel.verdict.sure}`
  if (weight === 'proved') return 'Filmed here, and said by the carrier'
  return weight === 'claimed' ? 'Filmed here. The carrier has not said it' : 'Look at the photo and the film'
}
