// What a token for scripts may do. None of these opens, approves or acknowledges: people do that (threats T4).
import { Type } from 'typebox'

export const scopes = ['read', 'arm', 'presence', 'pass', 'camera', 'metrics'] as const

export type Scope = (typeof scopes)[number]

export const Scope = Type.Enum([...scopes], {
  description:
    'read: doors, sessions, parcels, events · arm: report a delivery (the owner is always asked) · presence: mint door codes · pass: mint passes · camera: stills and live pictures · metrics: figures for Prometheus',
})
