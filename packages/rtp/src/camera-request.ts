// One HTTP request to a camera, bounded in time and bytes, with the answers to Digest and Basic that RTSP has too. No
// redirection is followed: a password goes to the address that the settings name.
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { ClientAuth } from './client-auth.ts'
import type { RtspClock } from './clock.ts'

export interface CameraRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  /** null: none. `isAuthorized`: the request bears an answer to a challenge. */
  readonly body: ((isAuthorized: boolean) => string) | null
  readonly auth: ClientAuth
  readonly bytesMax: number
  /** For the whole exchange, ms. */
  readonly timeoutMs: number
  readonly clock: RtspClock
  readonly signal: AbortSignal | null
}

export type CameraReply =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly contentType: string
      readonly body: Uint8Array
    }
  | {
      readonly outcome: 'failed'
      readonly why: 'unreachable' | 'broken' | 'timeout' | 'too-large' | 'ended'
      readonly detail: string
    }

type Answered = Extract<CameraReply, { outcome: 'answered' }> & { readonly challenges: readonly string[] }

class Failed extends Error {
  readonly why: Extract<CameraReply, { outcome: 'failed' }>['why']

  constructor(why: Failed['why'], message: string) {
    super(message)
    this.why = why
  }
}

/** Never rejects. */
export async function askCamera(request: CameraRequest): Promise<CameraReply> {
  const { clock, timeoutMs, signal, auth } = request
  const ended = new AbortController()
  const end = (): void => {
    ended.abort(new Failed('ended', 'not wanted any more'))
  }
  const limit = clock.wake(clock.mono() + timeoutMs, () => {
    ended.abort(new Failed('timeout', `no answer within ${timeoutMs} ms`))
  })
  signal?.addEventListener('abort', end)
  if (signal?.aborted === true) end()
  try {
    const first = await ask(request, ended.signal)
    const again = first.status === 401 && auth.challenge(first.challenges)
    const { challenges: _, ...answer } = again ? await ask(request, ended.signal) : first
    if (answer.status !== 401) auth.accepted()
    return answer
  } catch (error) {
    if (error instanceof Failed) return { outcome: 'failed', why: error.why, detail: error.message }
    return {
      outcome: 'failed',
      why: 'broken',
      detail: error instanceof Error ? error.message : String(error),
    }
  } finally {
    limit.cancel()
    signal?.removeEventListener('abort', end)
  }
}

async function ask(order: CameraRequest, signal: AbortSignal): Promise<Answered> {
  const { url, method, headers, auth } = order
  // Loaded when asked for: it brings a whole browser's fetch along, and most cameras are never spoken to this way.
  const { request: send } = await import(url.protocol === 'https:' ? 'node:https' : 'node:http')
  signal.throwIfAborted()
  const answer = auth.header(method, `${url.pathname}${url.search}`)
  const body = order.body === null ? null : Buffer.from(order.body(answer !== null), 'utf8')
  const request = send(url, {
    method,
    // Cameras keep few connections, and forget to close them.
    agent: false,
    headers: {
      ...headers,
      connection: 'close',
      ...(answer === null ? {} : { authorization: answer }),
      ...(body === null ? {} : { 'content-length': String(body.length) }),
    },
  })
  const stop = (): void => {
    request.destroy(reasonOf(signal))
  }
  signal.addEventListener('abort', stop)
  try {
    request.end(body ?? undefined)
    const response = await responseOf(request)
    return {
      outcome: 'answered',
      status: response.statusCode ?? 0,
      contentType: response.headers['content-type'] ?? '',
      body: await bodyOf(response, order.bytesMax),
      challenges: challengesIn(response),
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    request.destroy()
  }
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Failed('ended', 'not wanted any more')

async function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request.on('response', resolve)
  request.on('error', (error) => {
    reject(error instanceof Failed ? error : new Failed('unreachable', error.message))
  })
  return await promise
}

async function bodyOf(response: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const chunks: Uint8Array[] = []
  let bytes = 0
  response.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length
    chunks.push(chunk)
    if (bytes <= bytesMax) return
    reject(new Failed('too-large', `the answer is larger than ${bytesMax} bytes`))
    response.destroy()
  })
  response.on('end', () => {
    if (response.complete) resolve(Buffer.concat(chunks, bytes))
  })
  response.on('error', reject)
  response.on('close', () => {
    reject(new Failed('broken', 'it hung up in the middle of its answer'))
  })
  return await promise
}

/** A header may stand there several times, one challenge each. */
function challengesIn({ rawHeaders }: IncomingMessage): readonly string[] {
  return rawHeaders.filter(
    (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'www-authenticate',
  )
}
