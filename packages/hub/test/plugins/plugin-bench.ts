// A plugin in a process of its own, kept as the hub keeps it: a puppet that does what it is told, and everything that the
// hub hears of it. Whatever happens in a test, no process is left behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Op, instant, milliseconds, op } from '@portico/core'
import type { DeviceEntry, VirtualAct } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import { TestClock, lendCompiled } from '@portico/testing'
import { PluginChild, type PluginEvents } from '../../src/plugins/plugin-child.ts'
import type { PluginLog } from '../../src/plugins/plugin-log.ts'
import type { Answer } from '../../src/plugins/plugin-messages.ts'
import { permissionFlags } from '../../src/plugins/plugin-permissions.ts'
import type { UnlockResult } from '../../src/plugins/unlock-result.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { until } from '../support/until.ts'

const here = import.meta.dirname
export const hostMain = join(here, '../../src/plugins/host-main.ts')
export const fixture = (name: string): string => join(here, '../fixtures/plugins', `${name}.ts`)
export const conditions = ['--conditions=@portico/source'] as const

/** Nothing that a test waits for takes longer on a busy machine. */
const WAIT_MS = 12_000

export interface PluginBenchOptions {
  /** Virtual by default: then nothing is too late but what a test makes so. */
  readonly clock?: Clock
  readonly module?: string
  readonly kind?: 'virtual' | 'real'
  /** Of the lock, which is the first device: how the puppet starts and ends. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Its password. */
  readonly secret?: string
}

/** Shorter than the silence for which a plugin is ended. */
const STEP_MS = 2_500

type Logged = readonly [level: string, details: Readonly<Record<string, unknown>>, message: string]
type Report = Parameters<PluginEvents['report']>[0]

export class PluginBench implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'portico-plugin-'))
  readonly data = join(this.folder, 'data')
  readonly keys = join(this.folder, 'keys')
  readonly storage = join(this.data, 'plugins', 'puppet')
  readonly clock: Clock
  readonly child: PluginChild
  /** `offered lock`, `up`, `lost died: …` and the like, in their order. */
  readonly told: string[] = []
  readonly reports: Report[] = []
  readonly logged: Logged[] = []
  readonly #pids = new Set<number>()

  constructor({
    clock = virtualClock(),
    module = fixture('puppet'),
    kind = 'real',
    options = {},
    secret,
  }: PluginBenchOptions = {}) {
    this.clock = clock
    for (const folder of [this.data, this.keys]) {
      mkdirSync(folder)
      writeFileSync(join(folder, 'home.key'), 'planted')
    }
    const devices: readonly DeviceEntry[] = [
      { id: 'lock', kind: 'lock', options, ...(secret !== undefined && { secret }) },
      { id: 'contact', kind: 'contact', options: {} },
      { id: 'bell', kind: 'bell', options: {} },
    ]
    lendCompiled(this.storage)
    this.child = new PluginChild({
      plugin: { name: 'puppet', module, kind, devices },
      hubKey: 'ab'.repeat(32),
      storage: this.storage,
      mainPath: hostMain,
      execArgv: (storage) => [
        ...conditions,
        ...permissionFlags({
          module,
          storage,
          secret: [this.data, this.keys],
          rights: kind === 'virtual' ? 'processes' : 'none',
        }),
      ],
      clock,
      log: this.#log(),
      events: {
        offered: ({ id }) => void this.told.push(`offered ${id}`),
        up: () => void this.told.push('up'),
        report: (report) => void this.reports.push(report),
        reachable: (device, on) => void this.told.push(`${device} ${on ? 'back' : 'lost'}`),
        lost: (why, detail) => void this.told.push(`lost ${why}: ${detail}`),
      },
    })
    this.#note()
  }

  /** Resolves when it serves. */
  static async serving(options: PluginBenchOptions = {}): Promise<PluginBench> {
    const bench = new PluginBench(options)
    try {
      await bench.until('it to serve', () => bench.child.isUp)
    } catch (error) {
      await bench[Symbol.asyncDispose]()
      throw error
    }
    return bench
  }

  /** Of the process that runs now. */
  get pid(): number {
    const { pid } = this.child
    if (pid === null) throw new Error('no process')
    return pid
  }

  async until(what: string, look: () => boolean): Promise<void> {
    await until(
      what,
      () => {
        this.#note()
        return look()
      },
      WAIT_MS,
    )
  }

  /** The hub stood still for a while: everything of it is late. */
  async standStill(clock: TestClock, ms: number): Promise<void> {
    clock.jump({ mono: milliseconds(ms) })
    await clock.advance(milliseconds(0))
    await this.#twoTicks()
  }

  /** Lets virtual time pass, in steps in which a puppet that ticks answers its pings. */
  async passWhileItTicks(clock: TestClock, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await clock.advance(milliseconds(STEP_MS))
      await this.#twoTicks()
    }
  }

  /** Told `lost …`, for whatever reason. */
  async lost(): Promise<string> {
    await this.until('its loss', () => this.told.some((each) => each.startsWith('lost ')))
    return this.told.find((each) => each.startsWith('lost ')) ?? ''
  }

  act(act: string, options: VirtualAct['options'] = {}): Promise<Answer> {
    return this.child.ask({ type: 'act', act: { act, on: 'lock', options } })
  }

  /** The same, for an act that ends the process before its answer. */
  lastAct(act: string, options: VirtualAct['options'] = {}): void {
    this.act(act, options).catch(() => undefined)
  }

  /** Hands an unlock over; whether it went, and in time what came of it. */
  unlock(
    device = 'lock',
    notAfter = Number.MAX_SAFE_INTEGER,
    name: Op = op('s_1#0'),
  ): { readonly handed: string; readonly results: UnlockResult[] } {
    const results: UnlockResult[] = []
    const order = { op: name, notAfter: instant(notAfter) }
    const handed = this.child.unlock(device, order, (result) => void results.push(result))
    return { handed, results }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#note()
    const closing = this.child[Symbol.asyncDispose]()
    // In virtual time nobody would ever end one that hangs.
    if (this.clock instanceof TestClock) for (const pid of this.#pids) kill(pid)
    await closing
    await until('its processes to end', () => ![...this.#pids].some(isRunning))
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #twoTicks(): Promise<void> {
    const before = this.reports.length
    await this.until('two ticks', () => this.reports.length >= before + 2)
  }

  #note(): void {
    const { pid } = this.child
    if (pid !== null) this.#pids.add(pid)
  }

  #log(): PluginLog {
    const at =
      (level: string) =>
      (details: unknown, message?: string): void => {
        // cast: the hub logs object first
        this.logged.push([level, details as Readonly<Record<string, unknown>>, message ?? ''])
      }
    return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  }
}

/** Virtual time that goes on where the machine's is now: a plugin looks at the machine's. */
export const virtualClock = (): TestClock => new TestClock({ mono: systemClock().mono() })

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
