// What a played delivery begins with: a parcel that nobody has sent, its carrier's webhook, and the courier's phone.
import { randomBytes, randomInt } from 'node:crypto'
import { wallTime } from '@portico/core'
import type { Carrier } from '@portico/plugin-api'

export interface Webhook {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What the carrier sends when the parcel is on its way, signed. */
export function outForDelivery(carrier: Carrier, trackingNumber: string, secret: string): Webhook {
  const eventId = `evt_${randomBytes(16).toString('hex')}`
  const occurredAt = wallTime(Date.now())
  const sample = { trackingNumber, status: 'out-for-delivery', occurredAt, eventId } as const
  return { path: `/hooks/${carrier.id}`, ...carrier.sample(sample, secret) }
}

/** In the form of a UPS number: 1Z and sixteen characters. */
export const freshNumber = (): string => `1Z${Array.from({ length: 16 }, () => randomInt(10)).join('')}`

/** As the courier's page has one kept. */
export const newPhone = (): string => randomBytes(16).toString('base64url')
