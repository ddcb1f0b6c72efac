// Shippo's API: which parcels its webhook tells of, and the webhook itself. News come by it alone.
import type { TrackingClient } from '@portico/plugin-api'
import { fieldsOf, listOf, textOf } from '../json-fields.ts'
import { lookUp } from '../meaning.ts'
import { shippoNames } from './vendor-carriers.data.ts'
import { checked, done, failed, isGood, json, otherwise, part } from './vendor-verdicts.ts'

const auth = (key: string): Readonly<Record<string, string>> => ({ authorization: `ShippoToken ${key}` })

export const shippoClient: TrackingClient = {
  source: 'shippo',
  origin: 'https://api.goshippo.com',
  keyWords: 'the live API token of your account',
  asksPerDay: 100,
  followsPerDay: 20,
  follow({ number, carrier }, key) {
    const name = lookUp(shippoNames, carrier)
    if (name === null) return null
    const { body, headers } = json({ carrier: name, tracking_number: number })
    return { method: 'POST', path: '/tracks/', headers: { ...auth(key), ...headers }, body }
  },
  readFollow: (reply) => (isGood(reply) ? done({ ref: null, told: [] }) : otherwise(reply)),
  check: (key) => ({ method: 'GET', path: '/webhooks', headers: auth(key), body: null }),
  readCheck: checked,
  hooks: {
    list: (key) => ({ method: 'GET', path: '/webhooks', headers: auth(key), body: null }),
    readList: (reply) =>
      isGood(reply)
        ? done(
            listOf(fieldsOf(reply.body), 'results').flatMap((each) => {
              const [ref, url] = [textOf(each, 'object_id'), textOf(each, 'url')]
              return ref === null || url === null ? [] : [{ ref, url }]
            }),
          )
        : otherwise(reply),
    /** Shippo signs with a secret of its own, where it does; ours stands in the address. */
    add({ url }, key) {
      const { body, headers } = json({ url, event: 'track_updated', active: true, is_test: false })
      return { method: 'POST', path: '/webhooks', headers: { ...auth(key), ...headers }, body }
    },
    readAdded(reply) {
      if (!isGood(reply)) return otherwise(reply)
      const ref = textOf(fieldsOf(reply.body), 'object_id')
      return ref === null ? failed('an answer without an id') : done(ref)
    },
    remove: (ref, key) => ({
      method: 'DELETE',
      path: `/webhooks/${part(ref)}`,
      headers: auth(key),
      body: null,
    }),
  },
}
