// Films of the house: how much room there is, how long each kind is kept, what goes next, and rings that nobody answered.
import type { FilmStoreView, RingView } from '@portico/protocol'
import type { JSX } from 'preact'
import { bytesWords, daysWords, filmName, roomWords, stayWords, whenWords } from '../live/film-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Block } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'

const touches: ReadonlySet<string> = new Set(['MediaDeleted', 'FilmHeld', 'RangUnanswered', 'SessionClosed'])

interface Films {
  readonly shelf: FilmStoreView
  readonly rings: readonly RingView[]
}

async function loadFilms({ client: { requests } }: HomeStore): Promise<Films> {
  const [shelf, rings] = await Promise.all([
    requests.get<FilmStoreView>('/api/v1/films'),
    requests.get<readonly RingView[]>('/api/v1/rings'),
  ])
  return { shelf, rings }
}

export function FilmsPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'films',
    load: () => loadFilms(store),
    isTouched: ({ type, data }) =>
      touches.has(type) || (type === 'SecurityNotice' && data['what'] === 'storage-low'),
  })
  return (
    <Block store={store} loading={loading} what="The films" rows={3} frame="sec">
      {({ shelf, rings }) => (
        <>
          <Room shelf={shelf} />
          <Kept shelf={shelf} />
          <MissedRings store={store} rings={rings} />
        </>
      )}
    </Block>
  )
}

function Room({ shelf }: { readonly shelf: FilmStoreView }): JSX.Element {
  const { state, freeBytes, reserveBytes, hours, firstToGo } = shelf
  return (
    <section class="sec" aria-label="Room on the disk">
      <div class="card pad stack" {...(state === 'good' ? {} : { role: 'alert' })}>
        <h2 class="title">{roomWords(shelf)}</h2>
        <p class="small">
          {bytesWords(freeBytes)} are free, {hours} hours of one camera. {bytesWords(reserveBytes)} of them
          are never filled with film: below that nothing is filmed, and nobody is let in.
        </p>
        {state !== 'good' && (
          <p class="small">
            <Icon name="warning" size="s" /> The disk runs short.{' '}
            {firstToGo
              ? `What goes first is ${filmName(firstToGo)}.`
              : 'No film may go before its day: free some space on the hub.'}
          </p>
        )}
      </div>
    </section>
  )
}

function Kept({ shelf: { shelves, held, next } }: { readonly shelf: FilmStoreView }): JSX.Element {
  return (
    <section class="sec stack" aria-label="How long films are kept">
      <h2>How long films are kept</h2>
      <dl class="card rows kept">
        {shelves.map(({ purpose, days, count, bytes }) => (
          <div key={purpose} class="row pad">
            <dt class="grow">
              <b>{purpose === 'visit' ? 'Visits' : 'Missed rings'}</b>
              <span class="small">
                {count} kept, {bytesWords(bytes)}
              </span>
            </dt>
            <dd>{days === 0 ? 'not filmed' : daysWords(days)}</dd>
          </div>
        ))}
        <div class="row pad">
          <dt class="grow">
            <b>Held as evidence</b>
            <span class="small">
              {held.count} held, {bytesWords(held.bytes)}
            </span>
          </dt>
          <dd>until you let go</dd>
        </div>
      </dl>
      <p class="small">
        {next ? `Next goes ${filmName(next)}. ${stayWords(next)}` : 'Nothing goes by itself now.'} Couriers
        are told the days of visits, and these bind this house. They stand in the settings file of the hub.
      </p>
    </section>
  )
}

interface RingsProps {
  readonly store: HomeStore
  readonly rings: readonly RingView[]
}

function MissedRings({ store, rings }: RingsProps): JSX.Element {
  const nameOf = (door: string): string => store.doors.value?.find(({ id }) => id === door)?.name ?? door
  return (
    <section class="sec stack" aria-label="Missed rings">
      <h2>Missed rings</h2>
      {rings.length === 0 && <p class="card pad small">Every ring was answered.</p>}
      {rings.length > 0 && (
        <ul class="card rows">
          {rings.map(({ id, door, at, film }) => (
            <li key={id} class="sectionrow">
              {film.length > 0 ? (
                <a class="row" href={hrefOf('ring', id)}>
                  <RingWords door={nameOf(door)} at={at} words="Film from outside" />
                  <Icon name="play" size="s" />
                </a>
              ) : (
                <div class="row pad">
                  <RingWords door={nameOf(door)} at={at} words="No film is kept" />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const RingWords = (props: {
  readonly door: string
  readonly at: number
  readonly words: string
}): JSX.Element => (
  <>
    <Icon name="bell" />
    <span class="grow">
      <b>Rang {whenWords(props.at)}, nobody answered</b>
      <span class="small">
        {props.door}. {props.words}
      </span>
    </span>
  </>
)
