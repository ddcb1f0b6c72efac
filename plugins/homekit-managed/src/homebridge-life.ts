// One life of Homebridge: started with its own folder and no plugin but ours, heard until it listens, and ended.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BridgeHost } from '@portico/plugin-api'
import type { Identity } from './identity.ts'
import { homebridgeMain } from './installation.ts'
import { ownEnvironment } from './own-environment.ts'

export interface LifeOrder {
  readonly host: Pick<BridgeHost, 'storage' | 'url' | 'token' | 'log'>
  readonly identity: Identity
  readonly name: string
  /** It listens; `qr`: `X-HM://…`. */
  readonly onListening: (qr: string) => void
  /** In words; never after `end`. */
  readonly onEnded: (why: string) => void
}

/** The script of its process, beside this file as source or built. */
const script = fileURLToPath(
  new URL(`./homebridge-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

/** The folder of our plugin for Homebridge: its package names what is loaded. */
export const pluginFolder = (): string =>
  dirname(dirname(fileURLToPath(import.meta.resolve('homebridge-portico'))))

export const homeOf = (storage: string): string => join(storage, 'home')
const tokenFile = (storage: string): string => join(storage, 'token')

/** It tidies up in 0.3 s; one that does not is killed. */
const END_WITHIN_MS = 4_000
/** Of its newest words, for the reason of its end, characters. */
const WORDS_MAX = 16_000

/** Writes what it is told: the token lies in a file that nobody else reads. */
function configure({ host: { storage, url, token }, identity, name }: LifeOrder): void {
  const home = homeOf(storage)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const { username, pin, port } = identity
  // No other process may ask it to start or stop something (`disableIpc`); nothing but our plugin is loaded.
  const bridge = { name, username, pin, port, disableIpc: true }
  const platforms = [{ platform: 'Portico', name, url }]
  const config = JSON.stringify({ bridge, accessories: [], platforms })
  writeFileSync(join(home, 'config.json'), config, { mode: 0o600 })
  writeFileSync(tokenFile(storage), token, { mode: 0o600 })
}

export class HomebridgeLife {
  readonly #order: LifeOrder
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  #said = ''
  #isListening = false
  #isOver = false

  /** Starts the process. */
  constructor(order: LifeOrder) {
    this.#order = order
    configure(order)
    const { storage } = order.host
    const args = ['-U', homeOf(storage), '-P', pluginFolder(), '--strict-plugin-resolution', '-Q', '-C']
    this.#child = spawn(process.execPath, [script, homebridgeMain(storage), ...args], {
      cwd: homeOf(storage),
      env: { ...ownEnvironment(), HOME: storage, PATH: '', PORTICO_TOKEN_FILE: tokenFile(storage) },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    this.#exited = once(this.#child, 'close').catch(() => undefined)
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
    this.#child.once('error', (error) => this.#over(error.message))
    this.#child.once('close', (code, signal) => this.#over(`it ended with ${signal ?? String(code)}`))
  }

  /** Nothing of it runs any more then. */
  async end(): Promise<void> {
    this.#isOver = true
    this.#child.kill('SIGTERM')
    const late = setTimeout(() => this.#child.kill('SIGKILL'), END_WITHIN_MS)
    await this.#exited
    clearTimeout(late)
  }

  /** Homebridge tells in words alone that it listens, and prints the code of its pairing before. */
  #hear(text: string): void {
    this.#said = (this.#said + text).slice(-WORDS_MAX)
    const { log } = this.#order.host
    for (const line of text.split('\n').filter((each) => each.trim() !== ''))
      if (!/X-HM:|\d{3}-\d{2}-\d{3}/.test(line)) log.debug({ line: plain(line) }, 'Homebridge says')
    if (this.#isListening || !/ is running on port \d+/.test(this.#said)) return
    this.#isListening = true
    const qr = /X-HM:\/\/[0-9A-Z]{9,13}/.exec(this.#said)?.[0] ?? ''
    if (!this.#isOver) this.#order.onListening(qr)
  }

  #over(why: string): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#order.onEnded(
      /EADDRINUSE/.test(this.#said)
        ? 'another program has its port: name another one in bridges.homekit.port'
        : why,
    )
  }
}

/** Without the colours of a terminal. */
// oxlint-disable-next-line no-control-regex -- the escape is what is looked for
const plain = (line: string): string => line.replaceAll(/\u001b\[[0-9;]*m/g, '').slice(0, 500)
