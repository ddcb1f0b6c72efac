// Programs of one's own that are told what happens here: who they are, how each fares, a test, another secret, the end, and
// a new beginning for one that was given up.
import type { WebhookSecretReply, WebhookTest, WebhookView } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { eventWords, fareWords, hostIn, resumeWords } from './webhook-words.ts'

export function WebhooksPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const secret = useSignal<string | null>(null)
  const loading = useLoaded({
    store,
    key: 'webhooks',
    load: () => store.client.requests.get<readonly WebhookView[]>('/api/v1/webhooks'),
    isTouched: ({ type }) => type === 'Audit' || type === 'SecurityNotice',
  })
  const isAdult = store.me.value?.scopes === null
  return (
    <>
      <section class="sec">
        <Block store={store} loading={loading} what="The webhooks" rows={2}>
          {(webhooks) =>
            webhooks.length === 0 ? (
              <p class="card pad">No program is told anything.</p>
            ) : (
              <ul class="card rows">
                {webhooks.map((webhook) => (
                  <WebhookRow
                    key={webhook.id}
                    store={store}
                    webhook={webhook}
                    secret={secret}
                    onChanged={loading.again}
                  />
                ))}
              </ul>
            )
          }
        </Block>
      </section>
      <SecretOnce secret={secret} />
      {isAdult && <WebhookForm store={store} secret={secret} onAdded={loading.again} />}
    </>
  )
}

/** It is shown this once, until somebody has put it where it belongs. */
function SecretOnce({ secret }: { readonly secret: Signal<string | null> }): JSX.Element | null {
  if (secret.value === null) return null
  return (
    <section class="sec" aria-label="Secret of the webhook">
      <div class="card pad stack" role="status">
        <p class="strong">Its secret, shown this once</p>
        <p class="mono">{secret.value}</p>
        <p class="small">
          The program checks by it that a message came from this house and from nobody else.
        </p>
        <button type="button" class="btn wide" onClick={() => void (secret.value = null)}>
          I have it
        </button>
      </div>
    </section>
  )
}

interface RowProps {
  readonly store: HomeStore
  readonly webhook: WebhookView
  readonly secret: Signal<string | null>
  readonly onChanged: () => void
}

const olderWords = (until: number | null): string =>
  until === null ? '' : ` Both secrets sign until ${clockSeconds(until)}.`

const testWords = ({ good, words }: WebhookTest): string =>
  good ? 'It took the test.' : `Not taken: ${words}.`

function WebhookRow({ store, webhook, secret, onChanged }: RowProps): JSX.Element {
  const isAsked = useSignal(false)
  const tested = useSignal('')
  const act = useMemo(() => new OneAct(), [])
  const { requests } = store.client
  const path = `/api/v1/webhooks/${webhook.id}`
  const host = hostIn(webhook.url)
  const test = (): Promise<boolean> =>
    act.run(async () => {
      tested.value = testWords(await requests.post<WebhookTest>(`${path}/test`))
      onChanged()
    })
  const rotate = (): Promise<boolean> =>
    act.run(async () => {
      secret.value = (await requests.post<WebhookSecretReply>(`${path}/rotate`)).secret
      onChanged()
    })
  const resume = (): Promise<boolean> =>
    act.run(async () => {
      await requests.post(`${path}/resume`)
      onChanged()
    })
  const end = (): Promise<boolean> =>
    act.run(async () => {
      await requests.post(`${path}/revoke`)
      onChanged()
    })
  return (
    <li class="displayrow">
      <div class="stack">
        <b class="title">{host}</b>
        <span class="small">
          {fareWords(webhook)}
          {olderWords(webhook.olderUntil)}
        </span>
        <span class="small">
          Told: {webhook.events.map((event) => eventWords[event].toLowerCase()).join(', ')}.
        </span>
        {webhook.state === 'disabled' && (
          <>
            <p class="small">{resumeWords}</p>
            <div class="row">
              <Act words="Resume" of={host} act={act} onTap={resume} />
            </div>
          </>
        )}
        <div class="row">
          <Act words="Send a test" of={host} act={act} onTap={test} />
          <Act words="Another secret" of={host} act={act} onTap={rotate} />
          <Act words="End it" of={host} act={act} onTap={() => (isAsked.value = true)} />
        </div>
        <p class="small" role="status">
          {tested.value}
        </p>
      </div>
      {isAsked.value && (
        <div class="stack confirm">
          <p class="small">Nothing is sent there from then on. Its secret is good for nothing.</p>
          <div class="row">
            <Act words="Yes, end it" of={host} act={act} onTap={end} />
            <Act words="Keep it" of={host} act={act} onTap={() => (isAsked.value = false)} />
          </div>
        </div>
      )}
      <Said act={act} />
    </li>
  )
}

interface ActProps {
  readonly words: string
  readonly of: string
  readonly act: OneAct
  readonly onTap: () => unknown
}

const Act = ({ words, of, act, onTap }: ActProps): JSX.Element => (
  <button type="button" class="btn grow" disabled={act.isBusy.value} onClick={() => void onTap()}>
    {words}
    <span class="hush"> {of}</span>
  </button>
)
