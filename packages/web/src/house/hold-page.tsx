// Away: between two moments no courier is let in. To set it is one tap; to end it early needs the hub's console, takes a
// quarter of an hour, and any adult of the home can stop that.
import type { HoldView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { tick } from '../live/ticking.ts'
import { endHold, holdOf, setHold, stopHoldEnd } from '../parcels/household-requests.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { HOLD_MEANING, type Hold, fieldOf, holdSentence, momentIn } from './hold-words.ts'
import { ConsoleCode, ConsoleCommand } from './console-code.tsx'
import { codeIn, pendingWhen } from './rules-words.ts'

const DAY_MS = 86_400_000
const WEEK = 7

export function HoldPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'hold',
    load: () => holdOf(store.client),
    isTouched: ({ type }) => type.startsWith('Hold'),
  })
  return (
    <Block store={store} loading={loading} what="The pause" rows={2} frame="sec">
      {(view) => <HoldBody store={store} view={view} set={(next) => loading.set(next)} />}
    </Block>
  )
}

interface HoldProps {
  readonly store: HomeStore
  readonly view: HoldView
  /** What the hub answered to a change. */
  readonly set: (view: HoldView) => void
}

function HoldBody({ store, view, set }: HoldProps): JSX.Element {
  const isAdult = store.me.value?.scopes === null
  const { hold, pending } = view
  return (
    <>
      <section class="sec stack">
        <p class="sentence">{hold ? holdSentence(hold) : 'Deliveries go on as your rules say.'}</p>
        <p class="small">{HOLD_MEANING}</p>
      </section>
      {pending && <Pending store={store} pending={pending} set={set} />}
      {isAdult && (
        <section class="sec stack" aria-label={hold ? 'Change the pause' : 'Pause deliveries'}>
          <h2>{hold ? 'Make it longer' : 'Pause deliveries'}</h2>
          <Days key={hold?.to ?? 0} store={store} hold={hold} set={set} />
        </section>
      )}
      {isAdult && hold && !pending && (
        <section class="sec stack" aria-label="End it early">
          <h2>End it early</h2>
          <EndEarly store={store} set={set} />
        </section>
      )}
    </>
  )
}

interface DaysProps extends Pick<HoldProps, 'store' | 'set'> {
  readonly hold: Hold | null
}

function Days({ store, hold, set }: DaysProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const from = useSignal(fieldOf(hold?.from ?? hubNow()))
  const to = useSignal(fieldOf((hold?.to ?? hubNow()) + (hold ? DAY_MS : WEEK * DAY_MS)))
  const begin = momentIn(from.value)
  const end = momentIn(to.value)
  const isOrder = begin !== null && end !== null && begin < end
  const isOff = !isOrder || act.isBusy.value || store.line.state.value !== 'live'
  return (
    <form
      class="card pad stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        if (begin === null || end === null) return
        void act.run(async () => {
          // A minute of the form is the whole minute: a pause that is on begins when it began.
          const earliest = hold ? Math.min(begin, hold.from) : begin
          set(await setHold(store.client, { from: earliest, to: end }))
        })
      }}
    >
      {!hold && (
        <>
          <label for="hold-from">From</label>
          <input
            id="hold-from"
            type="datetime-local"
            value={from.value}
            onInput={({ currentTarget }) => (from.value = currentTarget.value)}
          />
        </>
      )}
      <label for="hold-to">Until</label>
      <input
        id="hold-to"
        type="datetime-local"
        value={to.value}
        onInput={({ currentTarget }) => (to.value = currentTarget.value)}
      />
      {!isOrder && <p class="small">It has to end after it begins.</p>}
      <button type="submit" class="btn main wide" disabled={isOff}>
        {hold ? 'Pause until then' : 'Pause deliveries'}
      </button>
      <Said act={act} />
    </form>
  )
}

function EndEarly({ store, set }: Pick<HoldProps, 'store' | 'set'>): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const typed = useSignal('')
  const code = codeIn(typed.value)
  const isOff = code === null || act.isBusy.value || store.line.state.value !== 'live'
  return (
    <form
      class="card pad stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        if (code !== null) void act.run(async () => set(await endHold(store.client, { code })))
      }}
    >
      <p class="small">
        It takes a code from the hub itself: <ConsoleCommand />. The pause ends 15 minutes later, and until
        then any adult of this home can stop that.
      </p>
      <ConsoleCode id="hold-code" typed={typed} />
      <button type="submit" class="btn wide" disabled={isOff}>
        End it in 15 minutes
      </button>
      <Said act={act} />
    </form>
  )
}

interface PendingProps extends Pick<HoldProps, 'store' | 'set'> {
  readonly pending: NonNullable<HoldView['pending']>
}

function Pending({ store, pending, set }: PendingProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  // Drawn anew as time goes by.
  const now = tick.value && hubNow()
  const { me, people } = store
  const who = pending.by === me.value?.id ? 'You' : (people.value.get(pending.by) ?? 'Somebody of this home')
  return (
    <section class="sec" aria-label="A change that waits">
      <div class="card pad stack pending">
        <p class="strong">{pendingWhen(pending.at, now)}: the pause ends.</p>
        <p class="small">{who} asked for it.</p>
        <button
          type="button"
          class="btn main wide"
          disabled={act.isBusy.value || store.line.state.value !== 'live' || me.value?.scopes !== null}
          onClick={() => void act.run(async () => set(await stopHoldEnd(store.client)))}
        >
          Stop it
        </button>
        <Said act={act} />
      </div>
    </section>
  )
}
