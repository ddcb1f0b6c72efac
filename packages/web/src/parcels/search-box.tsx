// Where parcels are looked for: words, and the days in which somebody spoke of them.
import type { JSX } from 'preact'
import { Icon } from '../parts/icons.tsx'
import { type ParcelSearch, WORDS_MIN } from './parcel-search.ts'
import { type SearchTimes, isTurned, spanWords } from './search-times.ts'

const WHAT = 'Number, shop, person, place'

export function SearchBox({ search }: { readonly search: ParcelSearch }): JSX.Element {
  const words = search.words.value.trim()
  const times = search.times.value
  return (
    <search class="sec stack">
      <label class="searchbox">
        <Icon name="search" size="s" />
        <span class="hush">Search by number, carrier, title, shop, person, order, place or outcome</span>
        <input
          type="search"
          placeholder={WHAT}
          maxLength={64}
          value={search.words.value}
          onInput={({ currentTarget }) => search.type(currentTarget.value)}
        />
      </label>
      <div class="inputs times">
        <label class="hush" for="search-span">
          When
        </label>
        <select
          id="search-span"
          value={times.span}
          onChange={({ currentTarget }) =>
            // cast: the options are the spans
            search.within({ ...times, span: currentTarget.value as SearchTimes['span'] })
          }
        >
          {Object.entries(spanWords).map(([span, label]) => (
            <option key={span} value={span}>
              {label}
            </option>
          ))}
        </select>
        {times.span === 'days' && (
          <>
            <Day search={search} name="from" label="From" />
            <Day search={search} name="to" label="Until" />
          </>
        )}
      </div>
      <p class="small hint" role="status">
        {words !== '' && words.length < WORDS_MIN && `Type at least ${WORDS_MIN} letters or digits.`}
        {isTurned(times) && 'The last day lies before the first.'}
        {search.isAsking.value && <span class="hush">Looking</span>}
      </p>
    </search>
  )
}

interface DayProps {
  readonly search: ParcelSearch
  readonly name: 'from' | 'to'
  readonly label: string
}

const Day = ({ search, name, label }: DayProps): JSX.Element => (
  <label>
    {label}
    <input
      type="date"
      value={search.times.value[name]}
      onChange={({ currentTarget }) => search.within({ ...search.times.value, [name]: currentTarget.value })}
    />
  </label>
)
