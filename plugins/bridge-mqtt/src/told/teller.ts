// Everything that goes out, in order: `offline` before what is not known any more, `online` after everything that is. Where
// there is no broker the newest state waits, and what happened is told to nobody.
import type { BridgeHost } from '@portico/plugin-api'
import { codeOf } from '@portico/plugin-api'
import type { BrokerSession } from '../broker/broker-session.ts'
import { KeptBoard } from './kept-board.ts'
import type { KeptBook } from './kept-book.ts'

export interface TellerParts {
  readonly book: KeptBook
  /** Topic of `online` and `offline`. */
  readonly status: string
  readonly log: Pick<BridgeHost['log'], 'warn'>
  /** The broker has everything. */
  readonly onTold: () => void
  /** It took something not. */
  readonly onFault: (error: unknown) => void
}

/** `gone`: nothing of this home is to stand there any more. */
export type Presence = 'online' | 'offline' | 'gone'

export interface Told {
  readonly presence: Presence
  /** Null: nothing is known yet, so that what stands there stays. */
  readonly kept: ReadonlyMap<string, string> | null
}

/** Others may keep as much as they like there: so many are taken away at once. */
const CLEARING_MAX = 16

export class Teller {
  readonly #parts: TellerParts
  readonly #board: KeptBoard
  #session: BrokerSession | null = null
  #wanted: Told = { presence: 'offline', kept: null }
  /** What this connection was told of us last. */
  #status: Presence | null = null
  #settled: Promise<void> = Promise.resolve()
  #isQueued = false
  readonly #clearing = new Set<string>()

  constructor(parts: TellerParts) {
    this.#parts = parts
    this.#board = new KeptBoard(parts.book, parts.status)
  }

  attach(session: BrokerSession): Promise<void> {
    this.#session = session
    this.#status = null
    this.#board.attach(session)
    return this.#tell()
  }
  detach(): void {
    this.#session = null
    this.#board.detach()
  }

  /** Resolves when the broker has it, or there is none. Never rejects. */
  want(wanted: Told): Promise<void> {
    this.#wanted = wanted
    return this.#tell()
  }

  /** The same again of these topics, for somebody who has missed it. */
  again(isMeant: (topic: string) => boolean): void {
    this.#board.forget(isMeant)
    void this.#tell()
  }

  /** Now or not at all. Resolves when the broker has it. */
  async say(topic: string, payload: string | Uint8Array): Promise<boolean> {
    try {
      await this.#session?.publish(topic, payload, { retain: false })
      return this.#session !== null
    } catch (error) {
      this.#parts.log.warn({ code: codeOf(error), topic }, 'not told to the broker')
      return false
    }
  }

  /** Takes away what others had kept there. */
  async clear(topic: string): Promise<void> {
    if (this.#clearing.has(topic) || this.#clearing.size >= CLEARING_MAX) return
    this.#clearing.add(topic)
    try {
      await this.#session?.publish(topic, '', { retain: true })
    } catch (error) {
      this.#parts.log.warn({ code: codeOf(error), topic }, 'not taken off the broker')
    } finally {
      this.#clearing.delete(topic)
    }
  }

  /** What is wanted meanwhile is told by the same turn. */
  #tell(): Promise<void> {
    if (this.#isQueued) return this.#settled
    this.#isQueued = true
    this.#settled = this.#settleAfter(this.#settled)
    return this.#settled
  }

  async #settleAfter(before: Promise<void>): Promise<void> {
    await before
    this.#isQueued = false
    try {
      if (await this.#settle()) this.#parts.onTold()
    } catch (error) {
      this.#parts.log.warn({ code: codeOf(error) }, 'not told to the broker')
      this.#parts.onFault(error)
    }
  }

  /** False: there is no broker. */
  async #settle(): Promise<boolean> {
    const session = this.#session
    if (session === null) return false
    const { presence, kept } = this.#wanted
    if (presence !== 'online') await this.#sayStatus(session, presence)
    if (kept !== null) {
      this.#board.want(kept)
      await this.#board.settle()
    }
    if (presence === 'online') await this.#sayStatus(session, presence)
    return true
  }

  async #sayStatus(session: BrokerSession, presence: Presence): Promise<void> {
    if (this.#status === presence) return
    const { book, status } = this.#parts
    const isGone = presence === 'gone'
    if (!isGone) book.change({ add: [status] })
    await session.publish(status, isGone ? '' : presence, { retain: true })
    this.#status = presence
    if (isGone) book.change({ remove: [status] })
  }
}
