// 17TRACK's API v2.2. It answers 200 to everything and tells in the body what became of each number. The address of its
// webhooks is entered on its pages.
import type { Following, ToldParcel, TrackingClient, VendorReply, VendorVerdict } from '@portico/plugin-api'
import { type Fields, fieldOf, fieldsOf, listOf, textOf, within } from '../json-fields.ts'
import { lookUp } from '../meaning.ts'
import { readTracking } from '../track17.ts'
import { track17Numbers } from './vendor-carriers.data.ts'
import { done, failed, isGood, json, otherwise, refused } from './vendor-verdicts.ts'

/** The vendor's codes, of an answer as a whole or of one number. */
const KEY_WRONG: ReadonlySet<unknown> = new Set([-18_010_002, -18_010_004, -18_010_005])
const QUOTA: ReadonlySet<unknown> = new Set([-18_019_907, -18_019_908])
/** Either *registered already* or *not registered*: public clients disagree, and the next question tells. */
const FOLLOWED_ALREADY = -18_019_901

const request = (call: string, body: unknown, key: string): ReturnType<TrackingClient['check']> => ({
  method: 'POST',
  path: `/track/v2.2/${call}`,
  ...json(body),
  headers: { ...json(body).headers, '17token': key },
})

export const track17Client: TrackingClient = {
  source: '17track',
  origin: 'https://api.17track.net',
  keyWords: 'the security key of your account there',
  keySigns: true,
  asksPerDay: 240,
  followsPerDay: 20,
  follow({ number, carrier }, key) {
    const known = lookUp(track17Numbers, carrier)
    return request('register', [{ number, ...(known !== null && { carrier: known }) }], key)
  },
  readFollow,
  ask: {
    request: ({ number }, key) => request('gettrackinfo', [{ number }], key),
    read(reply) {
      const fault = faultIn(reply)
      if (fault) return fault
      const found = within(fieldsOf(reply.body), 'data')
      return done(listOf(found, 'accepted').flatMap((each) => toldBy(each) ?? []))
    },
  },
  leave: ({ number }, key) => request('stoptrack', [{ number }], key),
  check: (key) => request('getquota', {}, key),
  readCheck: (reply) => faultIn(reply) ?? done(null),
}

type Fault = Exclude<VendorVerdict<never>, { readonly type: 'done' }>

function faultOf(code: unknown): Fault {
  if (KEY_WRONG.has(code)) return { type: 'key-refused' }
  return QUOTA.has(code) ? { type: 'busy' } : failed(`the service answered ${String(code).slice(0, 20)}`)
}

function faultIn(reply: VendorReply): Fault | null {
  if (!isGood(reply)) return otherwise(reply)
  const code = fieldOf(fieldsOf(reply.body), 'code')
  return code === 0 ? null : faultOf(code)
}

function readFollow(reply: VendorReply): VendorVerdict<Following> {
  const fault = faultIn(reply)
  if (fault) return fault
  const found = within(fieldsOf(reply.body), 'data')
  if (listOf(found, 'accepted').length > 0) return done({ ref: null, told: [] })
  const code = fieldOf(within(listOf(found, 'rejected')[0] ?? {}, 'error'), 'code')
  if (code === FOLLOWED_ALREADY) return done({ ref: null, told: [] })
  return KEY_WRONG.has(code) || QUOTA.has(code) ? faultOf(code) : refused('the service knows no such number')
}

/** Registered and not looked at yet: there is nothing to tell. */
function toldBy(tracked: Fields): ToldParcel | null {
  const number = textOf(tracked, 'number')
  if (number === null || typeof fieldOf(tracked, 'track_info') !== 'object') return null
  return { reading: readTracking(tracked, number), piece: tracked }
}
