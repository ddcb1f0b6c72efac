// The first page: one sentence about all doors, the visit that is under way, every door with its witnesses, and the
// parcels that are due.
import type { JSX } from 'preact'
import type { SessionView } from '@portico/protocol'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime, hubNow } from '../live/hub-clock.ts'
import { sentence } from '../live/sentence.ts'
import type { Dated, KnownDoor } from '../live/known-door.ts'
import { tick } from '../live/ticking.ts'
import { Icon } from '../parts/icons.tsx'
import { Seal } from '../parts/seal.tsx'
import { DoorRow } from './door-row.tsx'
import { FilmRoomCard } from './film-room-card.tsx'
import { LeavingCard } from './leaving-card.tsx'
import { MailDriftCard } from './mail-drift-card.tsx'
import { type Away, headlineOf } from './headline.ts'
import { HoldCard } from './hold-card.tsx'
import { keptParcels } from './kept-parcels.ts'
import type { Matters } from './matters.ts'
import { MissedRings } from './missed-rings.tsx'
import { DueParcels, KeptParcelRows } from './parcel-rows.tsx'
import { ParcelNotices } from '../truth/notices.tsx'
import { VisitCard } from './visit-card.tsx'

/** A visit that ended or was turned away stays on the first page this long, ms. */
const STAYS_MS = 10 * 60_000
/** A visit that became doubtful since stays this long, ms: its film is to be looked at. */
const DOUBT_STAYS_MS = 24 * 3_600_000
/** Cards on the first page; more have their own places. */
const CARDS_MAX = 4

export interface HomePageProps {
  readonly store: HomeStore
  readonly matters: Matters
}

/** Null while the house is heard. */
export function awayOf({ isAway, line }: HomeStore): Away | null {
  return isAway.value ? { since: line.lostAt.value ?? keptParcels()?.at ?? null } : null
}

/** Ended, or turned away at the door, so lately that it is still news. */
function lately({ sessions }: HomeStore): readonly Dated<SessionView>[] {
  const from = hubNow() - STAYS_MS
  const isDoubted = ({ confirmation }: SessionView): boolean =>
    confirmation?.state === 'doubtful' && (confirmation.doubts.at(-1)?.at ?? 0) > hubNow() - DOUBT_STAYS_MS
  const isNews = (visit: SessionView): boolean =>
    visit.closed === null
      ? visit.phase === 'armed' && (visit.refusals.at(-1)?.at ?? 0) > from
      : (visit.closed > from && visit.outcome !== 'expired') || isDoubted(visit)
  const { value: loaded } = sessions
  return (loaded?.value ?? []).filter(isNews).map((value) => ({ value, at: loaded?.at ?? 0 }))
}

export function HomePage({ store, matters }: HomePageProps): JSX.Element {
  // Ages and headline go on by themselves.
  const { value: doors } = tick.value > 0 ? store.doors : store.doors
  const away = awayOf(store)
  const headline = headlineOf(doors, away)
  const cards = [...matters.visits, ...lately(store)].slice(0, CARDS_MAX)
  return (
    <main class="phone">
      <header>
        <span class="eyebrow">Home</span>
        <span class="push small row">
          <Icon name="clock" size="s" />
          <time>{clockTime(hubNow())}</time>
        </span>
      </header>
      <section class="hero" aria-labelledby="headline">
        <Seal state={headline.state} size={60} />
        <h1 id="headline">{headline.words}</h1>
      </section>
      {away !== null && <AwayCard store={store} />}
      {away === null && store.houseFailure.value && <FailureCard store={store} />}
      {away === null && <HoldCard store={store} />}
      {away === null && <LeavingCard store={store} />}
      {away === null && <MissedRings store={store} />}
      {away === null && <ParcelNotices store={store} />}
      {away === null &&
        cards.map((visit) => (
          <section key={visit.value.id} class="sec">
            <VisitCard
              store={store}
              visit={visit}
              door={doors?.find(({ id }) => id === visit.value.door) ?? null}
            />
          </section>
        ))}
      {away === null && <FilmRoomCard store={store} />}
      {away === null && <MailDriftCard store={store} />}
      <Doors doors={doors} isAway={away !== null} lostAt={store.line.lostAt.value} />
      {away === null ? <DueParcels store={store} /> : <KeptParcelRows />}
    </main>
  )
}

interface DoorsProps {
  readonly doors: readonly KnownDoor[] | null
  readonly isAway: boolean
  readonly lostAt: number | null
}

function Doors({ doors, isAway, lostAt }: DoorsProps): JSX.Element | null {
  if (isAway && !doors) return null
  return (
    <section class="sec" aria-labelledby="doors">
      <h2 id="doors" class={isAway ? '' : 'hush'}>
        {isAway && lostAt !== null ? `Last heard, ${clockTime(lostAt)}` : 'Doors'}
      </h2>
      <div class="card rows">
        {doors ? (
          doors.map((door) => <DoorRow key={door.id} door={door} isAway={isAway} />)
        ) : (
          <p class="door">
            <Seal state="unknown" size={40} />
            <span class="grow quiet">Asking the house</span>
          </p>
        )}
      </div>
    </section>
  )
}

function AwayCard({ store }: { readonly store: HomeStore }): JSX.Element {
  return (
    <section class="sec">
      <div class="card pad stack">
        <p>
          The house is made to go on alone: doors lock themselves, alarms sound there. This phone cannot see
          whether they do.
        </p>
        <button type="button" class="btn main" onClick={() => store.again()}>
          <Icon name="again" size="s" />
          Try again
        </button>
        <details>
          <summary class="link">What to check</summary>
          <ul class="checks">
            <li>Is this phone on the network of the house?</li>
            <li>Does the hub run? It says so at its own console.</li>
            <li>Can you go and look? Bolt and door tell more than any screen.</li>
          </ul>
        </details>
      </div>
    </section>
  )
}

function FailureCard({ store }: { readonly store: HomeStore }): JSX.Element {
  return (
    <section class="sec">
      <div class="card pad stack" role="alert">
        <p class="strong">The state of the house could not be loaded.</p>
        <p class="small">{sentence(store.houseFailure.value?.message ?? '')}</p>
        <button type="button" class="btn" onClick={() => store.refresh()}>
          Try again
        </button>
      </div>
    </section>
  )
}
