// What stands in the journal, as webhooks tell it: ids, codes and words of closed lists. No name, number, picture or time
// window leaves the house this way.
import type { JournalLine } from '@portico/core'
import type { WebhookEvent, WebhookMessage } from '@portico/protocol'

type Facts = Partial<Omit<WebhookMessage['data'], 'specversion' | 'id' | 'source' | 'subject' | 'simulated'>>

interface Told {
  readonly event: WebhookEvent
  readonly facts: Facts
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A fact that is not known is left out. */
const known = (
  facts: Readonly<Record<keyof Facts, string | null> | Partial<Record<keyof Facts, string | null>>>,
): Facts => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))

type Teller = (line: JournalLine) => Told | null

/** Of a visit: what happens at a door while nobody is expected is no delivery. */
const visit =
  (
    event: WebhookEvent,
    more: (line: JournalLine) => Partial<Record<keyof Facts, string | null>> = () => ({}),
  ): Teller =>
  (line) => {
    const session = line.session ?? text(line.data['sid'])
    return session === null ? null : { event, facts: known({ door: line.door, session, ...more(line) }) }
  }

const tellers: Readonly<Record<string, Teller>> = {
  SessionArmed: visit('io.portico.delivery.expected.v1'),
  PresenceProved: visit('io.portico.delivery.arrived.v1'),
  DoorOpened: visit('io.portico.delivery.opened.v1'),
  PhotoTaken: visit('io.portico.delivery.dropped.v1'),
  DropSeen: ({ door, data: { parcels } }) => ({
    event: 'io.portico.delivery.dropped.v1',
    facts: known({ door, parcel: Array.isArray(parcels) ? text(parcels[0]) : null }),
  }),
  DoorSecured: visit('io.portico.delivery.proved.v1'),
  EntryRefused: visit('io.portico.delivery.refused.v1', ({ data: { code } }) => ({ code: text(code) })),
  SessionClosed: visit('io.portico.delivery.ended.v1', ({ data: { outcome } }) => ({
    outcome: text(outcome),
  })),
  AlarmRaised: ({ door, session, data: { kind } }) => ({
    event: 'io.portico.door.alarm.v1',
    facts: known({ door, session, code: text(kind) }),
  }),
  BellRang: ({ data: { door } }) => ({
    event: 'io.portico.door.ring.v1',
    facts: known({ door: text(door) }),
  }),
  ParcelObserved: ({ data: { parcel, status } }) =>
    text(parcel) === null
      ? null
      : {
          event: 'io.portico.parcel.observed.v1',
          facts: known({ parcel: text(parcel), status: text(status) }),
        },
}

/** Types of lines of which something may be told. */
export const toldTypes: readonly string[] = Object.keys(tellers)

export interface Outgoing {
  /** Of the message; the same on each try. It has no dot (Standard Webhooks 1.0, "webhook-id"). */
  readonly id: string
  readonly event: WebhookEvent
  readonly body: string
}

/** Null: nothing of this line is told. */
export function outgoingOf(line: JournalLine): Outgoing | null {
  const told = tellers[line.type]?.(line) ?? null
  if (told === null) return null
  const { event, facts } = told
  // The number alone would come again in a home that was set back to an older copy.
  const id = `evt_${line.seq}_${line.hash.slice(0, 16)}`
  const message: WebhookMessage = {
    type: event,
    timestamp: new Date(line.wall).toISOString(),
    data: {
      specversion: '1.0',
      id,
      source: '/portico',
      subject: facts.session ?? facts.parcel ?? facts.door ?? 'home',
      simulated: line.writer === 'sim',
      ...facts,
    },
  }
  return { id, event, body: JSON.stringify(message) }
}
