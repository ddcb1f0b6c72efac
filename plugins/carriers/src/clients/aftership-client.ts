// AfterShip's Tracking API 2026-07. The address of its webhooks is entered on its pages, not by its API.
import type { Following, ToldParcel, TrackingClient, VendorReply, VendorVerdict } from '@portico/plugin-api'
import { readTracking } from '../aftership.ts'
import { type Fields, fieldOf, fieldsOf, listOf, textOf, within } from '../json-fields.ts'
import { lookUp } from '../meaning.ts'
import { aftershipNames } from './vendor-carriers.data.ts'
import { checked, done, failed, isGood, json, otherwise, part } from './vendor-verdicts.ts'

const BASE = '/tracking/2026-07'
/** `meta.code` of a number that this account follows already. */
const FOLLOWED_ALREADY = 4003

const auth = (key: string): Readonly<Record<string, string>> => ({ 'as-api-key': key })

export const aftershipClient: TrackingClient = {
  source: 'aftership',
  origin: 'https://api.aftership.com',
  keyWords: 'an API key of your organisation there',
  asksPerDay: 240,
  followsPerDay: 20,
  follow({ number, carrier }, key) {
    const slug = lookUp(aftershipNames, carrier)
    const { body, headers } = json({ tracking_number: number, ...(slug !== null && { slug }) })
    return { method: 'POST', path: `${BASE}/trackings`, headers: { ...auth(key), ...headers }, body }
  },
  readFollow,
  ask: {
    request({ ref, number }, key) {
      const path = ref === null ? `?tracking_numbers=${part(number)}` : `/${part(ref)}`
      return { method: 'GET', path: `${BASE}/trackings${path}`, headers: auth(key), body: null }
    },
    read(reply) {
      if (!isGood(reply)) return otherwise(reply)
      const found = within(fieldsOf(reply.body), 'data')
      return done([found, ...listOf(found, 'trackings')].flatMap((each) => toldBy(each) ?? []))
    },
  },
  leave: ({ ref }, key) =>
    ref === null
      ? null
      : { method: 'DELETE', path: `${BASE}/trackings/${part(ref)}`, headers: auth(key), body: null },
  check: (key) => ({ method: 'GET', path: `${BASE}/trackings?limit=1`, headers: auth(key), body: null }),
  readCheck: checked,
}

function readFollow(reply: VendorReply): VendorVerdict<Following> {
  const answer = fieldsOf(reply.body)
  const found = within(answer, 'data')
  if (isGood(reply)) {
    const told = toldBy(found)
    return told === null
      ? failed('an answer without a tracking')
      : done({ ref: textOf(found, 'id'), told: [told] })
  }
  return fieldOf(within(answer, 'meta'), 'code') === FOLLOWED_ALREADY
    ? done({ ref: textOf(found, 'id'), told: [] })
    : otherwise(reply)
}

function toldBy(tracking: Fields): ToldParcel | null {
  const number = textOf(tracking, 'tracking_number')
  return number === null ? null : { reading: readTracking(tracking, number, null), piece: tracking }
}
