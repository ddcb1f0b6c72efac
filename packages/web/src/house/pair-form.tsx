// One more display: the six digits that it shows, what it is called, and whether it hangs inside or beside a door.
import type { DisplayView, PairDisplayRequest } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'

const CODE_LENGTH = 6
const NAME_MAX = 64

export interface PairFormProps {
  readonly store: HomeStore
  readonly onPaired: () => void
}

interface Wished {
  readonly code: Signal<string>
  readonly name: Signal<string>
  readonly place: Signal<DisplayView['place']>
  /** Empty: the first one. */
  readonly door: Signal<string>
}

const digitsIn = (typed: string): string => typed.replaceAll(/\D/g, '')

/** What is sent; null: something is missing. */
function requestOf({ code, name, place, door }: Wished, store: HomeStore): PairDisplayRequest | null {
  const wished = { code: digitsIn(code.value), name: name.value.trim(), place: place.value }
  if (wished.code.length !== CODE_LENGTH || wished.name === '') return null
  if (place.value === 'inside') return wished
  const chosen = door.value === '' ? store.doors.value?.[0]?.id : door.value
  return chosen === undefined ? null : { ...wished, door: chosen }
}

export function PairForm({ store, onPaired }: PairFormProps): JSX.Element {
  const wished: Wished = {
    code: useSignal(''),
    name: useSignal(''),
    place: useSignal<DisplayView['place']>('inside'),
    door: useSignal(''),
  }
  const paired = useSignal<string | null>(null)
  const act = useMemo(() => new OneAct(), [])
  const request = requestOf(wished, store)
  async function pair(): Promise<void> {
    if (!request) return
    paired.value = null
    if (!(await act.run(() => store.client.pairDisplay(request)))) return
    paired.value = request.name
    wished.code.value = ''
    wished.name.value = ''
    onPaired()
  }
  return (
    <section class="sec" aria-label="Pair a display">
      <h2>Pair a display</h2>
      <form
        class="card pad stack inputs"
        onSubmit={(event) => {
          event.preventDefault()
          void pair()
        }}
      >
        <CodeAndName {...wished} />
        <PlaceAndDoor store={store} {...wished} />
        <button type="submit" class="btn main wide" disabled={!request || act.isBusy.value}>
          Pair it
        </button>
        <Said act={act} />
        <p class="small" role="status">
          {paired.value !== null && `${paired.value} is paired. It comes up in a few seconds.`}
        </p>
      </form>
    </section>
  )
}

const CodeAndName = ({ code, name }: Wished): JSX.Element => (
  <>
    <p class="small">
      Open <span class="mono">{location.origin}/display</span> on the screen that will hang there. It shows
      six digits.
    </p>
    <label for="pair-code">Six digits on the display</label>
    <input
      id="pair-code"
      class="mono digits"
      type="text"
      inputMode="numeric"
      autocomplete="off"
      maxLength={12}
      value={code.value}
      onInput={({ currentTarget }) => (code.value = currentTarget.value)}
    />
    <label for="pair-name">Its name</label>
    <input
      id="pair-name"
      type="text"
      maxLength={NAME_MAX}
      placeholder="Hall"
      value={name.value}
      onInput={({ currentTarget }) => (name.value = currentTarget.value)}
    />
  </>
)

function PlaceAndDoor({ store, place, door }: Wished & { readonly store: HomeStore }): JSX.Element {
  const doors = store.doors.value ?? []
  return (
    <>
      <fieldset class="choices">
        <legend class="small strong">Where it hangs</legend>
        <PlaceChoice
          isChosen={place.value === 'inside'}
          name="Inside"
          words="Shows doors and pictures, rings, sounds alarms. It never opens."
          onChoose={() => (place.value = 'inside')}
        />
        <PlaceChoice
          isChosen={place.value === 'door-side'}
          name="At the door, outside"
          words="Shows the couriers’ code and a bell, and nothing of this house."
          onChoose={() => (place.value = 'door-side')}
        />
      </fieldset>
      {place.value === 'door-side' && (
        <>
          <label for="pair-door">Which door</label>
          <select
            id="pair-door"
            value={door.value === '' ? (doors[0]?.id ?? '') : door.value}
            onChange={({ currentTarget }) => (door.value = currentTarget.value)}
          >
            {doors.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </>
      )}
    </>
  )
}

interface PlaceChoiceProps {
  readonly isChosen: boolean
  readonly name: string
  readonly words: string
  readonly onChoose: () => void
}

const PlaceChoice = ({ isChosen, name, words, onChoose }: PlaceChoiceProps): JSX.Element => (
  <label class="choice row">
    <input type="radio" name="place" checked={isChosen} onChange={onChoose} />
    <span class="grow">
      <b>{name}</b>
      <span class="small">{words}</span>
    </span>
  </label>
)
