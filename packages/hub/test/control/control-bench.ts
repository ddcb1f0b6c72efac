// A hub's ear on a real socket in a private folder, callers who write to it whatever they like, and hubs of other makes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { type Server, type Socket, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '@portico/ports'
import { type Logger, pino } from 'pino'
import { readControlSecret } from '../../src/control/control-secret.ts'
import { startControlServer } from '../../src/control/control-server.ts'
import { CONTROL_VERSION } from '../../src/control/desk-messages.ts'
import type { Desk } from '../../src/control/desk.ts'
import { systemClock } from '../../src/start/system-clock.ts'

export interface ControlBenchOptions {
  /** Name of the data folder. */
  readonly name?: string
  readonly clock?: Clock
}

export class ControlBench implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-ear-'))
  readonly data: string
  readonly clock: Clock
  readonly logged: string[] = []
  readonly log: Logger
  readonly #ends: (() => unknown)[] = []

  constructor({ name = 'data', clock = systemClock() }: ControlBenchOptions = {}) {
    this.data = join(this.folder, name)
    this.clock = clock
    this.log = pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) })
    mkdirSync(this.data)
  }

  get path(): string {
    return join(this.data, 'portico.sock')
  }

  /** A request as the command line says it, of any version. */
  line(ask: object, v: unknown = CONTROL_VERSION): string {
    return `${JSON.stringify({ v, key: readControlSecret(this.data), ask })}\n`
  }

  async serve(desk: Desk): Promise<AsyncDisposable> {
    const { data, clock, log } = this
    const server = await startControlServer({ data, clock, log, desk })
    this.#ends.push(() => server[Symbol.asyncDispose]())
    return server
  }

  /** Another program listens at the hub's place. */
  async impostor(serve: (socket: Socket) => void, path: string = this.path): Promise<Server> {
    const server = createServer(serve)
    server.listen(path)
    await once(server, 'listening')
    this.#ends.push(() => {
      if (server.listening) server.close()
    })
    return server
  }

  async caller(path: string = this.path): Promise<Caller> {
    const caller = await Caller.connect(path)
    this.#ends.push(() => caller.end())
    return caller
  }

  /** Says these bytes, and hears all that comes until the hub hangs up or has said a line. */
  async say(bytes: string | Uint8Array): Promise<string> {
    const caller = await this.caller()
    caller.say(bytes)
    return caller.heard()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends.toReversed()) await end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export class Caller {
  readonly socket: Socket
  readonly #heard: Promise<string>
  readonly closed: Promise<unknown>

  private constructor(socket: Socket) {
    this.socket = socket
    const heard = Promise.withResolvers<string>()
    let text = ''
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.includes('\n')) heard.resolve(text)
    })
    socket.on('close', () => heard.resolve(text))
    this.#heard = heard.promise
    this.closed = once(socket, 'close')
  }

  static async connect(path: string): Promise<Caller> {
    const socket = connect(path)
    const caller = new Caller(socket)
    await Promise.race([once(socket, 'connect'), caller.closed])
    return caller
  }

  say(bytes: string | Uint8Array): void {
    this.socket.write(bytes)
  }

  heard(): Promise<string> {
    return this.#heard
  }

  end(): void {
    this.socket.destroy()
  }
}
