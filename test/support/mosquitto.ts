// A real Mosquitto of its own on free ports, as an ordinary user: the broker of the tests. `PORTICO_TEST_MQTT` names
// another program of that name; where the machine has none, tests skip and say so.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { until } from './until.ts'

/** null: this machine has none. */
export function findMosquitto(): string | null {
  const named = process.env['PORTICO_TEST_MQTT']
  const places = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto']
  const found = [...(named === undefined ? [] : [named]), ...places].find(
    // Its help ends with 3.
    (each) => existsSync(each) && spawnSync(each, ['-h']).status !== null,
  )
  return found ?? null
}

async function freePort(): Promise<number> {
  const server: Server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

export interface BrokerUser {
  readonly name: string
  readonly password: string
  /** Lines of Mosquitto's ACL: `topic readwrite portico/#`. */
  readonly acl: readonly string[]
}

export interface MosquittoOptions {
  /** Who may come in; none: everybody, without a name. */
  readonly users?: readonly BrokerUser[]
  /** What may be done without a name besides, as lines of the ACL; absent: nobody comes in without one. */
  readonly anonymous?: readonly string[]
  /** With a certificate of its own authority, for localhost. */
  readonly tls?: boolean
}

/** An authority and a certificate for localhost; openssl comes with every Debian that has Mosquitto. */
function makeCertificate(folder: string): void {
  const run = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  run('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=House authority')
  run('req', ...key.slice(0, -2), '-keyout', 'broker.key', '-out', 'broker.csr', '-subj', '/CN=localhost')
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
  run('x509', '-req', '-in', 'broker.csr', ...by, '-out', 'broker.pem')
}

function writeUsers(program: string, folder: string, { users = [], anonymous = [] }: MosquittoOptions): void {
  const file = join(folder, 'passwords')
  writeFileSync(file, '', { mode: 0o600 })
  const beside = join(dirname(dirname(program)), 'bin/mosquitto_passwd')
  for (const { name, password } of users)
    execFileSync(beside, ['-b', file, name, password], { stdio: 'pipe' })
  const acl = users.map(({ name, acl: lines }) => [`user ${name}`, ...lines, ''].join('\n'))
  // What stands before the first user is for those without a name.
  writeFileSync(join(folder, 'acl'), [...anonymous, '', ...acl].join('\n'), { mode: 0o600 })
}

export class Mosquitto implements AsyncDisposable {
  readonly folder: string
  readonly port: number
  readonly #program: string
  readonly #tls: boolean
  #child: ChildProcess | null = null

  private constructor(program: string, port: number, tls: boolean) {
    this.#program = program
    this.port = port
    this.#tls = tls
    this.folder = mkdtempSync(join(tmpdir(), 'portico-mosquitto-'))
  }

  static async start(program: string, options: MosquittoOptions = {}): Promise<Mosquitto> {
    const { users = [], anonymous, tls = false } = options
    const broker = new Mosquitto(program, await freePort(), tls)
    const { folder, port } = broker
    if (tls) makeCertificate(folder)
    if (users.length > 0) writeUsers(program, folder, options)
    const lines = [
      `listener ${port} 127.0.0.1`,
      ...(tls ? [`certfile ${folder}/broker.pem`, `keyfile ${folder}/broker.key`] : []),
      ...(users.length > 0
        ? [
            `allow_anonymous ${anonymous !== undefined}`,
            `password_file ${folder}/passwords`,
            `acl_file ${folder}/acl`,
          ]
        : ['allow_anonymous true']),
      'set_tcp_nodelay true',
      'persistence true',
      `persistence_location ${folder}/`,
      `log_dest file ${folder}/log`,
      // As root it would read nothing of ours as its own user.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ]
    writeFileSync(join(folder, 'mosquitto.conf'), lines.join('\n'))
    chmodSync(folder, 0o755)
    await broker.begin()
    return broker
  }

  get url(): string {
    return `${this.#tls ? 'mqtts' : 'mqtt'}://localhost:${this.port}`
  }
  /** Its authority, for who is to trust it. */
  get ca(): string {
    return join(this.folder, 'ca.pem')
  }

  /** Starts, or starts again with what it kept. */
  async begin(): Promise<void> {
    this.#child = spawn(this.#program, ['-c', join(this.folder, 'mosquitto.conf')], { stdio: 'ignore' })
    await until('Mosquitto to listen', () => this.#listens(), 20_000)
  }

  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async #listens(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1')
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(1_000) })
      return true
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
