// Where news of parcels come from: each source with its two ways, and what a test of them says. No secret ever stands in
// an answer but one that was made just now, once.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const secretOrigins = ['environment', 'generated', 'typed', 'fetched', 'missing'] as const
/** `off`: a simulated home asks nobody. */
export const askingStates = ['off', 'no-key', 'unknown', 'accepted', 'refused', 'paused'] as const
export const hookStates = ['by-hand', 'entered', 'waits', 'unreachable'] as const

const Secret = {
  from: words(secretOrigins),
  /** Until then the one before is good, too. */
  olderUntil: Nullable(Wall),
}

const Pushed = Type.Object(
  {
    ...Secret,
    /** Who makes the secret; `nobody`: it signs with keys that it publishes. */
    secretBy: words(['us', 'sender', 'nobody'] as const),
    hook: words(hookStates),
    last: Nullable(Wall),
    /** Of the last seven days. */
    took: Type.Integer({ minimum: 0 }),
    notUnderstood: Type.Integer({ minimum: 0 }),
    refused: Type.Integer({ minimum: 0 }),
    /** Nothing of it was understood: its form has changed. */
    hasDrifted: Type.Boolean(),
    confirmation: Nullable(words(['nothing', 'waits', 'confirmed', 'needs-key', 'failed'] as const)),
  },
  strict,
)

const Asked = Type.Object(
  {
    ...Secret,
    keyWords: Type.String(),
    state: words(askingStates),
    /** Its answers tell news; else the key only registers parcels and the webhook. */
    tells: Type.Boolean(),
    asks: Type.Integer({ minimum: 0, description: 'today, UTC' }),
    asksPerDay: Type.Integer({ minimum: 0 }),
    followed: Type.Integer({ minimum: 0, description: 'parcels' }),
    good: Nullable(Wall),
    fault: Nullable(Type.Object({ at: Wall, why: Type.String() }, strict)),
    pausedUntil: Nullable(Wall),
  },
  strict,
)

export const SourceView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    /** What to do at the sender, one after the other. */
    steps: Type.Array(Type.String()),
    pushed: Pushed,
    /** Null: it cannot be asked. */
    asked: Nullable(Asked),
  },
  strict,
)

export const SourcesView = Type.Object(
  {
    sources: Type.Array(SourceView),
    /** Not on in this home. */
    off: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, strict)),
    publicUrl: Nullable(Type.String()),
  },
  strict,
)

/** A line of visible characters; without one the hub makes it. */
const Typed = Type.String({ minLength: 8, maxLength: 512, pattern: '^[\\x21-\\x7E\\u00A1-\\uFFFD]+$' })
export const SourceSecretRequest = Type.Object({ secret: Type.Optional(Typed) }, strict)
/** Shown once; null: it was typed. */
export const SourceSecretReply = Type.Object({ secret: Nullable(Type.String()) }, strict)
export const SourceKeyRequest = Type.Object({ key: Typed }, strict)

export const SourceCheck = Type.Object(
  {
    way: words(['push', 'ask'] as const),
    verdict: words(['good', 'warning', 'bad'] as const),
    words: Type.String(),
    /** What to do; null: nothing. */
    next: Nullable(Type.String()),
  },
  strict,
)

export const SourceTest = Type.Object({ checks: Type.Array(SourceCheck) }, strict)

export type SourceView = Static<typeof SourceView>
export type SourcesView = Static<typeof SourcesView>
export type SourceSecretRequest = Static<typeof SourceSecretRequest>
export type SourceSecretReply = Static<typeof SourceSecretReply>
export type SourceKeyRequest = Static<typeof SourceKeyRequest>
export type SourceCheck = Static<typeof SourceCheck>
export type SourceTest = Static<typeof SourceTest>
