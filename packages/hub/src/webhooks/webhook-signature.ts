// Signatures of outgoing webhooks (Standard Webhooks 1.0, symmetric): HMAC-SHA256 over `id.seconds.body`, under one secret
// or, while it is being changed, two.
import { createHmac } from 'node:crypto'
import type { Chance } from '@portico/ports'

const PREFIX = 'whsec_'
/** The specification wants 24 to 64. */
const SECRET_BYTES = 32

export const newWebhookSecret = (chance: Chance): string =>
  PREFIX + Buffer.from(chance.bytes(SECRET_BYTES)).toString('base64')

export interface ToSign {
  readonly id: string
  /** Unix seconds of this try. */
  readonly seconds: number
  readonly body: string
}

export function signedHeaders(
  secrets: readonly string[],
  { id, seconds, body }: ToSign,
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
}
