// What carriers send to a hub that has all of them on: their own samples, golden files, and a shop's signed webhook.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { carriers } from '@portico/plugin-carriers'
import type { Asked, Asking } from './asking.ts'
import type { TestHub } from './test-hub.ts'

export const all = { settings: { sources: carriers.map(({ id }) => id) } }

export const golden = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/carriers/${name}`, import.meta.url), 'utf8')

export const secretOf = (home: TestHub, source: string): string => home.hub.sources.get(source)?.secret ?? ''

export const post = (home: TestHub, source: string, asking: Asking): Promise<Asked> =>
  home.street(`POST /hooks/${source}`, asking)

let made = 0
/** As its carrier would send it now; the number is new unless it is told. */
export function sampleOf(
  home: TestHub,
  source: string,
  number = `N0000000${made}`,
): Asking & { body: Buffer } {
  const carrier = carriers.find(({ id }) => id === source)
  if (!carrier) throw new Error(`no carrier ${source}`)
  const asked = {
    trackingNumber: number,
    status: 'delivered',
    occurredAt: home.clock.wall(),
    eventId: `e${made++}`,
  }
  const sample = carrier.sample({ ...asked, status: 'delivered' }, secretOf(home, source))
  return { headers: { ...sample.headers }, body: Buffer.from(sample.body) }
}

export const hmac = (home: TestHub, source: string, encoding: 'hex' | 'base64', body: string): string =>
  createHmac('sha256', secretOf(home, source)).update(body).digest(encoding)

interface Said {
  readonly number?: string
  readonly id?: string
  /** Seconds since the signature was made. */
  readonly age?: number
  readonly more?: object
}

/** A shop's message, signed as Standard Webhooks has it. */
export function shopSays(
  home: TestHub,
  { number = 'S1', id = `msg_${made++}`, age = 0, more = {} }: Said,
): Asking {
  const wall = home.clock.wall()
  const iso = (at: number): string => new Date(at).toISOString()
  const noon = iso(wall).slice(0, 10)
  const window = { from: `${noon}T12:00:00Z`, to: `${noon}T14:00:00Z` }
  const status = 'out-for-delivery'
  const told = { trackingNumber: number, carrier: 'DPD', status, occurredAt: iso(wall), window, ...more }
  const body = JSON.stringify({ type: 'parcel.updated', timestamp: iso(wall), data: told })
  const time = Math.floor(wall / 1000) - age
  const key = Buffer.from(secretOf(home, 'webhook').slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(time),
    'webhook-signature': `v1,${signature}`,
  }
  return { headers, body: Buffer.from(body) }
}
