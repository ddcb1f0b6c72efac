// Who is signed in here, how to sign out, how this page runs, and where programs find the API.
import type { Readiness } from '@portico/protocol'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { spanWords } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'

export function YouPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const me = store.me.value
  const act = useMemo(() => new OneAct(), [])
  return (
    <>
      <section class="sec">
        <div class="card pad stack">
          <p class="strong title">{me?.name ?? 'Not known'}</p>
          <p class="small">
            {me && me.assuredMs !== null
              ? `Signed in ${spanWords(me.assuredMs)} before this page was loaded.`
              : 'Signed in before the hub was started. Opening by hand needs a new sign-in.'}
          </p>
          <button
            type="button"
            class="btn wide"
            disabled={act.isBusy.value}
            onClick={() =>
              void act.run(async () => {
                await store.client.signOut()
                store.again()
              })
            }
          >
            Sign out on this phone
          </button>
          <Said act={act} />
        </div>
      </section>
      <Installed />
      <HubHealth store={store} />
      <section class="sec stack">
        <h2>For programs</h2>
        <p class="small">
          Everything this page does goes through the API. Its description:{' '}
          <a class="link" href="/docs">
            /docs
          </a>
          . Tokens are made on the hub:{' '}
          <code class="mono">npm run portico -- token create NAME --scope read</code>
        </p>
      </section>
    </>
  )
}

function Installed(): JSX.Element {
  const isApp = matchMedia('(display-mode: standalone)').matches
  return (
    <section class="sec stack">
      <h2>This page</h2>
      <p class="small">
        {isApp && 'Installed on this phone as an app.'}
        {!isApp &&
          (isSecureContext
            ? 'Open in the browser. Its menu can install it on this phone.'
            : 'Open in the browser, without HTTPS: it can neither be installed nor shown when the house is away.')}
      </p>
    </section>
  )
}

/** Ready or not, the hub answers with what it lacks; not ready is answered 503. */
async function loadReadiness({ client }: HomeStore): Promise<Readiness> {
  const answer = await client.requests.ask('/readyz')
  // cast: this address answers with its own schema, ready or not
  return (await answer.json()) as Readiness
}

function HubHealth({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'readiness',
    load: () => loadReadiness(store),
    isTouched: ({ type }) => type === 'PluginLost',
  })
  return (
    <section class="sec stack">
      <h2>The hub</h2>
      <Block store={store} loading={loading} what="The health of the hub" rows={1}>
        {({ ready, reasons = [], degraded = [] }) => (
          <>
            <p class="small">{ready ? 'Ready.' : 'Not ready.'}</p>
            {[...reasons, ...degraded].map((words) => (
              <p key={words} class="small">
                {words}
              </p>
            ))}
          </>
        )}
      </Block>
    </section>
  )
}
