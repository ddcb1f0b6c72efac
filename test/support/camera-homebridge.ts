// A Homebridge with the plugin as it is packed, on a folder of its own: started, and ended with all that it left. Its cameras
// are accessories outside of the bridge, each at a port of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { until } from './until.ts'

const root = resolve(import.meta.dirname, '../..')
const plugin = join(root, 'plugins/homebridge-portico')
const program = join(realpathSync(join(root, 'test/node_modules/homebridge')), 'bin/homebridge.js')

export interface HomebridgeOptions {
  /** Origin of the hub. */
  readonly url: string
  /** Eight digits of its owner page. */
  readonly code: string
}

export class CameraHomebridge implements AsyncDisposable {
  readonly pin = `${randomInt(200, 999)}-${randomInt(10, 99)}-${randomInt(200, 999)}`
  output = ''
  readonly #folder: string
  readonly #options: HomebridgeOptions
  #child: ChildProcess | null = null

  private constructor(options: HomebridgeOptions) {
    this.#options = options
    this.#folder = mkdtempSync(join(tmpdir(), 'portico-homebridge-'))
  }

  static async start(options: HomebridgeOptions): Promise<CameraHomebridge> {
    const homebridge = new CameraHomebridge(options)
    try {
      homebridge.#install()
      homebridge.#configure()
      homebridge.begin()
      await homebridge.accessory('Homebridge')
    } catch (error) {
      await homebridge[Symbol.asyncDispose]()
      throw new Error(`${String(error)}\n${homebridge.output}`, { cause: error })
    }
    return homebridge
  }

  /** As `npm install` would leave it. */
  #install(): void {
    const into = join(this.#folder, 'plugins/homebridge-portico')
    mkdirSync(join(into, 'node_modules'), { recursive: true })
    for (const file of ['package.json', 'config.schema.json']) cpSync(join(plugin, file), join(into, file))
    const opus = realpathSync(join(plugin, 'node_modules/opusscript'))
    symlinkSync(opus, join(into, 'node_modules/opusscript'))
    const built = spawnSync(
      process.execPath,
      [join(plugin, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', join(into, 'bundle')],
      { cwd: plugin, encoding: 'utf8', timeout: 60_000 },
    )
    if (built.status !== 0) throw new Error(`the plugin is not built: ${built.stdout}${built.stderr}`)
  }

  #configure(): void {
    const bytes = [...randomBytes(5)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    const bridge = { name: 'Homebridge', username: ['0E', ...bytes].join(':'), pin: this.pin, port: 0 }
    const { url, code } = this.#options
    const platforms = [{ platform: 'Portico', name: 'Homebridge', url, code }]
    writeFileSync(
      join(this.#folder, 'config.json'),
      JSON.stringify({ bridge: { ...bridge, port: randomInt(40_000, 60_000) }, platforms }),
    )
  }

  begin(): void {
    this.output = ''
    const at = [
      '-U',
      this.#folder,
      '-P',
      join(this.#folder, 'plugins'),
      '--strict-plugin-resolution',
      '-Q',
      '-C',
    ]
    const child = spawn(process.execPath, [program, ...at], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    const hear = (text: string): void => void (this.output += text)
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
  }

  /** The port of the accessory that runs under a name that begins so. */
  accessory(name: string): Promise<number> {
    const line = new RegExp(`${name}[^\\n]* is running on port (\\d+)`)
    return until(`${name} to run`, () => {
      if (this.#child?.exitCode !== null) throw new Error(`Homebridge ended: ${this.output}`)
      const found = line.exec(this.output)
      return found && Number(found[1])
    })
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 8_000)
    await ended
    clearTimeout(late)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
