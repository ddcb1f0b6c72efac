// The people of the home, and how another one is asked in: by a link that is good once and for a quarter of an hour. It
// needs a code from the hub's console, because whoever is in stays in.
import type { InviteReply, PersonView } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { invitePerson } from '../parcels/household-requests.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { ConsoleCode, ConsoleCommand } from './console-code.tsx'
import { codeIn } from './rules-words.ts'
import { PersonRow, roleWords } from './person-row.tsx'

type Role = PersonView['role']

const roleMeaning: Readonly<Record<Role, string>> = {
  adult: 'May do what you may: answer couriers, open, change the rules.',
  child: 'Sees doors, parcels and cameras. Lets nobody in and changes nothing.',
}
const roles: readonly Role[] = ['adult', 'child']

export function PeoplePage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'people',
    load: () => store.client.people(),
    isTouched: ({ type }) => type === 'Audit',
  })
  return (
    <>
      <Block store={store} loading={loading} what="The people" rows={2} frame="sec">
        {(people) => (
          <section class="sec">
            <ul class="card rows">
              {people.map((person) => (
                <PersonRow key={person.id} store={store} person={person} people={people} set={loading.set} />
              ))}
            </ul>
          </section>
        )}
      </Block>
      {store.me.value?.scopes === null && <Invite store={store} />}
    </>
  )
}

function Invite({ store }: { readonly store: HomeStore }): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const name = useSignal('')
  const role = useSignal<Role>('child')
  const typed = useSignal('')
  const made = useSignal<InviteReply | null>(null)
  const code = codeIn(typed.value)
  const order =
    code === null || name.value.trim() === '' ? null : { name: name.value.trim(), role: role.value, code }
  const send = async (whole: NonNullable<typeof order>): Promise<void> => {
    made.value = await invitePerson(store.client, whole)
    typed.value = ''
  }
  return (
    <section class="sec stack" aria-label="Ask somebody in">
      <h2>Ask somebody in</h2>
      <form
        class="card pad stack inputs"
        onSubmit={(event) => {
          event.preventDefault()
          if (order) void act.run(() => send(order))
        }}
      >
        <label for="person-name">Name</label>
        <input
          id="person-name"
          type="text"
          maxLength={64}
          autocomplete="off"
          value={name.value}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
        <Roles role={role} />
        <ConsoleCode id="person-code" typed={typed} />
        <p class="small">
          <ConsoleCommand /> makes one.
        </p>
        <button
          type="submit"
          class="btn main wide"
          disabled={!order || act.isBusy.value || store.line.state.value !== 'live'}
        >
          Make a link
        </button>
        <Said act={act} />
      </form>
      {made.value && (
        <div class="card pad stack" role="status">
          <p>Give this link to the person. It is good once, and for {minutesOf(made.value)} minutes.</p>
          <p class="mono number">{`${location.origin}${made.value.path}`}</p>
        </div>
      )}
    </section>
  )
}

function Roles({ role }: { readonly role: Signal<Role> }): JSX.Element {
  return (
    <fieldset class="choices">
      <legend class="small">As</legend>
      {roles.map((each) => (
        <label key={each} class="choice row">
          <input
            type="radio"
            name="role"
            checked={role.value === each}
            onChange={() => (role.value = each)}
          />
          <span class="grow">
            <b>{roleWords[each]}</b>
            <span class="small">{roleMeaning[each]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const MINUTE_MS = 60_000
const minutesOf = ({ goodForMs }: InviteReply): number => Math.round(goodForMs / MINUTE_MS)
