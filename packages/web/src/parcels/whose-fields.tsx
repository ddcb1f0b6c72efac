// Whose a parcel is, and whether it is that person's alone: the same fields where one is added and where it is changed.
import type { PersonView } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'

export interface Whose {
  /** Id of a person; null: everybody's. */
  readonly person: Signal<string | null>
  readonly isPrivate: Signal<boolean>
  readonly isReturn: Signal<boolean>
}

/** A secret of somebody else cannot be kept by whoever knows it: only one's own is. */
export function WhoseFields({
  store,
  whose,
}: {
  readonly store: HomeStore
  readonly whose: Whose
}): JSX.Element {
  const { person, isPrivate, isReturn } = whose
  const me = store.me.value?.id ?? null
  const people = useSignal<readonly Pick<PersonView, 'id' | 'name'>[]>(
    [store.me.value].flatMap((each) => each ?? []),
  )
  useEffect(() => {
    // Without an answer it is for oneself or everybody.
    store.client.people().then(
      (all) => void (people.value = all),
      () => {},
    )
  }, [])
  return (
    <>
      <label for="whose">For</label>
      <select
        id="whose"
        value={person.value ?? ''}
        disabled={isPrivate.value}
        onChange={({ currentTarget }) => (person.value = currentTarget.value || null)}
      >
        <option value="">Everybody</option>
        {people.value.map(({ id, name }) => (
          <option key={id} value={id}>
            {id === me ? `${name} (you)` : name}
          </option>
        ))}
      </select>
      <label class="choice row">
        <input
          type="checkbox"
          checked={isPrivate.value}
          onChange={({ currentTarget }) => {
            isPrivate.value = currentTarget.checked
            if (currentTarget.checked) person.value = me
          }}
        />
        <span class="grow">
          <b>For your eyes only</b>
          <span class="small">
            A gift, or nobody else’s business: the others see that a parcel comes, and neither what it is nor
            who sent it.
          </span>
        </span>
      </label>
      <label class="choice row">
        <input
          type="checkbox"
          checked={isReturn.value}
          onChange={({ currentTarget }) => void (isReturn.value = currentTarget.checked)}
        />
        <span class="grow">
          <b>It goes back</b>
          <span class="small">A return that leaves this house. Nobody is let in with it.</span>
        </span>
      </label>
    </>
  )
}
