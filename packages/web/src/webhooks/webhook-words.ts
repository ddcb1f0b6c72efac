// What a receiver of webhooks may be told, and how it fares, in words.
import type { WebhookEvent, WebhookView } from '@portico/protocol'

/** In the order of a delivery. */
export const eventWords = {
  'io.portico.delivery.expected.v1': 'A courier is expected',
  'io.portico.delivery.arrived.v1': 'The courier stands at the door',
  'io.portico.delivery.opened.v1': 'The door is open',
  'io.portico.delivery.dropped.v1': 'The parcel was set down',
  'io.portico.delivery.proved.v1': 'Shut and proved locked',
  'io.portico.delivery.refused.v1': 'Nobody is let in',
  'io.portico.delivery.ended.v1': 'The visit is over',
  'io.portico.door.alarm.v1': 'An alarm',
  'io.portico.door.ring.v1': 'The bell',
  'io.portico.parcel.observed.v1': 'News of a parcel',
} as const satisfies Readonly<Record<WebhookEvent, string>>

// cast: the keys of the literal above
export const allEvents = Object.keys(eventWords) as readonly WebhookEvent[]

const stateWords = {
  good: 'Told as it happens',
  retrying: 'Tried again',
  failing: 'Fails for a day or longer',
  disabled: 'Given up: nothing is sent any more',
} as const

/** The host alone: an address may hold a secret that need not stand on a screen. */
export function hostIn(url: string): string {
  return URL.parse(url)?.host ?? url
}

const countWords = (events: number, [one, more]: readonly [string, string]): string =>
  events === 1 ? `1 event ${one}` : `${events < 1_000 ? events : '1,000 or more'} events ${more}`

/** "Tried again. Last: it answered 500. 3 events wait." */
export function fareWords({ state, last, waiting }: WebhookView): string {
  const words: string[] = [stateWords[state]]
  if (last !== null && last.words !== 'taken') words.push(`Last: ${last.words}`)
  if (waiting > 0)
    words.push(
      countWords(waiting, state === 'disabled' ? ['was not sent', 'were not sent'] : ['waits', 'wait']),
    )
  return `${words.join('. ')}.`
}

/** What resuming does to what happened meanwhile. */
export const resumeWords =
  'Resumed, it is told what happens from that moment on. What it missed is not sent: it stands in the journal of the house.'
