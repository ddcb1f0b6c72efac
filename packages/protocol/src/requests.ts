// What may be sent to the API.
import { parcelStatuses } from '@portico/core'
import { type Static, Type } from 'typebox'
import { TrackingNumber } from './parcels.ts'
import { personRoles } from './replies.ts'
import { strict, words } from './shapes.ts'

export const SignInRequest = Type.Object(
  { link: Type.String({ minLength: 16, maxLength: 128, description: 'the last part of the owner link' }) },
  strict,
)

export const InviteRequest = Type.Object(
  {
    name: Type.String({ pattern: '^[\\p{L}0-9][\\p{L}0-9 ._-]{0,63}$' }),
    role: words(personRoles),
    code: Type.Optional(
      Type.String({ minLength: 8, maxLength: 16, description: 'from the console: `portico rules code`' }),
    ),
  },
  strict,
)

export const DeliveryReport = Type.Object(
  {
    trackingNumber: TrackingNumber,
    carrier: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    status: words(parcelStatuses),
    /** ISO 8601 with a zone; now when absent. */
    occurredAt: Type.Optional(Type.String({ maxLength: 40 })),
  },
  strict,
)

export const ApproveRequest = Type.Object(
  {
    try: Type.Integer({ minimum: 0 }),
    picture: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'hash of the picture that was looked at',
    }),
  },
  strict,
)

export const AcknowledgeRequest = Type.Object(
  {
    secureByEye: Type.Optional(
      Type.Boolean({ default: false, description: 'I stand at the door and see it shut and locked' }),
    ),
  },
  strict,
)

export type SignInRequest = Static<typeof SignInRequest>
export type InviteRequest = Static<typeof InviteRequest>
export type DeliveryReport = Static<typeof DeliveryReport>
export type ApproveRequest = Static<typeof ApproveRequest>
export type AcknowledgeRequest = Static<typeof AcknowledgeRequest>
