// Webhooks in numbers: by so many callers that each wait for their answer, or so many a second whatever the answers do.
import { Agent, type IncomingMessage, request } from 'node:http'

export interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

export interface Answered {
  /** The place of its post in the list. */
  readonly index: number
  readonly status: number
  /** From sending, or from when it was to be sent, to the last byte of the answer. */
  readonly ms: number
}

export interface LoadResult {
  readonly answers: readonly Answered[]
  readonly seconds: number
}

/** A server that hangs must not hang the bench. */
const ANSWER_WITHIN_MS = 10_000

export const isAcked = ({ status }: Answered): boolean => status >= 200 && status < 300

/** Resolves with the status once the answer was read to its end; 0 when none came in time. */
export function send(url: string, post: Post, agent: Agent): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const { headers, body } = post
  const sent = request(
    url,
    { method: 'POST', agent, headers: { ...headers, 'content-length': String(body.length) } },
    (response: IncomingMessage) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve(0))
    },
  )
  sent.setTimeout(ANSWER_WITHIN_MS, () => sent.destroy())
  sent.on('error', () => resolve(0))
  sent.end(body)
  return promise
}

/** Closed loop: as fast as the server answers. */
export async function loadByCallers(
  url: string,
  posts: readonly Post[],
  callers: number,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  const answers: Answered[] = []
  let next = 0
  const began = performance.now()
  const call = async (): Promise<void> => {
    for (let index = next++; index < posts.length; index = next++) {
      const post = posts[index]
      if (!post) return
      const at = performance.now()
      const status = await send(url, post, agent)
      answers.push({ index, status, ms: performance.now() - at })
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  return { answers, seconds }
}

/** Open loop: an answer that is late makes none of the later ones wait, and its lateness is counted in full. */
export async function loadByRate(
  url: string,
  posts: readonly Post[],
  perSecond: number,
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true })
  const answers: Promise<Answered>[] = []
  const began = performance.now()
  const dueAt = (index: number): number => began + (index * 1000) / perSecond
  const fire = async (post: Post, index: number): Promise<Answered> => {
    const status = await send(url, post, agent)
    return { index, status, ms: performance.now() - dueAt(index) }
  }
  for (const [index, post] of posts.entries()) {
    const wait = dueAt(index) - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(wait)))
    answers.push(fire(post, index))
  }
  const all = await Promise.all(answers)
  const seconds = (performance.now() - began) / 1000
  agent.destroy()
  return { answers: all, seconds }
}
