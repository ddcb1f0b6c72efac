// Signed webhooks as EasyPost sends them, each with an event id of its own, made before the clock runs.
import { createHash } from 'node:crypto'
import { type ParcelStatus, wallTime } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { HOOK_SECRET } from '../../test/support/hub-process.ts'
import type { Post } from './http-load.ts'

export interface Webhook extends Post {
  readonly number: string
  /** SHA-256 of the body: by it the journal names what it holds. */
  readonly hash: string
}

export interface WebhookOrder {
  readonly status: ParcelStatus
  readonly number: string
}

const NUMBER_DIGITS = 16
const OCCURRED_BEFORE_MS = 60_000

let events = 0

export const hookUrl = (hub: { readonly url: string }): string => `${hub.url}/hooks/easypost`

/** A number of the shape of a UPS label. */
export const trackingNumber = (index: number): string => `1Z${String(index).padStart(NUMBER_DIGITS, '0')}`

export function makeWebhook({ status, number }: WebhookOrder): Webhook {
  const [easypost] = carriers
  if (!easypost) throw new Error('no carrier')
  const occurredAt = wallTime(Date.now() - OCCURRED_BEFORE_MS)
  const eventId = `evt_bench_${process.pid}_${events++}`
  const sample = easypost.sample({ trackingNumber: number, status, occurredAt, eventId }, HOOK_SECRET)
  const body = Buffer.from(sample.body)
  return { headers: sample.headers, body, number, hash: createHash('sha256').update(body).digest('hex') }
}

export const makeWebhooks = (count: number, order: (index: number) => WebhookOrder): readonly Webhook[] =>
  Array.from({ length: count }, (_, index) => makeWebhook(order(index)))
