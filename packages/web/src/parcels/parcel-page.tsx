// One parcel: how it stands in a sentence, the photo beside the carrier's, the film, and everything that was said and
// seen, in order of time.
import type { FilmKeeping, ParcelStep, ParcelView, SessionView, TruthView } from '@portico/protocol'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds, clockTime, hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Block } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { RulingPart } from '../parts/ruling.tsx'
import { EvidenceLink } from './evidence-link.tsx'
import { deletedWords } from '../live/film-words.ts'
import { keepingOf } from './keeping-of.ts'
import { happeningsOf } from './happenings.ts'
import { outcomeOf } from './outcome.ts'
import { dayWords, nameOf } from './parcel-words.ts'
import { ParcelActs } from './parcel-acts.tsx'
import { ParcelFacts } from './parcel-facts.tsx'
import { TruthCard } from '../truth/truth-card.tsx'
import { truthOf } from '../truth/truth-requests.ts'
import { PhotoPair } from './photo-pair.tsx'

interface Whole {
  readonly parcel: ParcelView
  readonly visit: SessionView | null
  /** Of its photo and film; null: there are none. */
  readonly keeping: FilmKeeping | null
  readonly timeline: readonly ParcelStep[]
  readonly truth: TruthView
  readonly people: ReadonlyMap<string, string>
}

async function loadWhole({ client }: HomeStore, id: string): Promise<Whole> {
  const path = `/api/v1/parcels/${encodeURIComponent(id)}`
  const [parcel, timeline, people, truth] = await Promise.all([
    client.requests.get<ParcelView>(path),
    client.timeline(id),
    client.people(),
    truthOf(client, id),
  ])
  const visit = parcel.session === null ? null : await client.session(parcel.session)
  const keeping = visit?.state === 'closed' ? await keepingOf(client, visit.id) : null
  return {
    parcel,
    visit,
    keeping,
    timeline,
    truth,
    people: new Map(people.map((person) => [person.id, person.name])),
  }
}

export function ParcelPage({ store, id }: { readonly store: HomeStore; readonly id: string }): JSX.Element {
  const loading = useLoaded({
    store,
    key: id,
    load: () => loadWhole(store, id),
    isTouched: () => true,
  })
  const parcel = loading.loaded.value.value?.parcel
  return (
    <>
      <header>
        <BackLink to={hrefOf('parcels')} where="parcels" />
        <div class="grow">
          <p class="h title">{parcel ? nameOf(parcel) : 'Parcel'}</p>
          {parcel && !parcel.hidden && <p class="small mono number">{parcel.numbers.join(', ')}</p>}
        </div>
      </header>
      <Block store={store} loading={loading} what="The parcel" rows={4} frame="sec">
        {(whole) => <ParcelBody store={store} whole={whole} />}
      </Block>
    </>
  )
}

function ParcelBody({ store, whole }: { readonly store: HomeStore; readonly whole: Whole }): JSX.Element {
  const { parcel, visit, keeping, timeline, truth, people } = whole
  const now = hubNow()
  const outcome = outcomeOf({ parcel, visit, now })
  const me = store.me.value?.id
  const nameOfPerson = (id: string): string | null => (id === me ? 'you' : (people.get(id) ?? null))
  return (
    <>
      <section class="sec">
        <h1>{outcome.sentence}</h1>
        <p class="small detail">{outcome.detail}</p>
        <ParcelFacts parcel={parcel} nameOf={nameOfPerson} />
      </section>
      {visit && visit.state === 'open' && (
        <section class="sec">
          <a class="btn wide" href={hrefOf('visit', visit.id)}>
            Look at the visit
          </a>
        </section>
      )}
      {visit && keeping?.deleted && !keeping.film ? (
        <section class="sec">
          <p class="card pad small">{deletedWords(keeping.deleted, nameOfPerson)}</p>
        </section>
      ) : (
        <>
          <PhotoPair store={store} visit={visit} parcel={parcel} outcome={outcome} truth={truth} />
          {visit && <FilmRow parcel={parcel} visit={visit} />}
        </>
      )}
      <TruthCard store={store} parcel={parcel.id} truth={truth} />
      {visit && <RulingPart visit={visit} />}
      <Happenings timeline={timeline} visit={visit} truth={truth} nameOf={nameOfPerson} />
      <ParcelActs store={store} parcel={parcel} />
      {visit && <Evidence visit={visit} />}
    </>
  )
}

function FilmRow({
  parcel,
  visit,
}: {
  readonly parcel: ParcelView
  readonly visit: SessionView
}): JSX.Element {
  const { film, state, steps } = visit
  if (film.length === 0)
    return (
      <section class="sec">
        <p class="card pad small">
          {state === 'closed'
            ? steps.some(({ rung }) => rung === 'live')
              ? 'No film of this visit is kept.'
              : 'No film: no camera was asked for this visit.'
            : 'The film comes when the visit has ended.'}
        </p>
      </section>
    )
  const cameras = new Set(film.map(({ camera }) => camera)).size
  const seconds = Math.round(
    (Math.max(...film.map(({ to }) => to)) - Math.min(...film.map(({ from }) => from))) / 1000,
  )
  return (
    <section class="sec">
      <a class="card filmrow row pad" href={hrefOf('parcels', parcel.id, 'film')}>
        <span class="grow">
          <b>Film of the visit</b>
          <span class="small">
            {seconds} s, {cameras === 1 ? 'one camera' : `${cameras} cameras`}
          </span>
        </span>
        <Icon name="play" />
      </a>
    </section>
  )
}

interface HappeningsProps {
  readonly timeline: readonly ParcelStep[]
  readonly visit: SessionView | null
  readonly truth: TruthView
  readonly nameOf: (id: string) => string | null
}

function Happenings(props: HappeningsProps): JSX.Element {
  const now = hubNow()
  const all = happeningsOf({ ...props, now })
  let day = ''
  return (
    <section class="sec" aria-label="What happened">
      <h2>What happened</h2>
      {all.length === 0 && <p class="small">Nothing yet.</p>}
      <ol class="line">
        {all.map(({ at, mark, what, rest }) => {
          const date = dayWords(at, now)
          const isNewDay = date !== day && date !== 'Today'
          day = date
          return (
            <li key={`${at} ${what}`} class={mark}>
              <time dateTime={new Date(at).toISOString()}>
                {isNewDay && <span class="date">{date} </span>}
                {clockExact(at)}
              </time>
              <p>
                <b>{what}</b>
                {rest !== '' && `, ${rest}`}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** Carriers tell minutes: seconds that are nought say nothing. */
const clockExact = (at: number): string => (at % 60_000 === 0 ? clockTime(at) : clockSeconds(at))

function Evidence({ visit }: { readonly visit: SessionView }): JSX.Element {
  const { id, state } = visit
  return (
    <section class="sec stack" aria-label="Evidence">
      <h2>Evidence</h2>
      {state === 'closed' ? (
        <>
          <p class="small">
            One file with every line of the journal about this visit, the photo and the film, each with its
            hash. Who holds it can check that nothing was changed:
            <br />
            <code class="mono">npm run portico -- verify {id}.tar</code>
          </p>
          <p>
            <EvidenceLink visit={id} />
          </p>
        </>
      ) : (
        <p class="small">The evidence can be saved when the visit has ended.</p>
      )}
    </section>
  )
}
