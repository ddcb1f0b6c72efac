// EasyPost's API v2: trackers and webhooks, asked with the account's key as the user name (HTTP Basic).
import type {
  FollowedParcel,
  ToldParcel,
  TrackingClient,
  VendorReply,
  VendorVerdict,
} from '@portico/plugin-api'
import { readTracker } from '../easypost.ts'
import { type Fields, fieldsOf, listOf, textOf } from '../json-fields.ts'
import { lookUp } from '../meaning.ts'
import { easypostNames } from './vendor-carriers.data.ts'
import { checked, done, failed, isGood, json, otherwise, part } from './vendor-verdicts.ts'

const auth = (key: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
})

export const easypostClient: TrackingClient = {
  source: 'easypost',
  origin: 'https://api.easypost.com',
  keyWords: 'the production API key of your account',
  asksPerDay: 240,
  followsPerDay: 20,
  follow({ number, carrier }, key) {
    const name = lookUp(easypostNames, carrier)
    const { body, headers } = json({
      tracker: { tracking_code: number, ...(name !== null && { carrier: name }) },
    })
    return { method: 'POST', path: '/v2/trackers', headers: { ...auth(key), ...headers }, body }
  },
  readFollow(reply) {
    if (!isGood(reply)) return otherwise(reply)
    const tracker = fieldsOf(reply.body)
    const told = toldBy(tracker)
    return told === null
      ? failed('an answer without a tracker')
      : done({ ref: textOf(tracker, 'id'), told: [told] })
  },
  ask: {
    request({ ref, number }: FollowedParcel, key) {
      const path = ref === null ? `/v2/trackers?tracking_code=${part(number)}` : `/v2/trackers/${part(ref)}`
      return { method: 'GET', path, headers: auth(key), body: null }
    },
    read: readTrackers,
  },
  check: (key) => ({ method: 'GET', path: '/v2/webhooks', headers: auth(key), body: null }),
  readCheck: checked,
  hooks: {
    list: (key) => ({ method: 'GET', path: '/v2/webhooks', headers: auth(key), body: null }),
    readList: (reply) =>
      isGood(reply)
        ? done(
            listOf(fieldsOf(reply.body), 'webhooks').flatMap((each) => {
              const [ref, url] = [textOf(each, 'id'), textOf(each, 'url')]
              return ref === null || url === null ? [] : [{ ref, url }]
            }),
          )
        : otherwise(reply),
    add({ url, secret }, key) {
      const { body, headers } = json({ webhook: { url, webhook_secret: secret } })
      return { method: 'POST', path: '/v2/webhooks', headers: { ...auth(key), ...headers }, body }
    },
    readAdded(reply) {
      const ref = isGood(reply) ? textOf(fieldsOf(reply.body), 'id') : null
      return ref === null ? (isGood(reply) ? failed('an answer without an id') : otherwise(reply)) : done(ref)
    },
    remove: (ref, key) => ({
      method: 'DELETE',
      path: `/v2/webhooks/${part(ref)}`,
      headers: auth(key),
      body: null,
    }),
  },
}

function toldBy(tracker: Fields): ToldParcel | null {
  const number = textOf(tracker, 'tracking_code')
  return number === null ? null : { reading: readTracker(tracker, number, null), piece: tracker }
}

/** One tracker by its id, or a list by the number. */
function readTrackers(reply: VendorReply): VendorVerdict<readonly ToldParcel[]> {
  if (!isGood(reply)) return otherwise(reply)
  const answer = fieldsOf(reply.body)
  return done([answer, ...listOf(answer, 'trackers')].flatMap((each) => toldBy(each) ?? []))
}
