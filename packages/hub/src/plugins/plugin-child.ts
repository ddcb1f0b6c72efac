// One plugin as the hub holds it: its process is started again when it is lost, what it offers and reports is held to
// the settings, and what is asked of it has limits.
import { type Duration, type Instant, after, elapsed, milliseconds } from '@portico/core'
import type { DeviceEntry, PinOrder, UnlockOrder } from '@portico/plugin-api'
import { type Clock, type HubError, type Wake, codeOf } from '@portico/ports'
import type { CheckedPlugin } from '../config/checked-settings.ts'
import { hubError } from '../errors.ts'
import { AskTable } from './ask-table.ts'
import { MeteredLog } from './metered-log.ts'
import { OfferedDevices } from './offered-devices.ts'
import { BACKOFF, LINES_MAX, REPORTS_MAX, START_MAX, STEADY, UNLOCK_MAX, askLimits } from './plugin-limits.ts'
import { PluginLife } from './plugin-life.ts'
import type { PluginLog } from './plugin-log.ts'
import { ProcessFolder } from './process-folder.ts'
import type { ProcessLoss } from './process-life.ts'
import type {
  Answer,
  DeviceAsk,
  DeviceReport,
  OfferedDevice,
  PluginTold,
  ToPlugin,
} from './plugin-messages.ts'
import { ReportFlood } from './report-flood.ts'
import { Restarts } from './restarts.ts'
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
  readonly #asks: AskTable
  readonly #offered: OfferedDevices
  readonly #lines: MeteredLog
  readonly #folder: ProcessFolder
  readonly #restarts: Restarts
  readonly #flood: ReportFlood
  #life: PluginLife | null = null
  #state: 'starting' | 'up' | 'down' | 'closed' = 'down'
  /** Resolves when it serves. */
  #served = Promise.withResolvers<void>()
  #began: Instant
  #hasServed = false
  #isLossTold = false
  #startLimit: Wake | null = null
  #closing: Promise<void> | null = null

  /** Starts its process. */
  constructor(options: PluginChildOptions) {
    const { plugin, clock, log } = options
    this.#options = options
    this.name = plugin.name
    this.#offered = new OfferedDevices(plugin.devices)
    this.#asks = new AskTable(clock)
    this.#began = clock.mono()
    this.#flood = new ReportFlood({ clock, limit: REPORTS_MAX, onOver: () => this.#serve() })
    this.#lines = new MeteredLog({ log, clock, limit: LINES_MAX, who: 'plugin' })
    this.#restarts = new Restarts(clock, { waits: BACKOFF, steady: STEADY })
    this.#folder = new ProcessFolder(options)
    this.#start()
  }

  get isUp(): boolean {
    return this.#state === 'up' && !this.#flood.isOn
  }

  get pid(): number | null {
    return this.#life?.pid ?? null
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
    const { storage, execArgv } = this.#folder
    this.#began = clock.mono()
    this.#flood.begin()
    this.#offered.clear()
    this.#state = 'starting'
    const life: PluginLife = new PluginLife({
      execArgv,
      mainPath,
      storage,
      clock,
      onMessage: (message, tail) => {
        if (message.type === 'report') this.#takeReport(message.report, life, tail)
        else this.#take(message, life)
      },
      onLost: (why, detail) => this.#lost(why, detail),
      onWords: (text) => {
        log.debug({ words: text }, 'plugin wrote to its standard error')
      },
    })
    this.#life = life
    this.#folder.note(life.pid)
    const { module, kind, devices } = plugin
    life.send({ type: 'hello', boot: clock.boot, module, kind, storage, hubKey, devices })
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
      case 'refused':
        return this.#asks.refuse(message)
      case 'late':
        this.#asks.fail(message.id, hubError('HUB_PLUGIN_TOO_LATE', `${this.name}: after its last moment`))
        return
      case 'log':
        return this.#lines.take(message)
    }
  }

  #takeOffer(device: OfferedDevice, life: PluginLife): void {
    if (!this.#offered.take(device)) return life.count()
    this.#options.events.offered(device)
  }

  #started(life: PluginLife): void {
    if (this.#state !== 'starting') return life.count()
    const { missing } = this.#offered
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

  #takeReport(report: DeviceReport, life: PluginLife, tail: Uint8Array): void {
    if (!this.#offered.isGood(report)) return life.count()
    switch (this.#flood.take()) {
      case 'pass':
        return this.#options.events.report(report, tail)
      case 'flood-begins':
        return this.#tellLoss('flood', `more than ${REPORTS_MAX} reports in a second`)
      case 'drop':
        return
    }
  }

  #tellLoss(why: ProcessLoss, detail: string): void {
    if (this.#isLossTold) return
    this.#isLossTold = true
    const { log, events } = this.#options
    log.error({ why, detail }, 'plugin lost')
    events.lost(why, detail)
  }

  #lost(why: ProcessLoss, detail: string): void {
    this.#life = null
    // Whoever waits for a first service goes on waiting through the deaths before it.
    if (this.#state === 'up') this.#served = Promise.withResolvers<void>()
    this.#state = 'down'
    this.#startLimit?.cancel()
    this.#flood.stop()
    this.#tellLoss(why, detail)
    this.#asks.failAll(this.#down())
    if (this.#closing) return
    this.#restarts.in(this.#restarts.waitAfter(this.#began), () => this.#start())
  }

  async #close(): Promise<void> {
    this.#state = 'closed'
    this.#restarts.cancel()
    this.#startLimit?.cancel()
    this.#flood.stop()
    const life = this.#life
    this.#life = null
    this.#asks.failAll(this.#down())
    // Whoever waits for it learns at once that it is down.
    this.#served.resolve()
    await life?.[Symbol.asyncDispose]()
    this.#folder.note(null)
  }
}
