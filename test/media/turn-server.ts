// A TURN server that is not ours (coturn), as a process of its own, and why there can be none.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const program = 'turnserver'
const USER = { username: 'phone', credential: 'relayed' } as const

/** Says so on stderr where there is none; true: tests with it have to be left out. */
export function isWithoutTurn(): boolean {
  const { error } = spawnSync(program, ['--version'])
  if (error) process.stderr.write(`SKIPPED: pictures over TURN (${error.message}). Debian: coturn\n`)
  return error !== undefined
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

const ASK_EVERY_MS = 100

/** Asks (STUN, RFC 8489 section 14.1: a binding request without attributes) until it is answered. */
async function untilAnswered(port: number, over: Promise<unknown>): Promise<void> {
  const socket = createSocket('udp4')
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)])
  const ask = setInterval(() => socket.send(request, port, '127.0.0.1'), ASK_EVERY_MS)
  const failed = over.then(() => {
    throw new Error('the TURN server ended')
  })
  // Nobody is there yet: it is asked again.
  socket.on('error', () => undefined)
  await Promise.race([once(socket, 'message'), failed]).finally(() => {
    clearInterval(ask)
    socket.close()
  })
}

export class TurnServer implements AsyncDisposable {
  /** As a viewer is told. */
  readonly server: { readonly urls: string; readonly username: string; readonly credential: string }
  readonly #child: ChildProcess
  readonly #folder: string

  private constructor(child: ChildProcess, folder: string, port: number) {
    this.#child = child
    this.#folder = folder
    this.server = { urls: `turn:127.0.0.1:${port}?transport=udp`, ...USER }
  }

  /** It relays between addresses of this machine, which coturn does only when told to. */
  static async start(): Promise<TurnServer> {
    const port = await freePort()
    const folder = mkdtempSync(join(tmpdir(), 'portico-turn-'))
    const args = [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file', 'stdout'],
      ...['--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'users')],
      ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)],
      ...['--lt-cred-mech', '--realm', 'house', '--user', `${USER.username}:${USER.credential}`],
      '--allow-loopback-peers',
    ]
    const child = spawn(program, args, { stdio: 'ignore' })
    const turn = new TurnServer(child, folder, port)
    try {
      await untilAnswered(port, once(child, 'exit'))
      return turn
    } catch (error) {
      await turn[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exit = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await exit
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
