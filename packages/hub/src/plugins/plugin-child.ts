// One plugin as the hub holds it: its process is started again when it is lost, what it offers and reports is held to
// the settings, and what is asked of it has limits.
import { mkdirSync, realpathSync } from 'node:fs'
import { type Duration, type Instant, after, elapsed, milliseconds, seconds } from '@portico/core'
import type { DeviceEntry, DeviceKind, PinOrder, UnlockOrder } from '@portico/plugin-api'
import { type Clock, HubError, type Wake, codeOf } from '@portico/ports'
import type { CheckedPlugin } from '../config/checked-settings.ts'
import { hubError } from '../errors.ts'
import { AskTable } from './ask-table.ts'
import { endLeftOver, notePid } from './left-over.ts'
import { BACKOFF, LINES_MAX, REPORTS_MAX, START_MAX, STEADY, UNLOCK_MAX, askLimits } from './plugin-limits.ts'
import { PluginLife } from './plugin-life.ts'
import type { PluginLog } from './plugin-log.ts'
import type { ProcessLoss } from './process-life.ts'
import type {
  Answer,
  DeviceAsk,
  DeviceReport,
  FromPlugin,
  OfferedDevice,
  PluginTold,
  ToPlugin,
} from './plugin-messages.ts'
import { ReportMeter } from './report-meter.ts'
import { type UnlockResult, unlockResultOf } from './unlock-result.ts'

export interface PluginEvents {
  offered(device: OfferedDevice): void
  /** Every device was offered: it serves, for the first time or again, or its flood is over. */
  up(): void
  /** `tail`: the raw bytes of a mail. */
  report(report: DeviceReport, tail: Uint8Array): void
  reachable(device: string, on: boolean): void
  /** Once per outage: its devices are unknown from now on. */
  lost(why: ProcessLoss, detail: string): void
}

export interface PluginChildOptions {
  /** Its devices come with their passwords. */
  readonly plugin: Omit<CheckedPlugin, 'devices'> & { readonly devices: readonly DeviceEntry[] }
  /** Public key of the hub, for its edges. */
  readonly hubKey: string
  /** The plugin's own folder; made when it is missing. */
  readonly storage: string
  readonly execArgv: (storage: string) => readonly string[]
  readonly mainPath: string
  readonly clock: Clock
  readonly log: PluginLog
  readonly events: PluginEvents
}

export class PluginChild implements AsyncDisposable {
  readonly name: string
  readonly #options: PluginChildOptions
  readonly #kinds: ReadonlyMap<string, DeviceKind>
  readonly #asks: AskTable
  readonly #offered = new Set<string>()
  readonly #lines: ReportMeter
  readonly #storage: string
  readonly #execArgv: readonly string[]
  #meter: ReportMeter
  #life: PluginLife | null = null
  #state: 'starting' | 'up' | 'down' | 'closed' = 'down'
  /** Resolves when it serves. */
  #served = Promise.withResolvers<void>()
  #began: Instant
  #hasServed = false
  /** Short lives in a row. */
  #deaths = 0
  #isLossTold = false
  #wake: Wake | null = null
  #startLimit: Wake | null = null
  #calm: Wake | null = null
  #closing: Promise<void> | null = null

  /** Starts its process. */
  constructor(options: PluginChildOptions) {
    const { plugin, clock } = options
    this.#options = options
    this.name = plugin.name
    this.#kinds = new Map(plugin.devices.map(({ id, kind }) => [id, kind]))
    this.#asks = new AskTable(clock)
    this.#began = clock.mono()
    this.#meter = new ReportMeter(this.#began, REPORTS_MAX)
    this.#lines = new ReportMeter(this.#began, LINES_MAX)
    this.#storage = folderAt(options.storage)
    this.#execArgv = options.execArgv(this.#storage)
    const { mainPath, log } = options
    const left = endLeftOver({ file: this.#pidFile, storage: this.#storage, mainPath })
    if (left !== null) log.warn({ pid: left }, 'process of an earlier start ended')
    this.#start()
  }

  get isUp(): boolean {
    return this.#state === 'up' && !this.#meter.flooded
  }

  get pid(): number | null {
    return this.#life?.pid ?? null
  }

  get #pidFile(): string {
    return `${this.#storage}.pid`
  }

  /**
   * Hands the unlock over in this very tick, or not at all. `onResult` is called once, later, unless the plugin is lost
   * or says nothing.
   */
  unlock(
    device: string,
    order: UnlockOrder,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    return this.#handOver(device, (id) => ({ type: 'unlock', id, device, order }), onResult)
  }

  /** The same for a PIN. */
  grantPin(
    device: string,
    order: PinOrder,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    return this.#handOver(device, (id) => ({ type: 'grant-pin', id, device, order }), onResult)
  }

  #handOver(
    device: string,
    messageOf: (id: number) => Extract<ToPlugin, { type: 'unlock' | 'grant-pin' }>,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    const life = this.#life
    if (!this.isUp || !life?.isPrompt || !this.#offered.has(device)) return 'LOCK_UNREACHABLE'
    let handed = false
    const answer = this.#asks.ask(`unlock ${device}`, UNLOCK_MAX, (id) => {
      handed = life.sendNow(messageOf(id))
      if (!handed) this.#asks.fail(id, hubError('HUB_PLUGIN_DOWN', `${this.name}: not reached`))
    })
    answer.then(
      () => onResult('accepted'),
      (error: unknown) => {
        if (!handed) return
        this.#options.log.warn({ deviceId: device, code: codeOf(error) }, 'unlock not accepted')
        onResult(unlockResultOf(error))
      },
    )
    return handed ? 'handed' : 'LOCK_UNREACHABLE'
  }

  /** A plugin that is about to serve is waited for, within the limit of the ask; a heartbeat is not kept for later. */
  async ask(ask: DeviceAsk): Promise<Answer> {
    const { clock } = this.#options
    const began = clock.mono()
    const limit = askLimits[ask.type]
    if (!this.isUp && ask.type !== 'edge-now') await this.#untilUp(limit)
    const life = this.#life
    if (!this.isUp || !life) throw this.#down()
    const left = milliseconds(Math.max(0, limit - elapsed(began, clock.mono())))
    return await this.#asks.ask(`${this.name} ${ask.type}`, left, (id) => {
      life.send({ type: 'ask', id, ask })
    })
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #down(): HubError {
    return hubError('HUB_PLUGIN_DOWN', `plugin ${this.name} is not running`, { retryable: true })
  }

  async #untilUp(limit: Duration): Promise<void> {
    if (this.#state === 'closed') throw this.#down()
    const { clock } = this.#options
    const late = Promise.withResolvers<void>()
    const wake = clock.wake(after(clock.mono(), limit), () => {
      late.reject(this.#down())
    })
    await Promise.race([this.#served.promise, late.promise]).finally(() => {
      wake.cancel()
    })
  }

  #start(): void {
    const { plugin, clock, mainPath, log, hubKey } = this.#options
    this.#began = clock.mono()
    this.#meter = new ReportMeter(this.#began, REPORTS_MAX)
    this.#offered.clear()
    this.#state = 'starting'
    const life: PluginLife = new PluginLife({
      execArgv: this.#execArgv,
      mainPath,
      storage: this.#storage,
      clock,
      onMessage: (message, tail) => {
        if (message.type === 'report') this.#takeReport(message.report, { life, tail })
        else this.#take(message, life)
      },
      onLost: (why, detail) => {
        this.#lost(why, detail)
      },
      onWords: (text) => {
        log.debug({ words: text }, 'plugin wrote to its standard error')
      },
    })
    this.#life = life
    notePid({ file: this.#pidFile }, life.pid)
    const { module, kind, devices } = plugin
    life.send({ type: 'hello', boot: clock.boot, module, kind, storage: this.#storage, hubKey, devices })
    this.#startLimit = clock.wake(after(this.#began, START_MAX), () => {
      life.kill('hung', `did not start in ${START_MAX} ms`)
    })
  }

  #take(message: Exclude<PluginTold, { type: 'report' }>, life: PluginLife): void {
    const { events, log } = this.#options
    switch (message.type) {
      case 'offered':
        return this.#takeOffer(message.device, life)
      case 'started':
        return this.#started(life)
      case 'failed':
        return life.kill('died', `did not start: ${message.message} [${message.code}]`)
      case 'reachable':
        if (!this.#offered.has(message.device)) return life.count()
        if (this.isUp) events.reachable(message.device, message.on)
        return
      case 'done':
        if (!this.#asks.answer(message.id, message.answer)) log.debug({ id: message.id }, 'late answer')
        return
      case 'refused': {
        const { code, message: text, retryable } = message
        this.#asks.fail(message.id, new HubError(code, text, { retryable }))
        return
      }
      case 'late':
        this.#asks.fail(message.id, hubError('HUB_PLUGIN_TOO_LATE', `${this.name}: after its last moment`))
        return
      case 'log':
        return this.#takeLog(message)
    }
  }

  #takeLog({ level, details, message }: Extract<FromPlugin, { type: 'log' }>): void {
    const { log, clock } = this.#options
    const metered = this.#lines.take(clock.mono())
    if (metered === 'pass') log[level](details, message)
    else if (metered === 'flood-begins') log.warn({}, 'plugin logs too much: lines are left out')
  }

  /** A device it was not given, or of another kind, is none. */
  #takeOffer(device: OfferedDevice, life: PluginLife): void {
    if (this.#kinds.get(device.id) !== device.kind) return life.count()
    this.#offered.add(device.id)
    this.#options.events.offered(device)
  }

  #started(life: PluginLife): void {
    if (this.#state !== 'starting') return life.count()
    const missing = [...this.#kinds.keys()].find((id) => !this.#offered.has(id))
    if (missing !== undefined) return life.kill('died', `started without offering ${missing}`)
    this.#startLimit?.cancel()
    this.#state = 'up'
    this.#serve()
  }

  #serve(): void {
    const { log, events } = this.#options
    log.info({}, this.#hasServed || this.#isLossTold ? 'plugin serves again' : 'plugin serves')
    this.#hasServed = true
    this.#isLossTold = false
    events.up()
    this.#served.resolve()
  }

  #takeReport(
    report: DeviceReport,
    { life, tail }: { readonly life: PluginLife; readonly tail: Uint8Array },
  ): void {
    const kind = kindOf(report)
    if (!this.#offered.has(report.device) || this.#kinds.get(report.device) !== kind) return life.count()
    const { clock, events } = this.#options
    const flooded = this.#meter.flooded
    switch (this.#meter.take(clock.mono())) {
      case 'pass':
        if (flooded) this.#serve()
        return events.report(report, tail)
      case 'flood-begins':
        this.#tellLoss('flood', 'more than 100 reports in a second')
        return this.#watchCalm()
      case 'drop':
        return
    }
  }

  /** Looks once a second whether the flood is over, also when nothing comes any more. */
  #watchCalm(): void {
    const { clock } = this.#options
    this.#calm = clock.wake(after(clock.mono(), seconds(1)), () => {
      if (this.#meter.look(clock.mono())) this.#serve()
      else if (this.#meter.flooded) this.#watchCalm()
    })
  }

  #tellLoss(why: ProcessLoss, detail: string): void {
    if (this.#isLossTold) return
    this.#isLossTold = true
    const { log, events } = this.#options
    log.error({ why, detail }, 'plugin lost')
    events.lost(why, detail)
  }

  #lost(why: ProcessLoss, detail: string): void {
    const { clock } = this.#options
    this.#life = null
    // Whoever waits for a first service goes on waiting through the deaths before it.
    if (this.#state === 'up') this.#served = Promise.withResolvers<void>()
    this.#state = 'down'
    this.#startLimit?.cancel()
    this.#calm?.cancel()
    this.#tellLoss(why, detail)
    this.#asks.failAll(this.#down())
    if (this.#closing) return
    if (elapsed(this.#began, clock.mono()) > STEADY) this.#deaths = 0
    const wait = BACKOFF[Math.min(this.#deaths, BACKOFF.length - 1)] ?? seconds(30)
    this.#deaths += 1
    this.#wake = clock.wake(after(clock.mono(), wait), () => {
      this.#start()
    })
  }

  async #close(): Promise<void> {
    this.#state = 'closed'
    this.#wake?.cancel()
    this.#startLimit?.cancel()
    this.#calm?.cancel()
    const life = this.#life
    this.#life = null
    this.#asks.failAll(this.#down())
    // Whoever waits for it learns at once that it is down.
    this.#served.resolve()
    await life?.[Symbol.asyncDispose]()
    notePid({ file: this.#pidFile }, null)
  }
}

/** Of the device that reports. */
function kindOf({ kind }: DeviceReport): DeviceKind {
  switch (kind) {
    case 'pin':
      return 'lock'
    case 'camera-note':
      return 'camera'
    case 'mail':
    case 'mailbox-status':
    case 'mailbox-secret':
      return 'mailbox'
    default:
      return kind
  }
}

function folderAt(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return realpathSync(path)
}
