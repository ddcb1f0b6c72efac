// Where news of parcels come from: each source with what is to be done at the sender, its secret and key, which go in and
// are not shown again, and a test that says in plain words whether its ways work.
import type { SourceView, SourcesView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { KeyForm, SecretForm } from './source-forms.tsx'
import { SourceTrial } from './source-trial.tsx'
import { askedWords, pushedWords } from './source-words.ts'

export function SourcesPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'sources',
    load: () => store.client.sources(),
    isTouched: ({ type }) => type === 'Audit',
  })
  return (
    <Block store={store} loading={loading} what="The sources" rows={3} frame="sec">
      {(found) => <Sources store={store} found={found} again={loading.again} />}
    </Block>
  )
}

interface SourcesProps {
  readonly store: HomeStore
  readonly found: SourcesView
  readonly again: () => void
}

const Sources = ({ store, found, again }: SourcesProps): JSX.Element => (
  <>
    <section class="sec">
      <p class="card pad small">
        {found.publicUrl === null
          ? 'Nobody outside reaches this home. Portico asks tracking services about the parcels that you name; a key for one of them is enough.'
          : 'Carriers push to this home, and Portico asks the services for which it has a key. Only parcels that you name are told to anybody.'}
      </p>
    </section>
    {found.sources.map((source) => (
      <Source key={source.id} store={store} source={source} again={again} />
    ))}
    {found.off.length > 0 && (
      <section class="sec" aria-label="Not on">
        <h2>Not on in this home</h2>
        <p class="card pad small">
          {found.off.map(({ name }) => name).join(', ')}. Each is switched on by a line under{' '}
          <code>carriers</code> in the settings, and a new start of the hub.
        </p>
      </section>
    )}
  </>
)

interface SourceProps {
  readonly store: HomeStore
  readonly source: SourceView
  readonly again: () => void
}

function Source({ store, source, again }: SourceProps): JSX.Element {
  const { id, name, steps, pushed, asked } = source
  const act = useMemo(() => new OneAct(), [])
  async function forget(): Promise<void> {
    if (await act.run(() => store.client.forgetSourceKey(id))) again()
  }
  return (
    <section class="sec source" aria-labelledby={`source-${id}`}>
      <h2 id={`source-${id}`}>{name}</h2>
      <div class="card pad stack">
        <p class="small">{pushedWords(pushed)}</p>
        {asked && <p class="small">{askedWords(asked)}</p>}
        <SourceTrial store={store} source={source} />
        <details>
          <summary>
            Set it up<span class="hush"> {name}</span>
          </summary>
          <ol class="small">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {asked && (
            <>
              <KeyForm store={store} source={source} onChanged={again} />
              {asked.from === 'typed' && (
                <p>
                  <button type="button" class="btn" disabled={act.isBusy.value} onClick={() => void forget()}>
                    Forget the key<span class="hush"> of {name}</span>
                  </button>
                </p>
              )}
            </>
          )}
          {pushed.secretBy !== 'nobody' && <SecretForm store={store} source={source} onChanged={again} />}
          <Said act={act} />
        </details>
      </div>
    </section>
  )
}
