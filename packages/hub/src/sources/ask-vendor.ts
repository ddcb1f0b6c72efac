// One question to a service outside, within every bound: TLS to the one origin, no redirect followed, at most so many
// bytes in so much time, and nothing but JSON in UTF-8 is read. A link in an answer is never followed.
import { type Duration, after, seconds } from '@portico/core'
import type { VendorReply, VendorRequest } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'

export const ANSWER_BYTES_MAX = 256_000
const ANSWER_WITHIN: Duration = seconds(10)
/** Whatever a service asks for, it is asked again after a day at the latest. */
const RETRY_AFTER_MAX_S = 24 * 60 * 60

export type VendorOutcome =
  | { readonly type: 'answered'; readonly reply: VendorReply }
  | { readonly type: 'key-refused' }
  /** Asked too often; `after`: seconds, null where it does not say. */
  | { readonly type: 'busy'; readonly after: number | null }
  | { readonly type: 'failed'; readonly why: string }

export interface VendorAsking {
  readonly origin: string
  readonly request: VendorRequest
  readonly clock: Clock
  readonly signal: AbortSignal
}

const failed = (why: string): VendorOutcome => ({ type: 'failed', why })

/** Never rejects. No answer's words leave this function but as a reply: they may hold the key. */
export async function askVendor({ origin, request, clock, signal }: VendorAsking): Promise<VendorOutcome> {
  const late = new AbortController()
  const wake = clock.wake(after(clock.mono(), ANSWER_WITHIN), () => late.abort())
  try {
    const { method, path, headers, body } = request
    const response = await fetch(new URL(path, origin), {
      method,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'portico',
        ...headers,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([late.signal, signal]),
    })
    return await outcomeOf(response, clock)
  } catch {
    return failed(late.signal.aborted ? `no whole answer within ${ANSWER_WITHIN} ms` : 'it cannot be reached')
  } finally {
    wake.cancel()
    // What was not read is not waited for.
    late.abort()
  }
}

async function outcomeOf(response: Response, clock: Clock): Promise<VendorOutcome> {
  const { status, headers } = response
  if (status === 401 || status === 403) return { type: 'key-refused' }
  if (status === 429) return { type: 'busy', after: retryAfter(headers.get('retry-after'), clock) }
  if (status >= 300 && status < 400) return failed('it sends us elsewhere, and we do not go')
  if (status >= 500) return failed(`it answered ${status}`)
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    return failed('its answer is compressed')
  if (!/^utf-?8$/i.test(charsetIn(headers.get('content-type')))) return failed('its answer is not in UTF-8')
  const bytes = await readBounded(response)
  if (bytes === null) return failed(`its answer is larger than ${ANSWER_BYTES_MAX} bytes`)
  if (bytes.length === 0) return { type: 'answered', reply: { status, body: undefined } }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { type: 'answered', reply: { status, body: JSON.parse(text) } }
  } catch {
    return failed('its answer is no JSON')
  }
}

/** JSON without a charset is UTF-8 (RFC 8259 §8.1). */
const charsetIn = (type: string | null): string => /charset="?([^\s;"]+)/i.exec(type ?? '')?.[1] ?? 'utf-8'

/** Null: there was more than is read. */
async function readBounded({ body }: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > ANSWER_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfter(value: string | null, clock: Clock): number | null {
  if (value === null) return null
  const text = value.trim()
  const asked = /^\d{1,9}$/.test(text) ? Number(text) : (Date.parse(text) - clock.wall()) / 1000
  return Number.isFinite(asked) ? Math.min(Math.max(Math.ceil(asked), 1), RETRY_AFTER_MAX_S) : null
}
