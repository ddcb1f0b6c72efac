// The one place that turns what went wrong into an answer: code to status, code to words. Never a stack, and nothing
// of a failure of ours but its code.
import { codeOf } from '@portico/ports'
import type { ErrorReply } from '@portico/protocol'
import { type HttpErrorCode, statusOfHttpError } from './http-errors.ts'

export interface Answer {
  readonly status: number
  readonly body: ErrorReply
  /** Seconds after which it may be tried again; null: not worth saying. */
  readonly retryAfter: number | null
}

/** Codes of other packages that are not simply a failure of ours. */
const statuses: Readonly<Record<string, number>> = {
  HUB_RUNTIME_UNKNOWN: 404,
  HUB_RUNTIME_STOPPED: 503,
  HUB_DOOR_FLOODED: 503,
  HUB_PARCEL_BUSY: 409,
  HUB_PARCEL_PRIVATE: 403,
  HUB_PARCEL_SAME: 409,
  HUB_PARCEL_LIMIT: 409,
  HUB_PARCEL_APART: 409,
  HUB_PARCEL_UNDO: 409,
  HUB_PARCEL_AMBIGUOUS: 409,
  HUB_HOLD_DATES: 400,
  HUB_HOLD_NOTHING: 409,
  HUB_DISCOVERY_FAILED: 503,
  HUB_BRIDGE_UNKNOWN: 404,
  HUB_BRIDGE_CANNOT: 409,
  HUB_BRIDGE_OPEN: 409,
  HUB_MAIL_UNKNOWN: 404,
  HUB_MAIL_IMPORT: 409,
  HUB_CAMERA_UNKNOWN: 404,
  HUB_CAMERA_MASKED: 403,
  HUB_CAMERA_PRIVATE: 403,
  HUB_CAMERA_STILLS_ONLY: 409,
  HUB_CAMERA_NO_TALK: 404,
  HUB_CAMERA_TALK_BUSY: 409,
  HUB_CAMERA_TALK_LOST: 503,
  HUB_CAMERA_OFFER: 400,
  HUB_CAMERA_CODEC: 406,
  HUB_CAMERA_NO_PICTURE: 503,
  HUB_CAMERA_MOMENT_GONE: 410,
  HUB_CAMERA_UNDECODABLE: 503,
  HUB_VIRTUAL_UNKNOWN_ACT: 404,
  HUB_VIRTUAL_UNKNOWN_DEVICE: 404,
  HUB_VIRTUAL_OPTION: 400,
  HUB_VIRTUAL_MESSAGE: 400,
}

/** Fastify's own refusals of a request. */
const fastify: Readonly<Record<string, HttpErrorCode>> = {
  FST_ERR_VALIDATION: 'HUB_HTTP_BODY',
  FST_ERR_BAD_URL: 'HUB_HTTP_BODY',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'HUB_HTTP_BODY',
  FST_ERR_CTP_INVALID_JSON_BODY: 'HUB_HTTP_BODY',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'HUB_HTTP_BODY',
  FST_ERR_CTP_BODY_TOO_LARGE: 'HUB_HTTP_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'HUB_HTTP_MEDIA_TYPE',
  FST_ERR_MAX_PARAM_LENGTH: 'HUB_HTTP_NOT_FOUND',
  FST_ERR_NOT_FOUND: 'HUB_HTTP_NOT_FOUND',
}

/** Packages whose failures pass: disk, cameras, plugins. */
const passing = /^HUB_(?:JOURNAL|MEDIA|PLUGIN|DEVICE|VIRTUAL)_/

const RETRY_AFTER_S = 1

/** Its own words where the request was at fault; a failure of ours is a code and no more. */
const plainWords: Readonly<Record<number, string>> = {
  500: 'The hub failed at this.',
  503: 'This is not possible at the moment.',
}

function statusOf(code: string): number {
  return statusOfHttpError(code) ?? statuses[code] ?? (passing.test(code) ? 503 : 500)
}

/** Words of a refused request. What a parser says may quote the body: it is not passed on. */
function wordsOf(error: unknown, code: string): string {
  if (code === 'FST_ERR_VALIDATION' || code.startsWith('HUB_'))
    return error instanceof Error ? error.message : ''
  return 'The request cannot be read.'
}

export function errorReply(error: unknown): Answer {
  const own = codeOf(error) ?? ''
  const code = fastify[own] ?? (own.startsWith('HUB_') ? own : clientFault(error))
  const status = statusOf(code)
  const message = plainWords[status] ?? wordsOf(error, own)
  return { status, body: { code, message }, retryAfter: status === 503 ? RETRY_AFTER_S : null }
}

/** A fault that the framework lays at the client's door without a code of ours. */
function clientFault(error: unknown): HttpErrorCode {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : null
  return typeof status === 'number' && status >= 400 && status < 500 ? 'HUB_HTTP_BODY' : 'HUB_HTTP_FAULT'
}
