// One bridge as the hub holds it: its process is started again when it is lost, with another token each time; what it says
// of itself is kept, and what is asked of it has limits. Nothing of a visit waits for it.
import { type Instant, after } from '@portico/core'
import type { BridgeReply, BridgeRequest } from '@portico/plugin-api'
import { type Clock, type HubError, type Wake, codeOf } from '@portico/ports'
import type { BridgeStatus } from '@portico/protocol'
import { hubError } from '../errors.ts'
import { AskTable } from '../plugins/ask-table.ts'
import { MeteredLog } from '../plugins/metered-log.ts'
import type { PluginLog } from '../plugins/plugin-log.ts'
import type { Answer } from '../plugins/plugin-messages.ts'
import { ProcessFolder } from '../plugins/process-folder.ts'
import { ProcessLife, type ProcessLoss, type Wire } from '../plugins/process-life.ts'
import { Restarts } from '../plugins/restarts.ts'
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
import { ToldStatus } from './told-status.ts'

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

export class BridgeChild implements AsyncDisposable {
  readonly #options: BridgeChildOptions
  readonly #asks: AskTable
  readonly #folder: ProcessFolder
  readonly #lines: MeteredLog
  readonly #restarts: Restarts
  readonly #status: ToldStatus
  readonly #wishes: BridgeWishes
  readonly #takenOut: TakenOut
  #life: Life | null = null
  #state: 'starting' | 'up' | 'down' | 'closed' = 'down'
  #began: Instant
  #startLimit: Wake | null = null
  #closing: Promise<void> | null = null
  #starts = 0

  /** Starts its process. */
  constructor(options: BridgeChildOptions) {
    const { clock, log, bridge, faces } = options
    this.#options = options
    this.#asks = new AskTable(clock)
    this.#began = clock.mono()
    this.#status = new ToldStatus(clock)
    this.#lines = new MeteredLog({ log, clock, limit: BRIDGE_LINES_MAX, who: 'bridge' })
    this.#restarts = new Restarts(clock, { waits: BRIDGE_BACKOFF, steady: BRIDGE_STEADY })
    this.#folder = new ProcessFolder(options)
    this.#takenOut = new TakenOut(`${this.#folder.storage}.taken-out.json`)
    this.#wishes = new BridgeWishes({ kind: bridge.kind, faces, log, takenOut: this.#takenOut })
    void this.#start()
  }

  get bridge(): CheckedBridge {
    return this.#options.bridge
  }
  get status(): BridgeStatus {
    return this.#status.now
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
    this.#restarts.cancel()
    const life = this.#life
    this.#over()
    this.#status.say('starting')
    await life?.[Symbol.asyncDispose]()
    this.#restarts.forget()
    await this.#start()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
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
    this.#status.say('starting')
    try {
      const { token } = await faces.bridgeFace(bridge.kind)
      if (!isOvertaken()) this.#spawn(token)
    } catch (error) {
      if (!isOvertaken()) this.#lost('died', messageIn(error))
    }
  }

  #spawn(token: string): void {
    const { bridge, clock, mainPath, url, home, secret, env = {} } = this.#options
    const { storage, execArgv } = this.#folder
    const life: Life = new ProcessLife({
      wire,
      execArgv,
      mainPath,
      storage,
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
    this.#folder.note(life.pid)
    const { module, kind, options } = bridge
    const { boot } = clock
    life.send({
      ...{ type: 'hello', boot, module, kind, url, token },
      ...{ home, options, secret, storage },
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
        this.#status.say('failed', message.message)
        return life.kill('died', `did not start: ${message.message} [${message.code}]`)
      case 'status':
        return this.#status.tell(message.status)
      case 'admit':
      case 'dismiss':
        return void this.#answerWish(message, life)
      case 'done':
        return this.#done(message, life, tail)
      case 'refused':
        return this.#asks.refuse(message)
      case 'log':
        return this.#lines.take(message)
    }
  }

  #started(life: Life): void {
    if (this.#state !== 'starting') return life.count()
    this.#startLimit?.cancel()
    this.#state = 'up'
    this.#status.started()
    const { log } = this.#options
    log.info({}, 'bridge runs')
    for (const peer of this.#takenOut.all)
      this.#tellTakenOut(peer).catch((error: unknown) =>
        log.warn({ code: codeOf(error) }, 'a controller that was taken out is not forgotten yet'),
      )
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
    const wait = this.#restarts.waitAfter(this.#began)
    this.#over()
    this.#status.lost(why, wait)
    if (this.#closing) return
    this.#options.log.error({ why, detail }, 'bridge lost')
    this.#restarts.in(wait, () => void this.#start())
  }

  /** The process is none of ours any more. */
  #over(): void {
    this.#life = null
    this.#state = this.#closing ? 'closed' : 'down'
    this.#startLimit?.cancel()
    this.#asks.failAll(this.#down())
  }

  async #close(): Promise<void> {
    this.#restarts.cancel()
    const life = this.#life
    this.#over()
    this.#status.say('waiting', 'the hub ends')
    this.#state = 'closed'
    await life?.[Symbol.asyncDispose]()
    this.#folder.note(null)
  }
}
