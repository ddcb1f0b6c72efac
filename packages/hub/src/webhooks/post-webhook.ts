// One message to one receiver: to the address that was looked at and no other, past every proxy of the environment, with a
// bound on time and on what is read. It never rejects: whatever happens is an answer.
import type * as http from 'node:http'
import { isIP } from 'node:net'
import { codeOf } from '@portico/ports'
import { type Resolve, targetOf } from './public-address.ts'

export interface Posting {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

export type PostAnswer =
  | { readonly type: 'answered'; readonly status: number; readonly retryAfter: string | null }
  /** `words`: for people, of a closed list. */
  | { readonly type: 'failed'; readonly words: string }

export type Post = (posting: Posting) => Promise<PostAnswer>

export interface PostParts {
  /** Hosts that may be in a private network. */
  readonly allowed: readonly string[]
  readonly resolve: Resolve
}

/** From asking for the name to the last byte of the answer. */
export const ANSWER_WITHIN_MS = 15_000
/** Of an answer nothing is used; more than this and the line is cut. */
const ANSWER_BYTES_MAX = 4 * 1024

function words(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time'
  const code = codeOf(error) ?? ''
  if (code === 'HUB_WEBHOOK_ADDRESS') return 'the address leads into a private network'
  if (code === 'HUB_WEBHOOK_URL') return 'the address may not be sent to any more'
  if (/^(?:ENOTFOUND|EAI_AGAIN|ENODATA)$/.test(code)) return 'no such host'
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (/CERT|TLS|SSL|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code)) return 'its certificate is not good'
  return 'the connection broke'
}

/** Reads at most so much, and lets the rest go. */
function passOver(answer: http.IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > ANSWER_BYTES_MAX) answer.destroy()
    })
    answer.on('close', resolve)
    answer.on('error', () => resolve())
  })
}

async function post(
  { url: text, headers, body, signal }: Posting,
  { allowed, resolve }: PostParts,
): Promise<PostAnswer> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
  const { url, addresses } = await Promise.race([targetOf(text, allowed, resolve), aborted])
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }))
  const [first = { address: '', family: 0 }] = pinned
  // Loaded with the first message: imported, it brings a whole browser's fetch along.
  const { request: send }: Pick<typeof http, 'request'> = await import(
    url.protocol === 'https:' ? 'node:https' : 'node:http'
  )
  signal.throwIfAborted()
  const answer = await new Promise<http.IncomingMessage>((found, reject) => {
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A connection of its own, and never by a proxy that the environment names.
      agent: false,
      signal,
      lookup: (_name, options, call) => {
        // Node tries them in turn: a home without IPv6 comes through all the same.
        if (options.all === true) call(null, pinned)
        else call(null, first.address, first.family)
      },
    })
    request.on('response', found)
    request.on('error', reject)
    request.end(body)
  })
  await passOver(answer)
  return {
    type: 'answered',
    status: answer.statusCode ?? 0,
    retryAfter: answer.headers['retry-after'] ?? null,
  }
}

export const poster =
  (parts: PostParts): Post =>
  async (posting) => {
    const signal = AbortSignal.any([posting.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
    try {
      return await post({ ...posting, signal }, parts)
    } catch (error) {
      return { type: 'failed', words: words(error, signal) }
    }
  }
