// Every way in which an ONVIF device fails, by code.
import { HubError } from '@portico/plugin-api'

export const onvifErrorCodes = [
  /** Nothing answers at the address, or it hung up. */
  'HUB_ONVIF_UNREACHABLE',
  /** It did not answer in time. */
  'HUB_ONVIF_TIMEOUT',
  /** It does not know this user name and password. */
  'HUB_ONVIF_DENIED',
  /** What it sent is no answer: no SOAP, too long, or with entities of its own. */
  'HUB_ONVIF_ANSWER',
  /** It refused what was asked, with a reason of its own. */
  'HUB_ONVIF_FAULT',
  /** It has no stream that Portico reads, or not the profile that the settings name. */
  'HUB_ONVIF_NO_STREAM',
] as const

export type OnvifErrorCode = (typeof onvifErrorCodes)[number]

const retryable: ReadonlySet<OnvifErrorCode> = new Set(['HUB_ONVIF_UNREACHABLE', 'HUB_ONVIF_TIMEOUT'])

export function onvifError(code: OnvifErrorCode, message: string, cause?: unknown): HubError {
  return new HubError(code, message, { retryable: retryable.has(code), cause })
}
