// Webhooks that the hub sends: to whom, about what, and how each fares. Signed as Standard Webhooks wants it; the names of
// what happened are written as CloudEvents writes types.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })

/** What may be sent. Names are never used again for something else; a change of what one holds is another version. */
export const webhookEvents = [
  'io.portico.delivery.expected.v1',
  'io.portico.delivery.arrived.v1',
  'io.portico.delivery.opened.v1',
  'io.portico.delivery.dropped.v1',
  'io.portico.delivery.proved.v1',
  'io.portico.delivery.refused.v1',
  'io.portico.delivery.ended.v1',
  'io.portico.door.alarm.v1',
  'io.portico.door.ring.v1',
  'io.portico.parcel.observed.v1',
] as const

/** `failing`: for a day or longer. `disabled`: the receiver said that it is gone, or the whole schedule went by. */
export const webhookStates = ['good', 'retrying', 'failing', 'disabled'] as const

const Events = Type.Array(words(webhookEvents), {
  minItems: 1,
  maxItems: webhookEvents.length,
  uniqueItems: true,
})

export const WebhookRequest = Type.Object(
  {
    url: Type.String({ minLength: 8, maxLength: 512, pattern: '^https?://' }),
    events: Events,
  },
  strict,
)

export const WebhookView = Type.Object(
  {
    id: Type.String(),
    url: Type.String(),
    events: Type.Array(words(webhookEvents)),
    since: Wall,
    state: words(webhookStates),
    /** What the last try came to; null: none was made. */
    last: Nullable(
      Type.Object(
        { at: Wall, status: Nullable(Type.Integer({ description: 'of HTTP' })), words: Type.String() },
        strict,
      ),
    ),
    /** Events that wait; counted up to 1,000. */
    waiting: Type.Integer({ minimum: 0 }),
    nextTry: Nullable(Wall),
    /** Until when each message bears the signature of the secret before, too; null: of one secret alone. */
    olderUntil: Nullable(Wall),
  },
  strict,
)

/** The secret is told this once. */
export const WebhookSecretReply = Type.Object(
  { secret: Type.String({ pattern: '^whsec_' }), webhook: WebhookView },
  strict,
)

export const WebhookTest = Type.Object(
  { good: Type.Boolean(), status: Nullable(Type.Integer()), words: Type.String() },
  strict,
)

/** The body of a message; `webhook-id` of its head is the same on each try and in no other message. */
export const WebhookMessage = Type.Object(
  {
    type: Type.String(),
    timestamp: Type.String({ description: 'when it happened, ISO 8601' }),
    /** Attributes of CloudEvents 1.0, and ids. */
    data: Type.Object(
      {
        specversion: Type.Literal('1.0'),
        id: Type.String(),
        source: Type.String(),
        subject: Type.String({ description: 'what it is about: an id' }),
        simulated: Type.Boolean(),
        door: Type.Optional(Type.String()),
        session: Type.Optional(Type.String()),
        parcel: Type.Optional(Type.String()),
        code: Type.Optional(Type.String({ description: 'of a refusal or an alarm: docs/errors.md' })),
        outcome: Type.Optional(Type.String()),
        status: Type.Optional(Type.String({ description: 'of a parcel' })),
      },
      strict,
    ),
  },
  strict,
)

export type WebhookEvent = (typeof webhookEvents)[number]
export type WebhookRequest = Static<typeof WebhookRequest>
export type WebhookView = Static<typeof WebhookView>
export type WebhookSecretReply = Static<typeof WebhookSecretReply>
export type WebhookTest = Static<typeof WebhookTest>
export type WebhookMessage = Static<typeof WebhookMessage>
