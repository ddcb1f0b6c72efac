// One more program that is told what happens: its address, and which kinds of things.
import type { WebhookEvent, WebhookSecretReply } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { allEvents, eventWords } from './webhook-words.ts'

const URL_MAX = 512

interface FormProps {
  readonly store: HomeStore
  /** Where the secret of the new one is shown. */
  readonly secret: Signal<string | null>
  readonly onAdded: () => void
}

export function WebhookForm({ store, secret, onAdded }: FormProps): JSX.Element {
  const url = useSignal('')
  const events = useSignal<readonly WebhookEvent[]>(allEvents)
  const act = useMemo(() => new OneAct(), [])
  const typed = url.value.trim()
  const isWhole = /^https?:\/\/./.test(typed) && events.value.length > 0
  const add = (): Promise<boolean> =>
    act.run(async () => {
      const order = { url: typed, events: events.value }
      secret.value = (await store.client.requests.post<WebhookSecretReply>('/api/v1/webhooks', order)).secret
      url.value = ''
      onAdded()
    })
  return (
    <section class="sec" aria-label="Add a webhook">
      <h2>Add a webhook</h2>
      <form
        class="card pad stack inputs"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) void add()
        }}
      >
        <p class="small">
          A program of yours is sent a signed message for each of these, with ids and codes and nobody’s name.
        </p>
        <label for="webhook-url">Its address</label>
        <input
          id="webhook-url"
          type="url"
          autocomplete="off"
          spellcheck={false}
          maxLength={URL_MAX}
          placeholder="https://"
          value={url.value}
          onInput={({ currentTarget }) => (url.value = currentTarget.value)}
        />
        <fieldset class="choices">
          <legend class="small strong">What it is told</legend>
          {allEvents.map((event) => (
            <label key={event} class="choice row">
              <input
                type="checkbox"
                checked={events.value.includes(event)}
                onChange={({ currentTarget }) => {
                  const others = events.value.filter((each) => each !== event)
                  events.value = currentTarget.checked ? [...others, event] : others
                }}
              />
              <span class="grow">{eventWords[event]}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="btn main wide" disabled={!isWhole || act.isBusy.value}>
          Add it
        </button>
        <Said act={act} />
      </form>
    </section>
  )
}
