// How each simulated tracking service is asked and answers: the shapes of its public API.
import type { IncomingHttpHeaders } from 'node:http'

export interface VendorAsk {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  /** Parsed; null: none. */
  readonly body: any // oxlint-disable-line typescript/no-explicit-any -- a test looks into it freely
}

export interface VendorAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What the service knows. */
export interface VendorAccount {
  readonly parcels: ReadonlyMap<string, object>
  readonly strangers: readonly object[]
  readonly followed: Set<string>
  readonly hooks: Map<string, { readonly url: string; readonly secret: string | null }>
}

interface Vendor {
  keyOf(ask: VendorAsk): string | null
  /** It asks for no key. */
  isOpen?(ask: VendorAsk): boolean
  readonly stranger: VendorAnswer
  answer(ask: VendorAsk, account: VendorAccount): VendorAnswer
}

export type VendorName = 'easypost' | 'aftership' | '17track' | 'shippo' | 'shipengine' | 'dhl'

const header = (ask: VendorAsk, name: string): string | null => {
  const value = ask.headers[name]
  return typeof value === 'string' ? value : null
}

const nothing: VendorAnswer = { status: 404, body: { error: 'not found' } }
const last = (path: string): string => path.split('/').at(-1) ?? ''

/** Numbers of webhooks, never used again. */
let made = 0
function enter(account: VendorAccount, url: string, secret: string | null): string {
  const id = `hook_${(made += 1)}`
  account.hooks.set(id, { url, secret })
  return id
}

const remove = (account: VendorAccount, id: string): VendorAnswer =>
  account.hooks.delete(id) ? { status: 204 } : nothing

const easypost: Vendor = {
  keyOf: (ask) =>
    /^Basic /.test(header(ask, 'authorization') ?? '')
      ? (Buffer.from((header(ask, 'authorization') ?? '').slice(6), 'base64')
          .toString()
          .split(':')[0] ?? null)
      : null,
  stranger: { status: 401, body: { error: { code: 'APIKEY.INACTIVE' } } },
  answer(ask, account) {
    const { method, path, body } = ask
    if (path === '/v2/webhooks' && method === 'GET')
      return { status: 200, body: { webhooks: [...account.hooks].map(([id, { url }]) => ({ id, url })) } }
    if (path === '/v2/webhooks')
      return { status: 201, body: { id: enter(account, body.webhook.url, body.webhook.webhook_secret) } }
    if (path.startsWith('/v2/webhooks/')) return remove(account, last(path))
    if (path === '/v2/trackers' && method === 'POST') {
      const number = String(body.tracker.tracking_code)
      const tracker = account.parcels.get(number)
      if (!tracker) return { status: 422, body: { error: { code: 'TRACKER.CREATE.ERROR' } } }
      account.followed.add(number)
      return { status: 201, body: { ...tracker, id: `trk_${number}` } }
    }
    const number = last(path).replace('trk_', '')
    const tracker = account.parcels.get(number)
    if (!tracker || !account.followed.has(number)) return nothing
    return { status: 200, body: { ...tracker, id: `trk_${number}`, trackers: account.strangers } }
  },
}

const aftership: Vendor = {
  keyOf: (ask) => header(ask, 'as-api-key'),
  stranger: { status: 401, body: { meta: { code: 401 } } },
  answer({ method, path, query, body }, account) {
    const found = (number: string): object => ({ ...account.parcels.get(number), id: `as${number}` })
    if (method === 'POST') {
      const number = String(body.tracking_number)
      if (!account.parcels.has(number)) return { status: 400, body: { meta: { code: 4005 } } }
      if (account.followed.has(number))
        return { status: 400, body: { meta: { code: 4003 }, data: { id: `as${number}` } } }
      account.followed.add(number)
      return { status: 201, body: { meta: { code: 201 }, data: found(number) } }
    }
    if (path.endsWith('/trackings')) {
      const number = query.get('tracking_numbers')
      const ours = number !== null && account.followed.has(number) ? [found(number)] : []
      return {
        status: 200,
        body: { meta: { code: 200 }, data: { trackings: [...account.strangers, ...ours] } },
      }
    }
    const number = last(path).replace(/^as/, '')
    if (!account.followed.has(number)) return { status: 404, body: { meta: { code: 4004 } } }
    if (method === 'DELETE') account.followed.delete(number)
    return { status: 200, body: { meta: { code: 200 }, data: found(number) } }
  },
}

const track17: Vendor = {
  keyOf: (ask) => header(ask, '17token'),
  stranger: { status: 401, body: { code: -18_010_002, data: { errors: [] } } },
  answer({ path, body }, account) {
    const number = String(body?.[0]?.number ?? '')
    const one = { number, carrier: 100_002 }
    const rejected = (code: number): VendorAnswer => ({
      status: 200,
      body: { code: 0, data: { accepted: [], rejected: [{ number, error: { code, message: 'no' } }] } },
    })
    const accepted = (...list: readonly object[]): VendorAnswer => ({
      status: 200,
      body: { code: 0, data: { accepted: list, rejected: [] } },
    })
    switch (last(path)) {
      case 'getquota':
        return { status: 200, body: { code: 0, data: { quota_total: 100 } } }
      case 'register':
        if (!account.parcels.has(number)) return rejected(-18_019_903)
        if (account.followed.has(number)) return rejected(-18_019_901)
        account.followed.add(number)
        return accepted(one)
      case 'gettrackinfo':
        return account.followed.has(number)
          ? accepted(...account.strangers, { ...one, ...account.parcels.get(number) })
          : rejected(-18_019_902)
      case 'stoptrack':
        account.followed.delete(number)
        return accepted(one)
      default:
        return nothing
    }
  },
}

const shippo: Vendor = {
  keyOf: (ask) => header(ask, 'authorization')?.replace('ShippoToken ', '') ?? null,
  stranger: { status: 401, body: { detail: 'Invalid token' } },
  answer({ method, path, body }, account) {
    if (path === '/tracks/') {
      account.followed.add(String(body.tracking_number))
      return { status: 201, body: { carrier: body.carrier, tracking_number: body.tracking_number } }
    }
    if (path === '/webhooks' && method === 'GET')
      return {
        status: 200,
        body: { results: [...account.hooks].map(([id, { url }]) => ({ object_id: id, url })) },
      }
    if (path === '/webhooks') return { status: 201, body: { object_id: enter(account, body.url, null) } }
    return path.startsWith('/webhooks/') ? remove(account, last(path)) : nothing
  },
}

const shipengine: Vendor = {
  keyOf: (ask) => header(ask, 'api-key'),
  isOpen: ({ path }) => path === '/jwks',
  stranger: { status: 401, body: { errors: [] } },
  answer({ method, path, query, body }, account) {
    const hooks = '/v1/environment/webhooks'
    if (path === '/jwks') return { status: 200, body: account.parcels.get('jwks') ?? {} }
    if (path === hooks && method === 'GET')
      return { status: 200, body: [...account.hooks].map(([id, { url }]) => ({ webhook_id: id, url })) }
    if (path === hooks) return { status: 200, body: { webhook_id: enter(account, body.url, null) } }
    if (path.startsWith(`${hooks}/`)) return remove(account, last(path))
    const number = query.get('tracking_number') ?? ''
    if (path === '/v1/tracking/start') account.followed.add(number)
    else if (path === '/v1/tracking/stop') account.followed.delete(number)
    else return nothing
    return { status: 204 }
  },
}

/** A subscription is ready once its secret came back. */
const dhl: Vendor = {
  keyOf: (ask) => header(ask, 'dhl-api-key'),
  stranger: { status: 401, body: { title: 'Unauthorized' } },
  answer(ask, account) {
    const id = last(ask.path)
    const secret = account.parcels.get(id)
    if (!secret || header(ask, 'dhl-api-hook-secret') !== Object.values(secret)[0]) return nothing
    account.followed.add(id)
    return { status: 204 }
  },
}

export const vendors: Readonly<Record<VendorName, Vendor>> = {
  easypost,
  aftership,
  '17track': track17,
  shippo,
  shipengine,
  dhl,
}
