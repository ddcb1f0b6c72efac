// The address by which a calendar shows when deliveries may come: told once, and ended here.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { momentWords } from '../parcels/parcel-words.ts'
import { Said } from '../parts/said.tsx'
import { calendarOf, endCalendar, makeCalendar } from './truth-requests.ts'

/** A child looks, and has no address of its own. */
export function CalendarCard({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const made = useSignal<string | null>(null)
  const act = useMemo(() => new OneAct(), [])
  const { loaded, set } = useLoaded({
    store,
    key: 'calendar',
    load: () => calendarOf(store.client),
    isTouched: () => false,
  })
  const view = loaded.value.value
  if (store.me.value?.scopes !== null || view === null) return null
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  const run = (work: typeof makeCalendar): void =>
    void act.run(async () => {
      const next = await work(store.client)
      made.value = next.path === null ? null : `${location.origin}${next.path}`
      set(next)
    })
  return (
    <section class="sec" aria-labelledby="calendar">
      <h2 id="calendar">In your calendar</h2>
      <div class="card pad stack">
        <p class="small">
          An address that shows when deliveries may come, by their names and without numbers; of confidential
          ones only that something comes. Whoever has it can read it: a calendar service, too.
        </p>
        {made.value !== null && (
          <>
            <label class="small strong" for="calendar-address">
              Your address, shown this once
            </label>
            <input
              id="calendar-address"
              class="address mono"
              readOnly
              value={made.value}
              onFocus={({ currentTarget }) => currentTarget.select()}
            />
          </>
        )}
        <p class="small" role="status">
          {view.since === null
            ? 'There is none.'
            : `Made ${momentWords(view.since, hubNow())}; ${
                view.asked === null
                  ? 'not asked for since the hub began'
                  : `asked for ${momentWords(view.asked, hubNow())}`
              }.`}
        </p>
        <div class="sayings">
          <button type="button" class="btn" disabled={isOff} onClick={() => run(makeCalendar)}>
            {view.since === null ? 'Make an address' : 'Make a new one, and end the old'}
          </button>
          {view.since !== null && (
            <button type="button" class="btn" disabled={isOff} onClick={() => run(endCalendar)}>
              End it
            </button>
          )}
        </div>
        <Said act={act} />
      </div>
    </section>
  )
}
