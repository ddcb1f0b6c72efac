// ShipEngine's API v1: which parcels its webhook tells of, and the webhook itself. News come by it alone.
import type { FollowedParcel, TrackingClient, VendorHook, VendorRequest } from '@portico/plugin-api'
import { fieldsOf, listOf, textOf } from '../json-fields.ts'
import { lookUp } from '../meaning.ts'
import { shipengineNames } from './vendor-carriers.data.ts'
import { checked, done, failed, isGood, json, otherwise, part } from './vendor-verdicts.ts'

const HOOKS = '/v1/environment/webhooks'

const auth = (key: string): Readonly<Record<string, string>> => ({ 'api-key': key })

/** `start` or `stop`; null: the carrier has no code there that is known. */
function tracking(
  act: string,
  { number, carrier }: Omit<FollowedParcel, 'ref'>,
  key: string,
): VendorRequest | null {
  const code = lookUp(shipengineNames, carrier)
  if (code === null) return null
  const path = `/v1/tracking/${act}?carrier_code=${part(code)}&tracking_number=${part(number)}`
  return { method: 'POST', path, headers: auth(key), body: null }
}

export const shipengineClient: TrackingClient = {
  source: 'shipengine',
  origin: 'https://api.shipengine.com',
  keyWords: 'a production API key of your account',
  asksPerDay: 100,
  followsPerDay: 20,
  follow: (parcel, key) => tracking('start', parcel, key),
  readFollow: (reply) => (isGood(reply) ? done({ ref: null, told: [] }) : otherwise(reply)),
  leave: (parcel, key) => tracking('stop', parcel, key),
  check: (key) => ({ method: 'GET', path: HOOKS, headers: auth(key), body: null }),
  readCheck: checked,
  hooks: {
    list: (key) => ({ method: 'GET', path: HOOKS, headers: auth(key), body: null }),
    readList: (reply) => (isGood(reply) ? done(hooksIn(reply.body)) : otherwise(reply)),
    /** It signs with keys of its own: no secret goes there. */
    add({ url }, key) {
      const { body, headers } = json({ url, event: 'track' })
      return { method: 'POST', path: HOOKS, headers: { ...auth(key), ...headers }, body }
    },
    readAdded(reply) {
      if (!isGood(reply)) return otherwise(reply)
      const ref = textOf(fieldsOf(reply.body), 'webhook_id')
      return ref === null ? failed('an answer without an id') : done(ref)
    },
    remove: (ref, key) => ({
      method: 'DELETE',
      path: `${HOOKS}/${part(ref)}`,
      headers: auth(key),
      body: null,
    }),
  },
}

/** A bare list; some versions of its API wrap it. */
function hooksIn(body: unknown): readonly VendorHook[] {
  const list = listOf({ webhooks: body, ...fieldsOf(body) }, 'webhooks')
  return list.flatMap((each) => {
    const [ref, url] = [textOf(each, 'webhook_id'), textOf(each, 'url')]
    return ref === null || url === null ? [] : [{ ref, url }]
  })
}
