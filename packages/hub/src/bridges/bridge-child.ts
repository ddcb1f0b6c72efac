// One bridge as the hub holds it: its process is started again when it is lost, with another token each time; what it says
// of itself is kept, and what is asked of it has limits. Nothing of a visit waits for it.
import { mkdirSync, realpathSync } from 'node:fs'
import { type Instant, after, elapsed, minutes } from '@portico/core'
import type { BridgeReply, BridgeRequest } from '@portico/plugin-api'
import { type Clock, HubError, type Wake, codeOf } from '@portico/ports'
import type { BridgeStatus } from '@portico/protocol'
import { hubError } from '../errors.ts'
import { AskTable } from '../plugins/ask-table.ts'
import { endLeftOver, notePid } from '../plugins/left-over.ts'
import type { PluginLog } from '../plugins/plugin-log.ts'
import type { Answer } from '../plugins/plugin-messages.ts'
import { ProcessLife, type ProcessLoss, type Wire } from '../plugins/process-life.ts'
import { ReportMeter } from '../plugins/report-meter.ts'
import { messageIn } from '../plugins/wire-text.ts'
import type { BridgeFaces } from './bridge-faces.ts'
import {
  BRIDGE_BACKOFF,
  BRIDGE_LINES_MAX,
  BRIDGE_PATIENCE,
  BRIDGE_START_MAX,
  BRIDGE_STEADY,
  REPLY_BYTES_MAX,
  REQUEST_BYTES_MAX,
  bridgeAskLimits,
} from './bridge-limits.ts'
import type { BridgeAsk, BridgeTold, BridgeWish, ToBridge } from './bridge-messages.ts'
import type { CheckedBridge } from './bridges.ts'
import { BridgeWishes } from './bridge-wishes.ts'
import { readBridgeMessage } from './read-bridge-message.ts'
import { TakenOut, type TakenPeer } from './taken-out.ts'

export interface BridgeChildOptions {
  readonly bridge: CheckedBridge
  /** Origin of the house listener, from this machine. */
  readonly url: string
  readonly home: { readonly name: string; readonly simulated: boolean }
  readonly secret: string | null
  readonly faces: BridgeFaces
  /** The bridge's own folder; made when it is missing. */
  readonly storage: string
  readonly execArgv: (storage: string) => readonly string[]
  readonly mainPath: string
  /** Its own variables; it inherits none. */
  readonly env?: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly log: PluginLog
}

type Life = ProcessLife<BridgeTold, ToBridge>

const wire: Wire<BridgeTold> = {
  read: readBridgeMessage,
  mayTail: (message) => message.type === 'done' && message.status !== null,
}

const STATUS_WORDS_MAX = 300

const plainly = (state: BridgeStatus['state'], words: string | null = null): BridgeStatus => ({
  state,
  words: words && words.slice(0, STATUS_WORDS_MAX),
  progress: null,
  pairing: null,
})

export class BridgeChild implements AsyncDisposable {
  readonly #options: BridgeChildOptions
  readonly #asks: AskTable
  readonly #storage: string
  readonly #execArgv: readonly string[]
  readonly #lines: ReportMeter
  readonly #wishes: BridgeWishes
  readonly #takenOut: TakenOut
  #life: Life | null = null
  #state: 'starting' | 'up' | 'down' | 'closed' = 'down'
  #status: BridgeStatus = plainly('starting')
  /** When it told its status. */
  #told: Instant
  #began: Instant
  /** Short lives in a row. */
  #deaths = 0
  #wake: Wake | null = null
  #startLimit: Wake | null = null
  #closing: Promise<void> | null = null
  #starts = 0

  /** Starts its process. */
  constructor(options: BridgeChildOptions) {
    const { clock, storage, mainPath, log, bridge, faces } = options
    this.#options = options
    this.#asks = new AskTable(clock)
    this.#began = clock.mono()
    this.#told = this.#began
    this.#lines = new ReportMeter(this.#began, BRIDGE_LINES_MAX)
    mkdirSync(storage, { recursive: true, mode: 0o700 })
    this.#storage = realpathSync(storage)
    this.#takenOut = new TakenOut(`${this.#storage}.taken-out.json`)
    this.#wishes = new BridgeWishes({ kind: bridge.kind, faces, log, takenOut: this.#takenOut })
    this.#execArgv = options.execArgv(this.#storage)
    const left = endLeftOver({ file: this.#pidFile, storage: this.#storage, mainPath })
    if (left !== null) log.warn({ pid: left }, 'process of an earlier start ended')
    void this.#start()
  }

  get bridge(): CheckedBridge {
    return this.#options.bridge
  }
  /** A pairing grows shorter since it was told, and is over then. */
  get status(): BridgeStatus {
    const { pairing } = this.#status
    if (pairing === null || pairing.goodForMs === null) return this.#status
    const goodForMs = pairing.goodForMs - elapsed(this.#told, this.#options.clock.mono())
    return { ...this.#status, pairing: goodForMs > 0 ? { ...pairing, goodForMs } : null }
  }
  get isUp(): boolean {
    return this.#state === 'up'
  }
  get pid(): number | null {
    return this.#life?.pid ?? null
  }

  /**
   * The owner took this controller out; null: all. It is none from this moment; the bridge hears of it now, or when it
   * runs again.
   *
   * @throws HubError `HUB_PLUGIN_*`, `HUB_BRIDGE_CANNOT`
   */
  async unpair(peer: TakenPeer): Promise<void> {
    this.#takenOut.add(peer)
    if (this.isUp) await this.#tellTakenOut(peer)
  }

  /** @throws HubError `HUB_PLUGIN_*`, `HUB_BRIDGE_CANNOT` */
  async openPairing(): Promise<void> {
    await this.#ask({ type: 'open-pairing' })
  }

  /** @throws as `openPairing` does */
  async answer({ path, peer, body }: BridgeRequest): Promise<BridgeReply> {
    const tail = new TextEncoder().encode(JSON.stringify(body))
    if (tail.length > REQUEST_BYTES_MAX)
      throw hubError('HUB_PLUGIN_FAULT', `a request of ${tail.length} bytes is over its limit`)
    const answer = await this.#ask({ type: 'answer', path, peer }, tail)
    // cast: `#done` put it together
    return answer as unknown as BridgeReply
  }

  /** With another token; whoever is connected by the one before is cut. Resolves when the process has ended. */
  async restart(): Promise<void> {
    if (this.#state === 'closed') return
    this.#wake?.cancel()
    const life = this.#life
    this.#over(plainly('starting'))
    await life?.[Symbol.asyncDispose]()
    this.#deaths = 0
    await this.#start()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  get #pidFile(): string {
    return `${this.#storage}.pid`
  }

  async #tellTakenOut(peer: TakenPeer): Promise<void> {
    try {
      await this.#ask({ type: 'unpair', peer })
    } catch (error) {
      // One that keeps no controllers has none to forget.
      if (codeOf(error) !== 'HUB_BRIDGE_CANNOT') throw error
    }
    this.#takenOut.delete(peer)
  }

  async #ask(ask: BridgeAsk, tail?: Uint8Array): Promise<Answer> {
    const life = this.#life
    const { name } = this.bridge
    if (!this.isUp || !life) throw this.#down()
    return await this.#asks.ask(`bridge ${name}: ${ask.type}`, bridgeAskLimits[ask.type], (id) => {
      life.send({ type: 'ask', id, ask }, tail)
    })
  }

  #down(): HubError {
    return hubError('HUB_PLUGIN_DOWN', `bridge ${this.bridge.name} is not running`, { retryable: true })
  }

  async #start(): Promise<void> {
    const { clock, faces, bridge } = this.#options
    const start = ++this.#starts
    const isOvertaken = (): boolean => this.#closing !== null || this.#starts !== start
    this.#began = clock.mono()
    this.#state = 'starting'
    this.#status = plainly('starting')
    try {
      const { token } = await faces.bridgeFace(bridge.kind)
      if (!isOvertaken()) this.#spawn(token)
    } catch (error) {
      if (!isOvertaken()) this.#lost('died', messageIn(error))
    }
  }

  #spawn(token: string): void {
    const { bridge, clock, mainPath, url, home, secret, env = {} } = this.#options
    const life: Life = new ProcessLife({
      wire,
      execArgv: this.#execArgv,
      mainPath,
      storage: this.#storage,
      patience: BRIDGE_PATIENCE,
      env,
      clock,
      onMessage: (message, tail) => this.#take(message, life, tail),
      onLost: (why, detail) => {
        if (this.#life === life) this.#lost(why, detail)
      },
      onWords: (text) => {
        this.#options.log.debug(
          { words: text.replaceAll(token, '******') },
          'bridge wrote to its standard error',
        )
      },
    })
    this.#life = life
    notePid({ file: this.#pidFile }, life.pid)
    const { module, kind, options } = bridge
    const { boot } = clock
    life.send({
      type: 'hello',
      boot,
      module,
      kind,
      url,
      token,
      home,
      options,
      secret,
      storage: this.#storage,
    })
    this.#startLimit = clock.wake(after(this.#began, BRIDGE_START_MAX), () => {
      life.kill('hung', `did not start in ${BRIDGE_START_MAX} ms`)
    })
  }

  #take(message: BridgeTold, life: Life, tail: Uint8Array): void {
    if (this.#life !== life) return
    switch (message.type) {
      case 'started':
        return this.#started(life)
      case 'failed':
        this.#status = plainly('failed', message.message)
        return life.kill('died', `did not start: ${message.message} [${message.code}]`)
      case 'status':
        this.#status = message.status
        this.#told = this.#options.clock.mono()
        return
      case 'admit':
      case 'dismiss':
        return this.#wish(message, life)
      case 'done':
        return this.#done(message, life, tail)
      case 'refused': {
        const { code, message: text, retryable } = message
        this.#asks.fail(message.id, new HubError(code, text, { retryable }))
        return
      }
      case 'log': {
        const { log, clock } = this.#options
        const metered = this.#lines.take(clock.mono())
        if (metered === 'pass') log[message.level](message.details, message.message)
        else if (metered === 'flood-begins') log.warn({}, 'bridge logs too much: lines are left out')
      }
    }
  }

  #started(life: Life): void {
    if (this.#state !== 'starting') return life.count()
    this.#startLimit?.cancel()
    this.#state = 'up'
    if (this.#status.state === 'starting') this.#status = { ...this.#status, state: 'running' }
    const { log } = this.#options
    log.info({}, 'bridge runs')
    for (const peer of this.#takenOut.all)
      this.#tellTakenOut(peer).catch((error: unknown) =>
        log.warn({ code: codeOf(error) }, 'a controller that was taken out is not forgotten yet'),
      )
  }

  #wish(wish: BridgeWish, life: Life): void {
    void this.#answerWish(wish, life)
  }

  async #answerWish(wish: BridgeWish, life: Life): Promise<void> {
    const reply = await this.#wishes.take(wish)
    if (!reply) life.count()
    else if (this.#life === life) life.send(reply)
  }

  #done({ id, status }: Extract<BridgeTold, { readonly type: 'done' }>, life: Life, tail: Uint8Array): void {
    if (status === null) return void this.#asks.answer(id, null)
    try {
      if (tail.length > REPLY_BYTES_MAX) throw new RangeError('a reply over its limit')
      const body: unknown = JSON.parse(new TextDecoder().decode(tail))
      this.#asks.answer(id, { status, body })
    } catch {
      life.count()
      this.#asks.fail(id, hubError('HUB_PLUGIN_FAULT', 'the bridge gave an answer that is none'))
    }
  }

  #lost(why: ProcessLoss, detail: string): void {
    const { clock, log } = this.#options
    const told = this.#status.state === 'failed' ? this.#status.words : null
    if (elapsed(this.#began, clock.mono()) > BRIDGE_STEADY) this.#deaths = 0
    const wait = BRIDGE_BACKOFF[Math.min(this.#deaths, BRIDGE_BACKOFF.length - 1)] ?? minutes(5)
    this.#deaths += 1
    const again = `tried again ${wait < minutes(1) ? `${wait / 1000} s` : `${wait / 60_000} min`} later`
    this.#over(plainly('failed', `${(told ?? endWords[why]).slice(0, STATUS_WORDS_MAX - 40)}; ${again}`))
    if (this.#closing) return
    log.error({ why, detail }, 'bridge lost')
    this.#wake = clock.wake(after(clock.mono(), wait), () => void this.#start())
  }

  /** The process is none of ours any more. */
  #over(status: BridgeStatus): void {
    this.#life = null
    this.#state = this.#closing ? 'closed' : 'down'
    this.#status = status
    this.#startLimit?.cancel()
    this.#asks.failAll(this.#down())
  }

  async #close(): Promise<void> {
    this.#wake?.cancel()
    const life = this.#life
    this.#over(plainly('waiting', 'the hub ends'))
    this.#state = 'closed'
    await life?.[Symbol.asyncDispose]()
    notePid({ file: this.#pidFile }, null)
  }
}

const endWords: Readonly<Record<ProcessLoss, string>> = {
  died: 'it ended by itself: see the log of the hub',
  hung: 'it did not answer any more and was ended',
  flood: 'it sent too much and was ended',
  garbage: 'it sent what makes no sense and was ended',
}
