// The code from the hub's console, without which nothing is given away by whoever holds a signed-in telephone: the field, and
// the form of those who ask for it alone.
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { OneAct } from '../live/one-act.ts'
import { codeIn } from './rules-words.ts'

/** With blanks between. */
const TYPED_MAX = 16

export const ConsoleCommand = (): JSX.Element => <code class="mono">npm run portico -- rules code</code>

export interface ConsoleCodeProps {
  readonly id: string
  readonly typed: Signal<string>
}

export const ConsoleCode = ({ id, typed }: ConsoleCodeProps): JSX.Element => (
  <>
    <label for={id}>Code from the hub</label>
    <input
      id={id}
      type="text"
      autocomplete="off"
      autocapitalize="characters"
      spellcheck={false}
      maxLength={TYPED_MAX}
      value={typed.value}
      onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
    />
  </>
)

export interface ConsoleCodeFormProps {
  readonly id: string
  readonly act: OneAct
  readonly isAway: boolean
  /** What the button says. */
  readonly submit: string
  readonly onSend: (code: string) => void
  /** What it would give away, said before. */
  readonly children: ComponentChildren
}

export function ConsoleCodeForm(props: ConsoleCodeFormProps): JSX.Element {
  const { id, act, isAway, submit, onSend, children } = props
  const typed = useSignal('')
  const code = codeIn(typed.value)
  return (
    <form
      class="stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        if (code !== null) onSend(code)
      }}
    >
      {children}
      <ConsoleCode id={id} typed={typed} />
      <button type="submit" class="btn main wide" disabled={code === null || isAway || act.isBusy.value}>
        {submit}
      </button>
    </form>
  )
}
