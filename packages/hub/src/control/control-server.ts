// The hub's ear for the command line: a socket that only the owner of the data folder can open, one JSON line a
// request, which shows the secret of this start, one JSON line an answer.
import { type Server, type Socket, createServer } from 'node:net'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { type Clock, type HubError, codeOf } from '@portico/ports'
import { after, seconds } from '@portico/core'
import type { Logger } from 'pino'
import { hubError } from '../errors.ts'
import type { Desk } from './desk.ts'
import { isControlSecret, makeControlSecret, removeControlSecret } from './control-secret.ts'
import { CONTROL_VERSION, readDeskAsk } from './desk-messages.ts'
import { LineReader } from './line-reader.ts'
import { makeSocketPath, removeSocketPath } from './socket-path.ts'

export interface ControlServerParts {
  readonly data: string
  readonly desk: Desk
  readonly clock: Clock
  readonly log: Logger
}

const CONNECTIONS_MAX = 8
/** A caller who says nothing for this long is hung up on. */
const IDLE_MAX = seconds(30)

/** Listens when it resolves. @throws HubError `HUB_CONTROL_SOCKET` */
export async function startControlServer(parts: ControlServerParts): Promise<AsyncDisposable> {
  const { data } = parts
  const secret = secretFor(data)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    serve(socket, { ...parts, secret })
  })
  server.maxConnections = CONNECTIONS_MAX
  await listenPrivately(server, data)
  return {
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      for (const socket of open) socket.destroy()
      await closed
      removeSocketPath(data)
      removeControlSecret(data)
    },
  }
}

function secretFor(data: string): string {
  try {
    return makeControlSecret(data)
  } catch (cause) {
    throw noSocket(data, cause)
  }
}

const noSocket = (data: string, cause: unknown): HubError =>
  hubError('HUB_CONTROL_SOCKET', `${data}: no socket for the command line can be opened there`, { cause })

async function listenPrivately(server: Server, data: string): Promise<void> {
  // The socket is made inside `listen`: no moment may pass in which others could open it.
  const usual = process.umask(0o077)
  try {
    const path = makeSocketPath(data)
    server.listen(path)
    process.umask(usual)
    await once(server, 'listening')
    chmodSync(path, 0o600)
  } catch (cause) {
    throw noSocket(data, cause)
  } finally {
    process.umask(usual)
  }
}

interface Served extends ControlServerParts {
  readonly secret: string
}

function serve(socket: Socket, parts: Served): void {
  const { clock } = parts
  const reader = new LineReader()
  const idle = clock.wake(after(clock.mono(), IDLE_MAX), () => socket.destroy())
  let busy = false
  const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`)
  socket.on('error', () => undefined)
  socket.on('close', () => idle.cancel())
  socket.on('data', (chunk: Buffer) => {
    const lines = reader.push(chunk)
    if (lines === null || lines.length > 1 || (busy && lines.length > 0)) return void socket.destroy()
    const [line] = lines
    if (line === undefined) return
    busy = true
    void answerTo(line, parts).then((message) => {
      busy = false
      return say(message)
    })
  })
}

async function answerTo(line: string, { desk, log, secret }: Served): Promise<object> {
  try {
    const ask = askIn(line, secret)
    log.info({ command: ask.type }, 'command line')
    return { v: CONTROL_VERSION, answer: await desk(ask) }
  } catch (error) {
    const code = codeOf(error)
    if (error instanceof Error && code?.startsWith('HUB_'))
      return { v: CONTROL_VERSION, error: { code, message: error.message } }
    log.error({ err: error }, 'command line failed')
    return {
      v: CONTROL_VERSION,
      error: { code: 'HUB_CONTROL_MESSAGE', message: 'the hub failed: see its log' },
    }
  }
}

function askIn(line: string, secret: string): NonNullable<ReturnType<typeof readDeskAsk>> {
  const wrong = (what: string): HubError => hubError('HUB_CONTROL_MESSAGE', what)
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    throw wrong('the request is no JSON')
  }
  if (typeof message !== 'object' || message === null || !('v' in message) || !('ask' in message))
    throw wrong('the request has no version and ask')
  if (message.v !== CONTROL_VERSION)
    throw wrong(`the running hub is of another version: use the command line of the same Portico`)
  if (!('key' in message) || !isControlSecret(message.key, secret))
    throw wrong(
      'the request does not show the secret of this start: use the command line as the user of the hub',
    )
  const ask = readDeskAsk(message.ask)
  if (!ask) throw wrong('the hub does not understand this request')
  return ask
}
