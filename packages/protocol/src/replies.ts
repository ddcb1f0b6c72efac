// Answers of the API that are no view of a thing.
import { type Static, Type } from 'typebox'
import { displayPlaces } from './displays.ts'
import { LiveEvent } from './live-event.ts'
import { scopes } from './scopes.ts'
import { Nullable, strict, words } from './shapes.ts'

/** What was asked is durable. What comes of it is told by events. */
export const Done = Type.Object({ ok: Type.Literal(true) }, strict)

/** An opening by hand was begun; events with this `op` tell how it goes on. */
export const OpenReply = Type.Object({ ok: Type.Literal(true), op: Type.String() }, strict)

export const Me = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('person'),
      Type.Literal('token'),
      Type.Literal('display'),
      Type.Literal('face'),
    ]),
    id: Type.String(),
    name: Type.String(),
    /** Null for an adult, who may do everything; a child may look. */
    scopes: Nullable(Type.Array(words(scopes))),
    /** Ms since the person last proved it; opening by hand needs it to be fresh. Null: not in this run. */
    assuredMs: Nullable(Type.Number({ minimum: 0 })),
    /** Where a display hangs, and beside which door; null for everybody else. */
    display: Nullable(Type.Object({ place: words(displayPlaces), door: Nullable(Type.String()) }, strict)),
    simulated: Type.Boolean(),
  },
  strict,
)

/** How the journal of this home is signed, and its newest signed head: to be kept where the hub cannot reach it. */
export const ChainView = Type.Object(
  {
    /** Short form of the public key; null: nothing is signed. */
    pin: Nullable(Type.String()),
    head: Nullable(
      Type.Object(
        {
          upTo: Type.Integer({ minimum: 0 }),
          hash: Type.String(),
          wall: Type.Number(),
          key: Type.String({ description: 'Ed25519 public key, hex' }),
          sig: Type.String({ description: 'hex; what is signed stands in the README of @portico/evidence' }),
        },
        strict,
      ),
    ),
  },
  strict,
)

export const personRoles = ['adult', 'child'] as const

/** By this somebody who is asked in signs in, once. */
export const InviteReply = Type.Object(
  {
    path: Type.String({ description: 'behind the address of the house; what follows # is a secret' }),
    goodForMs: Type.Number(),
  },
  strict,
)

/** Somebody of the home, by the id that visits name. */
export const PersonView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    role: words(personRoles),
    /** Set where somebody asked that this person moves out; null: nobody has. */
    leaves: Nullable(
      Type.Object(
        { at: Type.Number({ description: 'Unix ms' }), by: Type.String({ description: 'id of a person' }) },
        strict,
      ),
    ),
  },
  strict,
)

/** A code for the display beside the door: one minute, one use. */
export const PresenceReply = Type.Object(
  {
    code: Type.String(),
    door: Type.String(),
    goodForMs: Type.Number(),
    url: Type.String({ description: 'what the QR code leads to' }),
  },
  strict,
)

export const Reported = Type.Object(
  {
    result: Type.Union([Type.Literal('accepted'), Type.Literal('duplicate'), Type.Literal('kept')]),
    parcels: Type.Array(Type.String()),
  },
  strict,
)

export const DeliveryReply = Type.Object(
  {
    ...Reported.properties,
    /** Why no visit is due; null when one is. */
    unarmed: Nullable(Type.String()),
  },
  strict,
)

export const EventsPage = Type.Object(
  {
    events: Type.Array(LiveEvent),
    /** Go on after this number. */
    seq: Type.Integer({ minimum: -1 }),
  },
  strict,
)

export const Readiness = Type.Object(
  {
    ready: Type.Boolean(),
    /** Why not yet; only whoever is signed in is told. */
    reasons: Type.Optional(Type.Array(Type.String())),
    /** What was lost after the start; likewise. */
    degraded: Type.Optional(Type.Array(Type.String())),
  },
  strict,
)

export type Done = Static<typeof Done>
export type OpenReply = Static<typeof OpenReply>
export type Me = Static<typeof Me>
export type ChainView = Static<typeof ChainView>
export type InviteReply = Static<typeof InviteReply>
export type PersonView = Static<typeof PersonView>
export type PresenceReply = Static<typeof PresenceReply>
export type Reported = Static<typeof Reported>
export type DeliveryReply = Static<typeof DeliveryReply>
export type EventsPage = Static<typeof EventsPage>
export type Readiness = Static<typeof Readiness>
