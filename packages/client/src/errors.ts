// How the hub says no, as an error.
import type { ErrorReply } from '@portico/protocol'

export const clientErrorCodes = [
  /** Nothing answers at that address, or not in time. */
  'CLIENT_UNREACHABLE',
  /** What answers there is no hub, or one of another version. */
  'CLIENT_ANSWER',
] as const

/** A no of the hub with the hub's own code (docs/errors.md), or one of `clientErrorCodes`. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: string
  /** HTTP status; null when there was no answer, or it came by a socket. */
  readonly status: number | null
  /** What to do next, where the hub says so. */
  readonly next: string | null

  constructor(
    { code, message, next }: Pick<ErrorReply, 'code' | 'message' | 'next'>,
    status: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.status = status
    this.next = next ?? null
  }
}

/** null: not the shape in which a hub says no. */
export function errorReplyIn(value: unknown): ErrorReply | null {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('message' in value)) return null
  const { code, message } = value
  // cast: the fields that are read are looked at here
  return typeof code === 'string' && typeof message === 'string' ? (value as ErrorReply) : null
}
