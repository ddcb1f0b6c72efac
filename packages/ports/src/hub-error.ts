// The one kind of error that stands for an operating failure: device, network, disk. Decide by `code`, never by
// message and never by class.

export interface HubErrorDetails {
  readonly retryable?: boolean
  readonly cause?: unknown
  /** The numbers and names that matter; never a secret. */
  readonly context?: Readonly<Record<string, string | number | boolean | null>>
}

export class HubError extends Error {
  override readonly name = 'HubError'
  /** `HUB_<AREA>_<WHAT>`, listed in docs/errors.md. */
  readonly code: string
  readonly retryable: boolean
  readonly context: Readonly<Record<string, string | number | boolean | null>>

  constructor(code: string, message: string, details: HubErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.retryable = details.retryable ?? false
    this.context = details.context ?? {}
  }
}

/** The code of any thrown value; null when it carries none. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
