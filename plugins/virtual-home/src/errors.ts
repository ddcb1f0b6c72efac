// Every way in which the virtual home fails, by code.
import { HubError } from '@portico/plugin-api'

export const virtualErrorCodes = [
  /** No house answers, and none could be started. */
  'HUB_VIRTUAL_UNREACHABLE',
  /** The house speaks, but not to us. */
  'HUB_VIRTUAL_DENIED',
  /** The house ended, or the connection to it did. */
  'HUB_VIRTUAL_CLOSED',
  /** A message that the house or its client does not understand. */
  'HUB_VIRTUAL_MESSAGE',
  /** A device of the house did not answer: no power, no radio, or lost on the way. */
  'HUB_VIRTUAL_UNANSWERED',
  /** The order came after its last moment; nothing moved. */
  'HUB_VIRTUAL_TOO_LATE',
  /** The edge gives no leave: unsigned, of an older epoch, late, or used before. Nothing moved. */
  'HUB_VIRTUAL_REFUSED',
  /** The lock answered with a fault. */
  'HUB_VIRTUAL_LOCK_FAULT',
  'HUB_VIRTUAL_UNKNOWN_ACT',
  'HUB_VIRTUAL_UNKNOWN_DEVICE',
  /** An option that is missing, unknown or out of range. */
  'HUB_VIRTUAL_OPTION',
] as const

export type VirtualErrorCode = (typeof virtualErrorCodes)[number]

const retryable: ReadonlySet<VirtualErrorCode> = new Set([
  'HUB_VIRTUAL_UNREACHABLE',
  'HUB_VIRTUAL_CLOSED',
  'HUB_VIRTUAL_UNANSWERED',
])

export function virtualError(code: VirtualErrorCode, message: string, cause?: unknown): HubError {
  return new HubError(code, message, { retryable: retryable.has(code), cause })
}

/** The code of an error that came over the socket; anything else is a message we do not understand. */
export function knownCode(code: unknown): VirtualErrorCode {
  return virtualErrorCodes.find((known) => known === code) ?? 'HUB_VIRTUAL_MESSAGE'
}
