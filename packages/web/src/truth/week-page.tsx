// A week of deliveries at a glance, and the address of a calendar that shows when the next ones may come.
import type { WeekView } from '@portico/protocol'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { momentWords, windowWords } from '../parcels/parcel-words.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Block } from '../parts/block.tsx'
import { CalendarCard } from './calendar-card.tsx'
import { weekOf } from './truth-requests.ts'
import './truth.css'

const isOfWeek = (type: string): boolean => /^(?:Parcel|Session|Verdict|Drop)/.test(type)

export function WeekPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'week',
    load: () => weekOf(store.client),
    isTouched: ({ type }) => isOfWeek(type),
  })
  return (
    <>
      <header>
        <BackLink to={hrefOf('parcels')} where="parcels" />
        <h1 class="grow">The week</h1>
      </header>
      <Block store={store} loading={loading} what="The week" rows={4} frame="sec">
        {(week) => <Week week={week} />}
      </Block>
      <CalendarCard store={store} />
    </>
  )
}

/** "Mon 23": a date of the home, not of this phone. */
function dayName(date: string): string {
  const day = new Date(`${date}T12:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' }).format(day)
}

function Week({ week }: { readonly week: WeekView }): JSX.Element {
  const { days, counts, open, arrived, expected } = week
  const now = hubNow()
  return (
    <>
      <section class="sec" aria-label="Days">
        <ol class="card pad week">
          {days.map(({ date, arrived: came, expected: due }) => (
            <li key={date}>
              <span class="small">{dayName(date)}</span>
              <b>{came}</b>
              <span class="hush">
                {came === 1 ? 'came' : 'came,'} {due} expected
              </span>
            </li>
          ))}
        </ol>
        <p class="small detail">
          {counts.length === 0
            ? 'Nothing came in these seven days.'
            : counts.map(({ words, count }) => `${count} ${words.toLowerCase()}`).join(', ')}
        </p>
      </section>
      <Rows title="To be found out" rows={open} now={now} />
      {expected.length > 0 && (
        <section class="sec" aria-label="Expected">
          <h2>Expected</h2>
          <ul class="card rows">
            {expected.map(({ parcel, name, window }) => (
              <li key={parcel}>
                <a class="door" href={hrefOf('parcels', parcel)}>
                  <span class="grow title">{name}</span>
                  <span class="small">{windowWords(window, now)}</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Rows title="Came" rows={arrived} now={now} />
    </>
  )
}

interface RowsProps {
  readonly title: string
  readonly rows: WeekView['open']
  readonly now: number
}

function Rows({ title, rows, now }: RowsProps): JSX.Element | null {
  if (rows.length === 0) return null
  return (
    <section class="sec" aria-label={title}>
      <h2>{title}</h2>
      <ul class="card rows">
        {rows.map(({ parcel, name, verdict, at }) => (
          <li key={parcel}>
            <a class="door" href={hrefOf('parcels', parcel)}>
              <span class="grow title">
                {name}
                <span class="small"> {verdict.words}</span>
              </span>
              {at !== null && <span class="small">{momentWords(at, now)}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
