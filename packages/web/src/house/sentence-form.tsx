// One rule, written in fields that read like the sentence it becomes. Sending it changes nothing yet: it is tried on the
// past first.
import type { PersonView, SentenceFile } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { HomeStore } from '../live/home-store.ts'
import {
  type SentenceFields,
  dayLabels,
  isShut,
  missingIn,
  modeLabels,
  placeLabels,
  presenceLabels,
  sentenceOf,
} from './sentence-draft.ts'

export interface SentenceFormProps {
  readonly store: HomeStore
  readonly people: readonly PersonView[]
  readonly fields: SentenceFields
  readonly isOff: boolean
  readonly onTry: (sentence: SentenceFile) => void
  readonly onBack: () => void
}

export function SentenceForm({
  store,
  people,
  fields,
  isOff,
  onTry,
  onBack,
}: SentenceFormProps): JSX.Element {
  const now = useSignal(fields)
  const missing = missingIn(now.value)
  return (
    <form
      class="card pad stack inputs rule"
      aria-label="A rule"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing === null) onTry(sentenceOf(now.value))
      }}
    >
      <p class="small">What you leave empty may be anything.</p>
      <About now={now} store={store} people={people} />
      <When now={now} />
      <Then now={now} />
      <p class="small strong" role="status">
        {missing}
      </p>
      <button type="submit" class="btn main wide" disabled={isOff || missing !== null}>
        Try it on the last 30 days
      </button>
      <button type="button" class="btn wide" onClick={onBack}>
        Leave it as it is
      </button>
    </form>
  )
}

interface PartProps {
  readonly now: Signal<SentenceFields>
}

interface FieldProps extends PartProps {
  readonly name: 'carrier' | 'sender' | 'value' | 'currency'
  readonly label: string
  readonly max?: number
}

const Field = ({ now, name, label, max = 64 }: FieldProps): JSX.Element => (
  <div class="asked">
    <label for={`rule-${name}`}>{label}</label>
    <input
      id={`rule-${name}`}
      type="text"
      autocomplete="off"
      maxLength={max}
      value={now.value[name]}
      onInput={({ currentTarget }) => (now.value = { ...now.value, [name]: currentTarget.value })}
    />
  </div>
)

const Clock = ({ now, name }: PartProps & { readonly name: 'from' | 'to' }): JSX.Element => (
  <div class="asked">
    <label for={`rule-${name}`}>{name}</label>
    <input
      id={`rule-${name}`}
      type="time"
      value={now.value[name]}
      onInput={({ currentTarget }) => (now.value = { ...now.value, [name]: currentTarget.value })}
    />
  </div>
)

interface ChoiceProps extends PartProps {
  readonly name: 'person' | 'door' | 'presence' | 'place' | 'mode'
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
}

const Choice = ({ now, name, label, options }: ChoiceProps): JSX.Element => (
  <div class="asked">
    <label for={`rule-${name}`}>{label}</label>
    <select
      id={`rule-${name}`}
      value={now.value[name]}
      onChange={({ currentTarget }) =>
        // cast: the options are the values of this field
        (now.value = { ...now.value, [name]: currentTarget.value } as SentenceFields)
      }
    >
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  </div>
)

interface AboutProps extends PartProps {
  readonly store: HomeStore
  readonly people: readonly PersonView[]
}

/** Who was chosen stays so until somebody chooses anew, of this home or not any more. */
function personOptions(
  people: readonly PersonView[],
  chosen: string,
): readonly (readonly [string, string])[] {
  const known = people.map(({ id, name }) => [id, name] as const)
  const isGone = chosen !== '' && !people.some(({ id }) => id === chosen)
  return [
    ['', 'anybody'],
    ...known,
    ...(isGone ? [[chosen, 'somebody who is of this home no more'] as const] : []),
  ]
}

function About({ now, store, people }: AboutProps): JSX.Element {
  const doors = store.doors.value ?? []
  return (
    <fieldset class="part">
      <legend>Parcels</legend>
      <Field now={now} name="carrier" label="brought by (carrier)" />
      <Field now={now} name="sender" label="sent by (shop)" />
      {(people.length > 1 || now.value.person !== '') && (
        <Choice now={now} name="person" label="for" options={personOptions(people, now.value.person)} />
      )}
      {doors.length > 1 && (
        <Choice
          now={now}
          name="door"
          label="at"
          options={[['', 'any door'], ...doors.map(({ id, name }) => [id, name] as const)]}
        />
      )}
      <div class="pair">
        <Field now={now} name="value" label="worth at least" max={10} />
        <Field now={now} name="currency" label="currency" max={3} />
      </div>
      <label class="choice row">
        <input
          type="checkbox"
          checked={now.value.perishable}
          onChange={({ currentTarget }) => (now.value = { ...now.value, perishable: currentTarget.checked })}
        />
        <span class="grow">that spoil</span>
      </label>
    </fieldset>
  )
}

function When({ now }: PartProps): JSX.Element {
  const { days } = now.value
  return (
    <fieldset class="part">
      <legend>when they come</legend>
      <div class="days" role="group" aria-label="On these days; none chosen means every day">
        {dayLabels.map(([day, label]) => (
          <label key={day} class="day">
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={({ currentTarget }) => {
                const others = days.filter((each) => each !== day)
                now.value = { ...now.value, days: currentTarget.checked ? [...others, day] : others }
              }}
            />
            {label}
          </label>
        ))}
      </div>
      <div class="pair">
        <Clock now={now} name="from" />
        <Clock now={now} name="to" />
      </div>
      <Choice
        now={now}
        name="presence"
        label="and"
        options={[['', 'whoever is at home'], ...presenceLabels]}
      />
    </fieldset>
  )
}

const Then = ({ now }: PartProps): JSX.Element => (
  <fieldset class="part">
    <legend>go</legend>
    <Choice now={now} name="place" label="where" options={placeLabels} />
    {!isShut(now.value.place) && <Choice now={now} name="mode" label="and" options={modeLabels} />}
  </fieldset>
)
