// Operating failures of the runtime. Refusals are no errors: they are events of the core.
import { HubError } from '@portico/ports'

export const runtimeErrorCodes = ['HUB_RUNTIME_STOPPED', 'HUB_RUNTIME_UNKNOWN', 'HUB_DOOR_FLOODED'] as const

export type RuntimeErrorCode = (typeof runtimeErrorCodes)[number]

export const runtimeError = (code: RuntimeErrorCode, message: string, retryable = false): HubError =>
  new HubError(code, message, { retryable })
