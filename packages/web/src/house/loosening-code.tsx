// The code from the hub's console, without which nothing is loosened by whoever holds a signed-in telephone.
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { OneAct } from '../live/one-act.ts'
import { CODE_LENGTH, codeIn } from './rules-words.ts'

export interface LooseningCodeProps {
  readonly act: OneAct
  readonly isAway: boolean
  readonly onSend: (code: string) => void
  /** What it would give away, said before. */
  readonly children?: ComponentChildren
}

export function LooseningCode({ act, isAway, onSend, children }: LooseningCodeProps): JSX.Element {
  const code = useSignal('')
  const isWhole = codeIn(code.value).length >= CODE_LENGTH
  return (
    <form
      class="stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) onSend(codeIn(code.value))
      }}
    >
      {children}
      <p class="small">
        To loosen a rule takes a code from the hub itself:{' '}
        <code class="mono">npm run portico -- rules code</code>. It takes effect 15 minutes later, and until
        then anybody of this home can stop it.
      </p>
      <label for="rules-code">Code from the hub</label>
      <input
        id="rules-code"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={16}
        value={code.value}
        onInput={({ currentTarget }) => (code.value = currentTarget.value)}
      />
      <button type="submit" class="btn main wide" disabled={!isWhole || isAway || act.isBusy.value}>
        Loosen it in 15 minutes
      </button>
    </form>
  )
}
