// A bridge in a process of its own, kept as the hub keeps it, with a book of faces that counts. Whatever happens in a test,
// no process is left behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lendCompiled } from '@portico/testing'
import { BridgeChild } from '../../src/bridges/bridge-child.ts'
import type { BridgeFaces } from '../../src/bridges/bridge-faces.ts'
import { permissionFlags } from '../../src/plugins/plugin-permissions.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { until } from '../support/until.ts'

const here = import.meta.dirname
const mainPath = join(here, '../../src/bridges/bridge-main.ts')
const module = join(here, 'fixtures/puppet.ts')

/** Nothing that a test waits for takes longer on a busy machine. */
const WAIT_MS = 20_000

type Logged = readonly [level: string, details: unknown, message: string | undefined]

export class BridgeBench implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-bridge-'))
  readonly data = join(this.folder, 'data')
  readonly storage = join(this.data, 'bridges', 'mqtt')
  readonly logged: Logged[] = []
  readonly admitted: string[] = []
  tokens = 0
  /** What the book of faces says in place of a token. */
  refusal: Error | null = null
  readonly child: BridgeChild

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    mkdirSync(this.data)
    writeFileSync(join(this.data, 'home.key'), 'planted')
    const logAt =
      (level: string) =>
      (details: unknown, message?: string): void =>
        void this.logged.push([level, details, message])
    lendCompiled(this.storage)
    this.child = new BridgeChild({
      bridge: { name: 'mqtt', kind: 'mqtt', module, options, files: [], runsNpm: false },
      url: 'http://127.0.0.1:8080',
      home: { name: 'Home', simulated: true },
      secret: 'hunter2',
      faces: this.#faces(),
      storage: this.storage,
      mainPath,
      execArgv: (storage) => [
        '--conditions=@portico/source',
        ...permissionFlags({ module, storage, secret: [this.data], rights: 'none' }),
      ],
      clock: systemClock('boot'),
      log: { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
    })
  }

  /** Resolves when it serves. */
  static async serving(options: Readonly<Record<string, unknown>> = {}): Promise<BridgeBench> {
    const bench = new BridgeBench(options)
    try {
      await bench.until('the bridge to serve', () => bench.child.isUp)
    } catch (error) {
      await bench[Symbol.asyncDispose]()
      throw error
    }
    return bench
  }

  async until(what: string, look: () => boolean): Promise<void> {
    await until(what, look, WAIT_MS)
  }

  /** The words of its newest status. */
  get words(): string | null {
    return this.child.status.words
  }

  async act(path: string, body: unknown = null): Promise<unknown> {
    return (await this.child.answer({ path, body, peer: 'somebody' })).body
  }

  /** It was lost in the way that `act` brings about, and serves again by itself. */
  async lostAndBack(path: string): Promise<string> {
    const before = this.child.pid
    const answered = this.act(path).then(String, String)
    await this.until('another process', () => this.child.isUp && this.child.pid !== before)
    return await answered
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #faces(): BridgeFaces {
    const token = (): string => {
      if (this.refusal) throw this.refusal
      return `ptf_${++this.tokens}`
    }
    return {
      bridgeFace: async () => ({ id: 'f-1', token: token() }),
      admit: async (_kind, { id, name }) => {
        const given = token()
        this.admitted.push(`${id} ${name}`)
        return given
      },
      dismiss: async (_kind, peer) => void this.admitted.push(`-${peer}`),
    }
  }
}
