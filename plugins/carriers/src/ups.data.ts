// UPS's activity types and codes, and how it would tell each of our states.
import type { ParcelStatus } from '@portico/plugin-api'

/** By type alone; `I` and `X` after their codes. `U` is news of the date and says nothing of the state. */
export const types: Readonly<Record<string, ParcelStatus>> = {
  M: 'announced',
  MV: 'exception',
  I: 'in-transit',
}

/** By `type code`. Loading and out for delivery may come under `D`, too: only what stands here is more than a type. */
export const codes: Readonly<Record<string, ParcelStatus>> = {
  'I OR': 'accepted',
  'I OT': 'out-for-delivery',
  'X 48': 'attempted',
  'X RS': 'returned',
}

/** Codes of type `D` that mean delivered, whatever the description says. */
export const deliveredCodes: ReadonlySet<string> = new Set(['FS', 'KM', '9E'])
/** The one that means an access point. */
export const ACCESS_POINT = '2Q'

interface Told {
  readonly type: string
  readonly code: string
  readonly words: string
}

/** It has no word for a courier about to arrive, nor for a shipment called off. */
export const told: Readonly<Partial<Record<ParcelStatus, Told>>> = {
  announced: { type: 'M', code: 'MP', words: 'Shipper created a label' },
  accepted: { type: 'I', code: 'OR', words: 'Origin Scan' },
  'in-transit': { type: 'I', code: 'DP', words: 'Departed from Facility' },
  'out-for-delivery': { type: 'I', code: 'OT', words: 'Out for Delivery' },
  delivered: { type: 'D', code: 'FS', words: 'Delivered' },
  'delivered-elsewhere': { type: 'D', code: '2Q', words: 'Delivered to UPS Access Point' },
  attempted: { type: 'X', code: '48', words: 'The receiver was not available for delivery' },
  exception: { type: 'X', code: 'A3', words: 'Severe weather conditions have delayed delivery' },
  returned: { type: 'X', code: 'RS', words: 'Returned to shipper' },
}
