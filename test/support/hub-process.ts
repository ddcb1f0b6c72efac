// A hub as a user starts it: a process of its own on a private data folder and a free port. Whatever happens in a test,
// neither the hub nor the house it simulates is left behind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type DeskAnswers, type DeskAsk, askHub, defaultHome } from '@portico/hub'
import { type HouseConnection, connectHouse } from '@portico/plugin-virtual-home/house'
import { lendCompiled } from '@portico/testing'
import { machineClock } from './machine-clock.ts'
import { until } from './until.ts'

const root = resolve(import.meta.dirname, '../..')
export const HOOK_SECRET = 'haustür-schlüssel'
export const hubEnv = { PORTICO_HOOK_SECRET_EASYPOST: HOOK_SECRET }

/** Of a simulated camera: half as many pictures as it takes by itself, and a quarter of their size. */
export const CALM = 'framesPerSecond: 5, width: 320'

/** The embedded home, made so small that several houses fit on one machine. */
export const calmHome = defaultHome.replaceAll(
  /view: (outside|inside) } }/g,
  (_, view: string) => `view: ${view}, ${CALM} } }`,
)

/** It gives up after five seconds what cannot be proved, not after twelve: where nothing is to open. */
export const doubtfulHome = calmHome.replace(
  'inside, witness: true }\n',
  (cameras) => `${cameras}    timers: { proveSeconds: 5 }\n`,
)

export interface HubOptions {
  /** Text of a settings file; when absent a hub that `start`s has the embedded home, one at `rest` no file at all. */
  readonly settings?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export const nodeArgs = ['--conditions=@portico/source', join(root, 'packages/hub/bin.mjs')]

/** Runs a command of the command line to its end. */
export function portico(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArgs, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 30_000,
  })
  return { code: status, out: stdout, err: stderr }
}

/** Whose processes keep what they compiled in a folder of their own, by what stands in the settings. */
const keepers = {
  'virtual-home': 'plugins/virtual-home',
  onvif: 'plugins/onvif',
  mailboxes: 'plugins/mail-intake',
  mqtt: 'bridges/mqtt',
  matter: 'bridges/matter',
}

export class HubProcess implements AsyncDisposable {
  readonly folder: string
  readonly data: string
  url = ''
  streetUrl: string | null = null
  output = ''
  errors = ''
  /** Of this home; it is the same for as long as its key is. */
  #pin: string | null = null
  readonly #options: HubOptions
  #child: ChildProcess | null = null

  private constructor(options: HubOptions) {
    this.#options = options
    this.folder = mkdtempSync(join(tmpdir(), 'portico-e2e-'))
    this.data = join(this.folder, 'data')
    if (options.settings !== undefined) writeFileSync(join(this.folder, 'portico.yaml'), options.settings)
  }

  /** Its folder and nothing that runs. */
  static async rest(options: HubOptions = {}): Promise<HubProcess> {
    return new HubProcess(options)
  }

  /** Resolves when the hub said that it is ready. */
  static async start(options: HubOptions = {}): Promise<HubProcess> {
    const hub = new HubProcess({ settings: calmHome, ...options })
    try {
      await hub.begin()
    } catch (error) {
      await hub[Symbol.asyncDispose]()
      throw error
    }
    return hub
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }
  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }
  /** The lines of the log, parsed. */
  get log(): readonly Record<string, unknown>[] {
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }
  /** Where the virtual home keeps its files. */
  get houseFolder(): string {
    return join(this.data, 'plugins/virtual-home')
  }

  /** Starts, or starts again on the same data. */
  begin(): Promise<void> {
    return this.adopt(this.launch())
  }

  /** Waits until a hub that was started elsewhere is ready; from now on it is this one. */
  async adopt(child: ChildProcess): Promise<void> {
    this.#hear(child)
    const isDecided = (): boolean => this.#readyLine() !== undefined || this.#child?.exitCode !== null
    await until('the hub to be ready', isDecided, 50_000).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${this.errors}${this.output}`, { cause: error })
    })
    const ready = this.#readyLine()
    if (!ready) throw new Error(`the hub ended with ${this.#child?.exitCode}: ${this.errors}${this.output}`)
    this.url = String(ready['url'])
    this.streetUrl = typeof ready['streetUrl'] === 'string' ? ready['streetUrl'] : null
  }

  /** Starts and does not wait. */
  launch(): ChildProcess {
    const { settings, args = [], env = {} } = this.#options
    for (const [word, folder] of Object.entries(keepers))
      if ((settings ?? defaultHome).includes(word)) lendCompiled(join(this.data, folder))
    const config = settings === undefined ? [] : ['--config', join(this.folder, 'portico.yaml')]
    const all = [...nodeArgs, 'start', '--port', '0', '--data', this.data, ...config, ...args]
    const child = spawn(process.execPath, all, {
      cwd: this.folder,
      env: { ...process.env, ...hubEnv, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#hear(child)
    return child
  }

  /** `kill -9`: the house lives on. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }
  async stop(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    return this.#end(signal)
  }

  command(...args: string[]): Ran {
    return portico([...args, '--data', this.data], hubEnv)
  }

  /** What a command asks the running hub, without the start of a process; the commands have tests of their own. */
  async ask<Ask extends DeskAsk>(ask: Ask): Promise<DeskAnswers[Ask['type']]> {
    const answer = await askHub(this.data, ask, machineClock)
    if (answer === null) throw new Error(`no hub runs that could answer ${ask.type}`)
    return answer
  }

  /** Judges a file as somebody who noted the pin of this home. */
  verify(file: string): Ran {
    this.#pin ??= this.command('keys', 'show').out.split('\t')[0] ?? ''
    return portico(['verify', file, '--pin', this.#pin])
  }

  /** What is physically true, whatever the hub says or whether it lives. */
  house(): Promise<HouseConnection> {
    return connectHouse(this.houseFolder)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) await this.#end('SIGTERM')
    this.#endHouse()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #hear(child: ChildProcess): void {
    if (child === this.#child) return
    this.#child = child
    this.output = ''
    this.errors = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => void (this.output += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => void (this.errors += text))
  }

  #readyLine(): Record<string, unknown> | undefined {
    return this.log.find(({ msg }) => msg === 'portico ready')
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
    // cast: the arguments of `exit`
    const [code] = (await ended) as [number | null]
    clearTimeout(late)
    return code
  }

  /** The house of a killed hub would wait ten minutes for the next one. */
  #endHouse(): void {
    const file = join(this.houseFolder, 'house.json')
    if (!existsSync(file)) return
    // cast: our own file
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: number }
    try {
      if (pid) process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended already.
    }
  }
}
