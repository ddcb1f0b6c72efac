// Told on the first page before a parcel is missed: a sender's mails are not understood any more.
import type { MailboxView } from '@portico/protocol'
import type { JSX } from 'preact'
import { isMailNews } from '../house/mail-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'

/** Nothing while all of them are understood, or while it is not known. */
export function MailDriftCard({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const loading = useLoaded({
    store,
    key: 'mail-drift',
    load: () => store.client.requests.get<readonly MailboxView[]>('/api/v1/mailboxes'),
    isTouched: isMailNews,
  })
  const drifted = (loading.loaded.value.value ?? []).flatMap(({ senders }) =>
    senders.filter((sender) => sender.drifted),
  )
  const [first] = drifted
  if (!first) return null
  return (
    <section class="sec">
      <a class="card row pad" href={hrefOf('house', 'mailboxes')}>
        <Icon name="warning" />
        <span class="grow">
          <b>Mails of {first.name} are not understood any more</b>{' '}
          <span class="small">
            {first.seen} this week, {first.understood} understood.
            {drifted.length > 1 && ` And of ${drifted.length - 1} more.`}
          </span>
        </span>
        <Icon name="forward" size="s" />
      </a>
    </section>
  )
}
