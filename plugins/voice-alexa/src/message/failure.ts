// Every way of saying no to Alexa, and which no of the hub is which of hers.
import { ClientError } from '@portico/client'
import type { Directive } from './directive.ts'
import { type AlexaEvent, answerTo } from './event.ts'

export const failureTypes = [
  'ALREADY_IN_OPERATION',
  'BRIDGE_UNREACHABLE',
  'ENDPOINT_BUSY',
  'ENDPOINT_UNREACHABLE',
  'EXPIRED_AUTHORIZATION_CREDENTIAL',
  'HARDWARE_MALFUNCTION',
  'INSUFFICIENT_PERMISSIONS',
  'INTERNAL_ERROR',
  'INVALID_AUTHORIZATION_CREDENTIAL',
  'INVALID_DIRECTIVE',
  'INVALID_VALUE',
  'NO_SUCH_ENDPOINT',
  'NOT_SUPPORTED_IN_CURRENT_MODE',
  'RATE_LIMIT_EXCEEDED',
] as const
export type FailureType = (typeof failureTypes)[number]

/** A no that Alexa is told. */
export class AlexaFailure extends Error {
  override readonly name = 'AlexaFailure'
  readonly type: FailureType

  constructor(type: FailureType, message: string) {
    super(message)
    this.type = type
  }
}

const byCode: Readonly<Record<string, FailureType>> = {
  CLIENT_UNREACHABLE: 'BRIDGE_UNREACHABLE',
  CLIENT_ANSWER: 'BRIDGE_UNREACHABLE',
  HUB_HTTP_SIGN_IN: 'INVALID_AUTHORIZATION_CREDENTIAL',
  HUB_HTTP_FORBIDDEN: 'INSUFFICIENT_PERMISSIONS',
  RIGHT_MISSING: 'INSUFFICIENT_PERMISSIONS',
  HUB_HTTP_NOT_FOUND: 'NO_SUCH_ENDPOINT',
  HUB_RUNTIME_UNKNOWN: 'NO_SUCH_ENDPOINT',
  HUB_HTTP_QUOTA: 'RATE_LIMIT_EXCEEDED',
  HUB_HTTP_BUSY: 'ENDPOINT_BUSY',
  HUB_MEDIA_BUSY: 'ENDPOINT_BUSY',
  HUB_DOOR_FLOODED: 'ENDPOINT_BUSY',
  DOOR_BUSY: 'ALREADY_IN_OPERATION',
  HUB_CAMERA_OFFER: 'INVALID_VALUE',
  HUB_CAMERA_CODEC: 'INVALID_VALUE',
  HUB_CAMERA_NO_PICTURE: 'ENDPOINT_UNREACHABLE',
  HUB_CAMERA_PRIVATE: 'NOT_SUPPORTED_IN_CURRENT_MODE',
  HUB_CAMERA_MASKED: 'NOT_SUPPORTED_IN_CURRENT_MODE',
  HUB_CAMERA_STILLS_ONLY: 'NOT_SUPPORTED_IN_CURRENT_MODE',
}

/** What the door's gate refuses has a code of the domain, and is a no of this moment. */
const isOfTheGate = (code: string): boolean => /^[A-Z]/.test(code) && !code.startsWith('HUB_')

export function failureOf(error: unknown): AlexaFailure {
  if (error instanceof AlexaFailure) return error
  if (!(error instanceof ClientError)) return new AlexaFailure('INTERNAL_ERROR', 'The bridge failed at this.')
  const { code, message, status } = error
  const type = byCode[code] ?? (isOfTheGate(code) ? 'NOT_SUPPORTED_IN_CURRENT_MODE' : null)
  if (type !== null) return new AlexaFailure(type, message)
  return new AlexaFailure(status !== null && status >= 500 ? 'BRIDGE_UNREACHABLE' : 'INTERNAL_ERROR', message)
}

const MESSAGE_MAX = 300

export const failureAnswer = (
  directive: Pick<Directive, 'correlationToken' | 'endpoint'>,
  { type, message }: AlexaFailure,
): AlexaEvent =>
  answerTo(directive, {
    name: 'ErrorResponse',
    payload: {
      type,
      message: message.slice(0, MESSAGE_MAX),
      // Without it Alexa takes the answer for none.
      ...(type === 'NOT_SUPPORTED_IN_CURRENT_MODE' && { currentDeviceMode: 'OTHER' }),
    },
  })

/** Accepting a grant has a no of its own; with it the whole linking fails. */
export const grantRefused = (
  directive: Pick<Directive, 'correlationToken' | 'endpoint'>,
  message: string,
): AlexaEvent =>
  answerTo(directive, {
    namespace: 'Alexa.Authorization',
    name: 'ErrorResponse',
    payload: { type: 'ACCEPT_GRANT_FAILED', message: message.slice(0, MESSAGE_MAX) },
  })
