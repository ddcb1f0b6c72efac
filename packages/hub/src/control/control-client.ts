// The command line's way to a running hub.
import { type Socket, connect } from 'node:net'
import { after, seconds } from '@portico/core'
import { type Clock, HubError, codeOf } from '@portico/ports'
import { hubError } from '../errors.ts'
import { readControlSecret } from './control-secret.ts'
import { CONTROL_VERSION, type DeskAnswers, type DeskAsk } from './desk-messages.ts'
import { LineReader } from './line-reader.ts'
import { findSocketPath } from './socket-path.ts'

/** Connects and answers within this. */
const ANSWER_MAX = seconds(10)

/** `null`: no hub runs on this data folder. Rejects with the hub's error, or `HUB_CONTROL_*`. */
export async function askHub<Ask extends DeskAsk>(
  data: string,
  ask: Ask,
  clock: Clock,
): Promise<DeskAnswers[Ask['type']] | null> {
  const path = findSocketPath(data)
  if (path === null) return null
  const reply = await exchange(
    path,
    `${JSON.stringify({ v: CONTROL_VERSION, key: readControlSecret(data), ask })}\n`,
    clock,
  )
  if (reply === null) return null
  // cast: the hub answers each ask with its own kind
  return answerIn(reply) as DeskAnswers[Ask['type']]
}

function answerIn(line: string): unknown {
  const wrong = (): HubError =>
    hubError('HUB_CONTROL_MESSAGE', 'the running hub gave no answer of this version')
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    throw wrong()
  }
  if (typeof message !== 'object' || message === null || !('v' in message)) throw wrong()
  if ('error' in message) throw errorIn(message.error) ?? wrong()
  if (message.v !== CONTROL_VERSION || !('answer' in message)) throw wrong()
  return message.answer
}

function errorIn(error: unknown): HubError | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return null
  return new HubError(String(error.code), String(error.message))
}

/** One line out, one line in; null when nobody listens. */
async function exchange(path: string, line: string, clock: Clock): Promise<string | null> {
  const socket = connect({ path })
  const reply = Promise.withResolvers<string | null>()
  const limit = clock.wake(after(clock.mono(), ANSWER_MAX), () => {
    reply.reject(hubError('HUB_CONTROL_TIMEOUT', 'the running hub does not answer: look at its log'))
  })
  listen(socket, reply)
  socket.write(line)
  try {
    return await reply.promise
  } finally {
    limit.cancel()
    socket.destroy()
  }
}

function listen(socket: Socket, reply: PromiseWithResolvers<string | null>): void {
  const reader = new LineReader()
  socket.on('error', (error) => {
    const code = codeOf(error) ?? ''
    if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(code)) reply.resolve(null)
    else if (['EPIPE', 'ECONNRESET'].includes(code)) reply.reject(busy())
    else reply.reject(hubError('HUB_CONTROL_SOCKET', 'the running hub cannot be reached: are you its user?'))
  })
  socket.on('data', (chunk: Buffer) => {
    const lines = reader.push(chunk)
    if (lines === null) reply.reject(hubError('HUB_CONTROL_MESSAGE', 'the answer is too long'))
    else if (lines[0] !== undefined) reply.resolve(lines[0])
  })
  socket.on('close', () => {
    reply.reject(busy())
  })
}

const busy = (): HubError => hubError('HUB_CONTROL_BUSY', 'the running hub hung up: try again in a moment')
