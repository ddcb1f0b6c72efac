// The key and the secret of a source: typed, sent, and gone from the page. One that the hub makes is shown once.
import type { SourceView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'

const LENGTH_MIN = 8
const LENGTH_MAX = 512

export interface SourceFormProps {
  readonly store: HomeStore
  readonly source: SourceView
  readonly onChanged: () => void
}

interface TypedProps {
  readonly id: string
  readonly label: string
  readonly button: string
  readonly send: (typed: string) => Promise<unknown>
}

/** A field that hides what is typed, and is empty as soon as it was taken. */
function Typed({ id, label, button, send }: TypedProps): JSX.Element {
  const typed = useSignal('')
  const isTaken = useSignal(false)
  const act = useMemo(() => new OneAct(), [])
  const value = typed.value.trim()
  async function submit(): Promise<void> {
    isTaken.value = false
    if (!(await act.run(() => send(value)))) return
    typed.value = ''
    isTaken.value = true
  }
  return (
    <form
      class="stack inputs"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        type="password"
        autocomplete="off"
        spellcheck={false}
        maxLength={LENGTH_MAX}
        value={typed.value}
        onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
      />
      <button type="submit" class="btn wide" disabled={value.length < LENGTH_MIN || act.isBusy.value}>
        {button}
      </button>
      <Said act={act} />
      <p class="small" role="status">
        {isTaken.value && 'It is kept, and not shown again.'}
      </p>
    </form>
  )
}

const olderWords = (until: number | null): string =>
  until === null ? '' : ` The one before is good until ${clockSeconds(until)} as well.`

export function KeyForm({ store, source: { id, name, asked }, onChanged }: SourceFormProps): JSX.Element {
  if (asked?.from === 'environment')
    return <p class="small">Its key comes from the environment of the hub.</p>
  return (
    <>
      <Typed
        id={`key-${id}`}
        label={`Key of ${name}: ${asked?.keyWords ?? ''}`}
        button={asked?.from === 'typed' ? 'Change the key' : 'Keep the key'}
        send={(key) => store.client.changeSourceKey(id, { key }).then(onChanged)}
      />
      <p class="small">{olderWords(asked?.olderUntil ?? null)}</p>
    </>
  )
}

export function SecretForm({ store, source: { id, name, pushed }, onChanged }: SourceFormProps): JSX.Element {
  const made = useSignal<string | null>(null)
  const act = useMemo(() => new OneAct(), [])
  if (pushed.from === 'environment')
    return <p class="small">Its secret comes from the environment of the hub.</p>
  async function make(): Promise<void> {
    const isMade = await act.run(async () => {
      made.value = (await store.client.changeSourceSecret(id, {})).secret
    })
    if (isMade) onChanged()
  }
  return (
    <>
      {pushed.secretBy === 'us' && (
        <p>
          <button type="button" class="btn" disabled={act.isBusy.value} onClick={() => void make()}>
            Make a new secret<span class="hush"> for {name}</span>
          </button>
        </p>
      )}
      <Said act={act} />
      <p class="small" role="status">
        {made.value !== null && (
          <>
            Paste this at {name} now; it is not shown again: <code>{made.value}</code>
          </>
        )}
      </p>
      <Typed
        id={`secret-${id}`}
        label={`Secret of ${name}, as it stands there`}
        button="Keep the secret"
        send={(secret) => store.client.changeSourceSecret(id, { secret }).then(onChanged)}
      />
      <p class="small">{olderWords(pushed.olderUntil)}</p>
    </>
  )
}
