// The mailboxes of the household: whether each is read, whether its mails are still understood, and a look at its past.
import type { MailSenderView, MailboxView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { type Loading, useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'
import { driftWords, importWords, isMailNews, stateWords } from './mail-words.ts'

/** While a look at the past goes on, ms. */
const LOOK_EVERY = 1_500

type Mailboxes = readonly MailboxView[]

export function MailboxesPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded<Mailboxes>({
    store,
    key: 'mailboxes',
    load: () => store.client.requests.get<Mailboxes>('/api/v1/mailboxes'),
    isTouched: isMailNews,
  })
  const runs = loading.loaded.value.value?.some((mailbox) => mailbox.import?.state === 'running') ?? false
  useEffect(() => {
    if (!runs) return undefined
    const looking = setInterval(loading.again, LOOK_EVERY)
    return () => clearInterval(looking)
  }, [runs])
  return (
    <Block store={store} loading={loading} what="The mailboxes" rows={2} frame="sec">
      {(mailboxes) =>
        mailboxes.length === 0 ? (
          <NoMailbox />
        ) : (
          <>
            {mailboxes.map((mailbox) => (
              <Mailbox key={mailbox.id} store={store} mailbox={mailbox} loading={loading} />
            ))}
          </>
        )
      }
    </Block>
  )
}

const NoMailbox = (): JSX.Element => (
  <section class="sec">
    <div class="card pad stack">
      <p class="strong">No mailbox is read.</p>
      <p class="small">
        Notices that carriers send you by mail can tell of parcels, too. Name the mailbox under{' '}
        <code>mailboxes</code> in the settings of the hub, keep its app password with{' '}
        <code>portico secret</code>, and start the hub anew. Nothing in it is changed, and nothing that a mail
        links to is ever fetched.
      </p>
    </div>
  </section>
)

interface MailboxProps {
  readonly store: HomeStore
  readonly mailbox: MailboxView
  readonly loading: Loading<Mailboxes>
}

function Mailbox({ store, mailbox, loading }: MailboxProps): JSX.Element {
  const { id, host, folder, state, senders, untrusted } = mailbox
  const isWell = state === 'listening' || state === 'connecting'
  return (
    <section class="sec stack" aria-labelledby={`mailbox-${id}`}>
      <h2 id={`mailbox-${id}`}>{id}</h2>
      <div class="card pad stack" {...(isWell ? {} : { role: 'alert' })}>
        <p class="strong">
          {!isWell && <Icon name="warning" size="s" />} {stateWords(mailbox)}
        </p>
        <p class="small">
          {folder} at {host}. A mail reaches the porch at most, unless the settings raise its sender.
          {untrusted > 0 &&
            ` ${untrusted} since the start were not from whom they said: they were put aside.`}
        </p>
      </div>
      {senders.length > 0 && (
        <ul class="card rows" aria-label="Senders of this week">
          {senders.map((sender) => (
            <Sender key={sender.sender} sender={sender} />
          ))}
        </ul>
      )}
      <Past store={store} mailbox={mailbox} loading={loading} />
    </section>
  )
}

function Sender({ sender }: { readonly sender: MailSenderView }): JSX.Element {
  const { name, seen, understood, drifted, sample } = sender
  return (
    <li class="row pad top">
      <Icon name={drifted ? 'warning' : 'check'} />
      <span class="grow">
        <b>{name}</b>
        <span class="small">
          {drifted ? driftWords(sender) : `${understood} of ${seen} notices of this week understood`}
        </span>
        {drifted && sample !== null && (
          <details>
            <summary>A sample to report, with names, numbers and addresses replaced</summary>
            <pre class="lines" tabIndex={0} aria-label={`Sample of a mail of ${name}`}>
              {sample}
            </pre>
          </details>
        )}
      </span>
    </li>
  )
}

const spans = [
  [30, 'The last month'],
  [90, 'Three months'],
  [365, 'A year'],
] as const

function Past({ store, mailbox: { id, import: past, state }, loading }: MailboxProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const days = useSignal<number>(30)
  const path = `/api/v1/mailboxes/${id}/import`
  const send = async (place: string, body?: unknown): Promise<void> => {
    await act.run(() => store.client.requests.post(place, body))
    loading.again()
  }
  if (past?.state === 'running')
    return (
      <div class="card pad stack">
        <p role="status">{importWords(past)}</p>
        <progress
          class="wide"
          aria-label={`Looking at the past of ${id}`}
          {...(past.total > 0 ? { value: past.seen, max: past.total } : {})}
        />
        <button
          type="button"
          class="btn wide"
          disabled={act.isBusy.value}
          onClick={() => void send(`${path}/stop`)}
        >
          Stop
        </button>
        <Said act={act} />
      </div>
    )
  return (
    <div class="card pad stack">
      <label class="inputs stack">
        <span>Parcels of the past</span>
        <select
          value={days.value}
          onChange={({ currentTarget }) => void (days.value = Number(currentTarget.value))}
        >
          {spans.map(([count, words]) => (
            <option key={count} value={count}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="btn wide"
        disabled={act.isBusy.value || state !== 'listening' || store.line.state.value !== 'live'}
        onClick={() => void send(path, { days: days.value })}
      >
        Look at the past of this mailbox
      </button>
      <p class="small">
        {past ? `${importWords(past)} ` : ''}What is found is listed; it never lets anybody in.
      </p>
      <Said act={act} />
    </div>
  )
}
