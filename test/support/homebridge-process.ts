// A Homebridge as a stranger runs it: a process of its own with its own folder, and in it the plugin as it is published.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { until } from './until.ts'

const plugin = resolve(import.meta.dirname, '../../plugins/homebridge-portico')

export interface HomebridgeOptions {
  /** The platform's block, without its name. */
  readonly config: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  /** Folders with a Homebridge of its own and with its plugins, and the Node that runs it; absent: the workspace's. */
  readonly installed?: { readonly homebridge: string; readonly plugins: string; readonly node: string }
}

/** Everything that a test started and did not end; a crash of the runner leaves nothing behind. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

let bundled: Promise<string> | null = null

/** The plugin as npm packs it, in a folder that Homebridge takes plugins from; built once a process. */
function plugins(): Promise<string> {
  bundled ??= bundle()
  return bundled
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-plugins-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const home = join(folder, 'homebridge-portico')
  mkdirSync(home)
  for (const name of ['package.json', 'config.schema.json']) cpSync(join(plugin, name), join(home, name))
  // What npm would install beside it.
  mkdirSync(join(home, 'node_modules'))
  symlinkSync(realpathSync(join(plugin, 'node_modules/opusscript')), join(home, 'node_modules/opusscript'))
  await build({ configFile: join(plugin, 'vite.config.ts'), build: { outDir: join(home, 'bundle') } })
  return folder
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const hex = (): string => randomBytes(1).toString('hex').toUpperCase()

export class HomebridgeProcess implements AsyncDisposable {
  readonly folder: string
  readonly port: number
  /** `123-45-678`. */
  readonly pin: string
  readonly username: string
  output = ''
  readonly #options: HomebridgeOptions
  #child: ChildProcess | null = null

  private constructor(options: HomebridgeOptions, port: number) {
    this.#options = options
    this.port = port
    this.folder = mkdtempSync(join(tmpdir(), 'portico-homebridge-'))
    this.username = `0E:${[hex(), hex(), hex(), hex(), hex()].join(':')}`
    this.pin = `${randomInt(200, 999)}-${randomInt(10, 99)}-${randomInt(100, 999)}`
    this.configure(options.config)
  }

  /** Resolves when it listens. */
  static async start(options: HomebridgeOptions): Promise<HomebridgeProcess> {
    const homebridge = new HomebridgeProcess(options, await freePort())
    try {
      await homebridge.begin()
    } catch (error) {
      await homebridge[Symbol.asyncDispose]()
      throw error
    }
    return homebridge
  }

  /** Takes effect at the next start. */
  configure(config: Readonly<Record<string, unknown>>): void {
    const { username, port, pin } = this
    const bridge = { name: `Test ${port}`, username, port, pin, bind: ['127.0.0.1'], disableIpc: true }
    const platforms = [{ platform: 'Portico', name: 'Homebridge', ...config }]
    writeFileSync(join(this.folder, 'config.json'), JSON.stringify({ bridge, accessories: [], platforms }))
  }

  /** Starts, or starts again on the same folder. */
  async begin(): Promise<void> {
    const { installed, env = {} } = this.#options
    const main = installed
      ? join(installed.homebridge, 'node_modules/homebridge/bin/homebridge.js')
      : fileURLToPath(new URL('../bin/homebridge.js', import.meta.resolve('homebridge')))
    const from = installed?.plugins ?? (await plugins())
    const args = [main, '-U', this.folder, '-P', from, '--strict-plugin-resolution', '-Q', '-C', '-D']
    const child = spawn(installed?.node ?? process.execPath, args, {
      cwd: this.folder,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.output = ''
    running.add(child)
    child.once('exit', () => running.delete(child))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    const isDecided = (): boolean => / is running on port /.test(this.output) || child.exitCode !== null
    await until('Homebridge to listen', isDecided, 60_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${this.output}`, { cause: error })
    })
    if (child.exitCode !== null) throw new Error(`Homebridge ended with ${child.exitCode}: ${this.output}`)
  }

  /** Port of an accessory outside of the bridge whose name begins so, when it listens for the n-th time since the start. */
  portOf(name: string, time = 1): Promise<number> {
    return until(`${name} to listen`, () => {
      const all = [...this.output.matchAll(new RegExp(`${name}[^\\n]* is running on port (\\d+)`, 'g'))]
      const port = all[time - 1]?.[1]
      return port !== undefined && Number(port)
    })
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isAlive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** What the plugin keeps from one start to the next; null: nothing. */
  get pairingFile(): string | null {
    const file = join(this.folder, 'portico/pairing.json')
    return existsSync(file) ? readFileSync(file, 'utf8') : null
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (!child || !this.isAlive) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(late)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
