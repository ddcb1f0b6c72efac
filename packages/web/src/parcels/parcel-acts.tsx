// What people of the house may do with a parcel: say what and whose it is, that it is the same as another or two in one,
// that it is none of theirs, and take the last of that back.
import type { ParcelView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { hrefOf } from '../live/route.ts'
import { Said } from '../parts/said.tsx'
import {
  describeParcel,
  disownParcel,
  mergeParcels,
  splitParcel,
  undoParcelAct,
} from './household-requests.ts'
import { accountWords, nameOf, undoWords } from './parcel-words.ts'
import { type Whose, WhoseFields } from './whose-fields.tsx'
import { type Worth, isWorth, valueIn, valueText } from './worth.ts'
import { WorthFields } from './worth-fields.tsx'

export interface ParcelActsProps {
  readonly store: HomeStore
  readonly parcel: ParcelView
}

type Open = 'describe' | 'merge' | 'split' | 'disown'

/** A child looks; of somebody else's secret nobody says more. */
const mayAct = ({ me }: HomeStore, { hidden }: ParcelView): boolean => me.value?.scopes === null && !hidden

export function ParcelActs({ store, parcel }: ParcelActsProps): JSX.Element | null {
  const open = useSignal<Open | null>(null)
  const act = useMemo(() => new OneAct(), [])
  if (!mayAct(store, parcel)) return null
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  async function run(work: () => Promise<ParcelView>): Promise<void> {
    let shown: ParcelView | null = null
    const isDone = await act.run(async () => {
      shown = await work()
    })
    if (!isDone) return
    open.value = null
    // cast: set inside of the function above, which the compiler does not follow
    const { id } = (shown as ParcelView | null) ?? parcel
    if (id !== parcel.id) location.hash = hrefOf('parcels', id)
  }
  const words: readonly (readonly [Open, string])[] = [
    ['describe', 'Name it, or say whose it is'],
    ['merge', 'It is the same as another'],
    ...(parcel.accounts.length > 1 && parcel.numbers.length === 1
      ? ([['split', 'These are two parcels']] as const)
      : []),
    ...(parcel.disowned === null ? ([['disown', 'It is not ours']] as const) : []),
  ]
  const forms: Readonly<Record<Open, () => JSX.Element>> = {
    describe: () => <Describe store={store} parcel={parcel} isOff={isOff} run={run} />,
    merge: () => <Merge store={store} parcel={parcel} isOff={isOff} run={run} />,
    split: () => <Split store={store} parcel={parcel} isOff={isOff} run={run} />,
    disown: () => <Disown store={store} parcel={parcel} isOff={isOff} run={run} />,
  }
  return (
    <section class="sec stack" aria-label="This parcel">
      <h2>This parcel</h2>
      {parcel.undo !== null && (
        <p class="card pad row">
          <span class="grow">{undoWords[parcel.undo]}</span>
          <button
            type="button"
            class="btn"
            disabled={isOff}
            onClick={() => void run(() => undoParcelAct(store.client, parcel.id))}
          >
            Undo
          </button>
        </p>
      )}
      {words.map(([name, label]) => (
        <div key={name} class="stack">
          <button
            type="button"
            class="btn wide"
            aria-expanded={open.value === name}
            onClick={() => (open.value = open.value === name ? null : name)}
          >
            {label}
          </button>
          {open.value === name && forms[name]()}
        </div>
      ))}
      <Said act={act} />
    </section>
  )
}

interface FormProps extends ParcelActsProps {
  readonly isOff: boolean
  readonly run: (work: () => Promise<ParcelView>) => Promise<void>
}

function Describe({ store, parcel, isOff, run }: FormProps): JSX.Element {
  const title = useSignal(parcel.title ?? '')
  const whose: Whose = {
    person: useSignal(parcel.person),
    isPrivate: useSignal(parcel.confidential),
    isReturn: useSignal(parcel.direction === 'return'),
  }
  const worth: Worth = {
    isPerishable: useSignal(parcel.perishable),
    amount: useSignal(valueText(parcel.value)),
    currency: useSignal(parcel.value?.currency ?? 'EUR'),
  }
  // What nobody touched is not said: sources may still say it.
  const said = worth.isPerishable.value === parcel.perishable ? {} : { perishable: worth.isPerishable.value }
  const value = valueIn(worth)
  const isSame = valueText(value) === valueText(parcel.value) && value?.currency === parcel.value?.currency
  const send = (): Promise<ParcelView> =>
    describeParcel(store.client, parcel.id, {
      title: title.value.trim() || null,
      person: whose.person.value,
      confidential: whose.isPrivate.value,
      direction: whose.isReturn.value ? 'return' : 'inbound',
      ...said,
      ...(isSame ? {} : { value }),
    })
  return (
    <form
      class="card pad stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        void run(send)
      }}
    >
      <label for="parcel-title">Name</label>
      <input
        id="parcel-title"
        type="text"
        maxLength={120}
        value={title.value}
        onInput={({ currentTarget }) => void (title.value = currentTarget.value)}
      />
      <WhoseFields store={store} whose={whose} />
      <WorthFields worth={worth} />
      <button type="submit" class="btn main wide" disabled={isOff || !isWorth(worth)}>
        Keep it
      </button>
    </form>
  )
}

function Merge({ store, parcel, isOff, run }: FormProps): JSX.Element {
  const chosen = useSignal<string | null>(parcel.conflicts[0] ?? null)
  const others = (store.parcels.value?.value ?? []).filter(({ id, hidden }) => id !== parcel.id && !hidden)
  return (
    <form
      class="card pad stack"
      onSubmit={(event) => {
        event.preventDefault()
        const { value } = chosen
        if (value !== null) void run(() => mergeParcels(store.client, parcel.id, value))
      }}
    >
      <fieldset class="choices">
        <legend class="small">
          Which one? The two then count as one, and a courier may no more with it than with the more careful
          of the two.
        </legend>
        {others.map((other) => (
          <label key={other.id} class="choice row">
            <input
              type="radio"
              name="same"
              checked={chosen.value === other.id}
              onChange={() => (chosen.value = other.id)}
            />
            <span class="grow">
              <b>{nameOf(other)}</b>
              <span class="small mono number">{other.trackingNumber}</span>
            </span>
          </label>
        ))}
        {others.length === 0 && <p class="small">There is no other parcel.</p>}
      </fieldset>
      <button type="submit" class="btn main wide" disabled={isOff || chosen.value === null}>
        They are the same
      </button>
    </form>
  )
}

function Split({ store, parcel, isOff, run }: FormProps): JSX.Element {
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const { size } = chosen.value
  return (
    <form
      class="card pad stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(() => splitParcel(store.client, parcel.id, [...chosen.value]))
      }}
    >
      <fieldset class="choices">
        <legend class="small">Which of these speak of another parcel?</legend>
        {parcel.accounts.map((account) => (
          <label key={account.source} class="choice row">
            <input
              type="checkbox"
              checked={chosen.value.has(account.source)}
              onChange={({ currentTarget }) => {
                const next = new Set(chosen.value)
                if (currentTarget.checked) next.add(account.source)
                else next.delete(account.source)
                chosen.value = next
              }}
            />
            <span class="grow">{accountWords(account)}</span>
          </label>
        ))}
      </fieldset>
      <button
        type="submit"
        class="btn main wide"
        disabled={isOff || size === 0 || size === parcel.accounts.length}
      >
        Make it two parcels
      </button>
    </form>
  )
}

function Disown({ store, parcel, isOff, run }: FormProps): JSX.Element {
  return (
    <div class="card pad stack">
      <p class="small">
        It leaves your list, and nobody is let in with it, now or later, unless somebody of this home says
        that you wait for it.
      </p>
      <button
        type="button"
        class="btn main wide"
        disabled={isOff}
        onClick={() => void run(() => disownParcel(store.client, parcel.id))}
      >
        It is not ours
      </button>
    </div>
  )
}
