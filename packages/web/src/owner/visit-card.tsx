// The visit that is under way, on the first page: picture, where it stands, the clock that runs, and the answers.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { SessionView } from '@portico/protocol'
import type { HomeStore } from '../live/home-store.ts'
import type { Dated, KnownDoor } from '../live/known-door.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { Pips } from '../parts/rungs.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import { AskActs, Unproved, useApproval } from './ask-acts.tsx'
import { VisitPicture } from './visit-picture.tsx'
import {
  answerWords,
  confirmedWords,
  parcelName,
  isTurnedAway,
  visitHeadline,
  visitRungs,
  windowWords,
} from './visit-words.ts'

/** "Parcel ending 4471, due 14:10–14:50." */
export function visitDetail(store: HomeStore, visit: SessionView): string {
  const parcels = store.parcels.value?.value ?? []
  const own = parcels.filter(({ id }) => visit.parcels.includes(id))
  const names = own.map(parcelName)
  const more = visit.parcels.length - names.length
  const what = [...names, ...(more > 0 ? [names.length === 0 ? 'A parcel' : `${more} more`] : [])].join(', ')
  return `${what}, due ${windowWords(visit.window)}.`
}

/** Whether the carrier says it was delivered, too; a doubtful visit asks to be looked at. */
export function Confirmed({ visit }: { readonly visit: SessionView }): JSX.Element | null {
  const words = confirmedWords(visit)
  return words === null ? null : (
    <p class={visit.confirmation?.state === 'doubtful' ? 'small strong' : 'small'}>{words}</p>
  )
}

export interface VisitProps {
  readonly store: HomeStore
  readonly visit: Dated<SessionView>
  readonly door: KnownDoor | null
}

export function VisitCard({ store, visit, door }: VisitProps): JSX.Element {
  const { value } = visit
  const captured = useSignal<number | null>(null)
  const approval = useApproval(store)
  const answer = answerWords(value, { me: store.me.value?.id ?? null, people: store.people.value })
  return (
    <article class="card visit-card" aria-labelledby={`visit-${value.id}`}>
      <VisitPicture {...{ store, visit: value, door, approval, captured }} />
      <div class="pad visit-body">
        <div class="row top">
          <div class="grow" aria-live="polite">
            <h2 id={`visit-${value.id}`}>{visitHeadline(value)}</h2>
            <p class="small clamp">{visitDetail(store, value)}</p>
            {answer !== null && <p class="small">{answer}.</p>}
            <Confirmed visit={value} />
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
