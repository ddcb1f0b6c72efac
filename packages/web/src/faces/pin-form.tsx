// Makes a PIN of the home: whose, at which doors, when, until when. Its digits are shown this once.
import type { PinReply, PinRequest } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ConsoleCode, ConsoleCommand } from '../house/console-code.tsx'
import { codeIn } from '../house/rules-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { makePin } from './face-requests.ts'
import { minutesIn, weekDays } from './pin-words.ts'

export interface PinFormProps {
  readonly store: HomeStore
  readonly onMade: () => void
}

interface Wished {
  readonly name: Signal<string>
  /** Empty: a guest's. */
  readonly person: Signal<string>
  /** Empty: all. */
  readonly door: Signal<string>
  readonly isHourly: Signal<boolean>
  readonly days: Signal<readonly number[]>
  readonly from: Signal<string>
  readonly to: Signal<string>
  /** Empty: until it is taken back. */
  readonly until: Signal<string>
  readonly code: Signal<string>
}

function useWished(): Wished {
  return {
    name: useSignal(''),
    person: useSignal(''),
    door: useSignal(''),
    isHourly: useSignal(false),
    days: useSignal<readonly number[]>([1, 2, 3, 4, 5]),
    from: useSignal('08:00'),
    to: useSignal('18:00'),
    until: useSignal(''),
    code: useSignal(''),
  }
}

/** Null: something is missing. */
function requestOf(wished: Wished): PinRequest | null {
  const { name, person, door, isHourly, days, from, to, until } = wished
  const code = codeIn(wished.code.value)
  const [begin, end] = [minutesIn(from.value), minutesIn(to.value)]
  if (name.value.trim() === '' || code === null) return null
  if (isHourly.value && (begin === null || end === null || end <= begin || days.value.length === 0))
    return null
  const span = { days: [...days.value], from: begin ?? 0, to: end ?? 0 }
  return {
    name: name.value.trim(),
    person: person.value === '' ? null : person.value,
    doors: door.value === '' ? null : [door.value],
    hours: isHourly.value ? [span] : null,
    until: until.value === '' ? null : new Date(`${until.value}T23:59:59`).getTime(),
    code,
  }
}

export function PinForm({ store, onMade }: PinFormProps): JSX.Element {
  const wished = useWished()
  const act = useMemo(() => new OneAct(), [])
  const made = useSignal<PinReply | null>(null)
  const request = requestOf(wished)
  async function make(order: PinRequest): Promise<void> {
    made.value = await makePin(store.client, order)
    wished.name.value = ''
    wished.code.value = ''
    onMade()
  }
  return (
    <>
      {made.value && <Made made={made.value} onSeen={() => (made.value = null)} />}
      <form
        class="card pad stack inputs"
        onSubmit={(event) => {
          event.preventDefault()
          if (request) void act.run(() => make(request))
        }}
      >
        <WhoAndWhere store={store} {...wished} />
        <When {...wished} />
        <ConsoleCode id="pin-code" typed={wished.code} />
        <p class="small">
          <ConsoleCommand /> makes one.
        </p>
        <button
          type="submit"
          class="btn main wide"
          disabled={!request || act.isBusy.value || store.line.state.value !== 'live'}
        >
          Make a PIN
        </button>
        <Said act={act} />
      </form>
    </>
  )
}

interface MadeProps {
  readonly made: PinReply
  readonly onSeen: () => void
}

const Made = ({ made, onSeen }: MadeProps): JSX.Element => (
  <div class="card pad stack facecode" role="status">
    <p>The PIN of {made.name}. It is shown this once: the hub itself cannot show it again.</p>
    <b class="mono digits">{made.pin}</b>
    <button type="button" class="btn wide" onClick={onSeen}>
      I have it
    </button>
  </div>
)

function WhoAndWhere({ store, name, person, door }: Wished & { readonly store: HomeStore }): JSX.Element {
  const doors = store.doors.value ?? []
  return (
    <>
      <label for="pin-name">What it is for</label>
      <input
        id="pin-name"
        type="text"
        maxLength={64}
        autocomplete="off"
        placeholder="Grandmother"
        value={name.value}
        onInput={({ currentTarget }) => (name.value = currentTarget.value)}
      />
      <label for="pin-person">Whose it is</label>
      <select
        id="pin-person"
        value={person.value}
        onChange={({ currentTarget }) => (person.value = currentTarget.value)}
      >
        <option value="">A guest’s</option>
        {[...store.people.value].map(([id, known]) => (
          <option key={id} value={id}>
            {known}
          </option>
        ))}
      </select>
      {doors.length > 1 && (
        <>
          <label for="pin-door">At which door</label>
          <select
            id="pin-door"
            value={door.value}
            onChange={({ currentTarget }) => (door.value = currentTarget.value)}
          >
            <option value="">All of them</option>
            {doors.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </>
      )}
    </>
  )
}

function When({ isHourly, days, from, to, until }: Wished): JSX.Element {
  return (
    <>
      <label class="choice row">
        <input
          type="checkbox"
          checked={isHourly.value}
          onChange={({ currentTarget }) => (isHourly.value = currentTarget.checked)}
        />
        <span class="grow">Only at some hours</span>
      </label>
      {isHourly.value && (
        <fieldset class="part">
          <legend class="small strong">On these days, between two times</legend>
          <div class="days">
            {weekDays.map(([day, known]) => (
              <label key={day} class="day">
                <input
                  type="checkbox"
                  checked={days.value.includes(day)}
                  onChange={({ currentTarget }) =>
                    (days.value = currentTarget.checked
                      ? [...days.value, day]
                      : days.value.filter((each) => each !== day))
                  }
                />
                {known}
              </label>
            ))}
          </div>
          <div class="pair">
            <Time id="pin-from" label="From" value={from} />
            <Time id="pin-to" label="To" value={to} />
          </div>
        </fieldset>
      )}
      <label for="pin-until">Last day (empty: until you take it back)</label>
      <input
        id="pin-until"
        type="date"
        value={until.value}
        onInput={({ currentTarget }) => (until.value = currentTarget.value)}
      />
    </>
  )
}

interface TimeProps {
  readonly id: string
  readonly label: string
  readonly value: Signal<string>
}

const Time = ({ id, label, value }: TimeProps): JSX.Element => (
  <div class="asked">
    <label for={id}>{label}</label>
    <input
      id={id}
      type="time"
      value={value.value}
      onInput={({ currentTarget }) => (value.value = currentTarget.value)}
    />
  </div>
)
