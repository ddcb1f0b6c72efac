// Every operating failure of the carriers. What a message fails to say is a verdict or a reading, never an error.
import { HubError } from '@portico/plugin-api'

export const carrierErrorCodes = [
  /** A sample was asked for that the source has no word for. */
  'HUB_CARRIER_SAMPLE',
] as const

export type CarrierErrorCode = (typeof carrierErrorCodes)[number]

export const carrierError = (code: CarrierErrorCode, message: string): HubError => new HubError(code, message)
