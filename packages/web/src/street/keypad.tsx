// The keypad beside the simulated door: what the courier's page shows is typed here. Nothing of it is kept.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { StreetStore } from './street-store.ts'

export interface KeypadProps {
  readonly store: StreetStore
  readonly door: string
}

export function Keypad({ store, door }: KeypadProps): JSX.Element {
  const typed = useSignal('')
  const isWhole = /^\d{4,8}$/.test(typed.value)
  function keyIn(): void {
    const pin = typed.value
    typed.value = ''
    const done = 'The keypad took the PIN: the bolt withdraws.'
    void store.act({ label: 'Key in a PIN', act: 'key-in', on: door, options: { pin }, done })
  }
  return (
    <form
      class="card pad stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) keyIn()
      }}
    >
      <label for="keypad">PIN at the keypad</label>
      <input
        id="keypad"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        maxLength={8}
        value={typed.value}
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
      />
      <button type="submit" class="btn" disabled={!isWhole || store.isBusy.value}>
        Key in
      </button>
    </form>
  )
}
