// Where a new link can be pasted: an installed page has no address bar, and a page that was in the middle of something
// goes on where it was.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { secretIn, signIn } from './sign-in.ts'

export const LINK_COMMAND = 'npm run portico -- owner link'

export function SignInForm({ onSigned }: { readonly onSigned: () => void }): JSX.Element {
  const text = useSignal('')
  const said = useSignal<string | null>(null)
  const isBusy = useSignal(false)
  const field = useId()
  async function send(): Promise<void> {
    if (isBusy.value) return
    const secret = secretIn(text.value)
    if (secret === null) {
      said.value = 'This is no sign-in link of Portico.'
      return
    }
    isBusy.value = true
    said.value = null
    const signed = await signIn(secret)
    isBusy.value = false
    if (signed.ok) onSigned()
    else said.value = signed.words
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p>
        On the computer where Portico runs: <code class="command">{LINK_COMMAND}</code>
      </p>
      <label class="small" for={field}>
        Open the new link here, or paste it:
      </label>
      <input
        id={field}
        class="field"
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={text.value}
        aria-invalid={said.value !== null}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
      />
      <button type="submit" class="btn main" disabled={isBusy.value}>
        Sign in
      </button>
      <p class="small" role="alert">
        {said.value}
      </p>
    </form>
  )
}
