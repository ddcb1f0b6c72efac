// What most answers of tracking services come down to.
import type { VendorReply, VendorVerdict } from '@portico/plugin-api'

type Other = Exclude<VendorVerdict<never>, { readonly type: 'done' }>

export const done = <Found>(found: Found): VendorVerdict<Found> => ({ type: 'done', found })
export const refused = (why: string): Other => ({ type: 'refused', why })
export const failed = (why: string): Other => ({ type: 'failed', why })

export const isGood = ({ status }: VendorReply): boolean => status >= 200 && status < 300

/** These are about the parcel alone: the next one may be followed. */
const aboutParcel: ReadonlySet<number> = new Set([400, 404, 409, 410, 422])

export const otherwise = ({ status }: VendorReply): Other =>
  aboutParcel.has(status)
    ? refused(`the service answered ${status}`)
    : failed(`the service answered ${status}`)

/** Whoever could read a list needs no more than that to be known. */
export const checked = (reply: VendorReply): VendorVerdict<null> =>
  isGood(reply) ? done(null) : otherwise(reply)

export const json = (
  value: unknown,
): { readonly body: string; readonly headers: Record<string, string> } => ({
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json' },
})

/** An id of the vendor's as a part of an address. */
export const part = (text: string): string => encodeURIComponent(text)
