// The line to the broker for as long as the bridge lives: opened, lost, opened again after a bounded pause.
import { randomInt } from 'node:crypto'
import { type Clock, codeOf, pause } from '@portico/plugin-api'
import { type BrokerOrder, BrokerSession, type MqttVersion } from './broker-session.ts'
import { wantsOtherVersion } from './broker-words.ts'

export interface BrokerLineParts {
  readonly order: Omit<BrokerOrder, 'version'>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** What is to be done first on a new connection; the connection is given up when it fails. */
  readonly onUp: (session: BrokerSession) => Promise<void>
  /** With what was said last, or null. */
  readonly onDown: (error: unknown) => void
  /** Before a connection is ended in words. */
  readonly onGoodbye: (session: BrokerSession) => Promise<void>
}

/** Waits before the next try, ms; the last one repeats. A broker that restarts is back within the first ones. */
const WAITS = [250, 500, 1_000, 2_000, 5_000, 15_000, 30_000] as const

export class BrokerLine {
  readonly #parts: BrokerLineParts
  #failures = 0
  #version: MqttVersion = 5

  constructor(parts: BrokerLineParts) {
    this.#parts = parts
  }

  /** Resolves when the bridge has ended and has said goodbye; never rejects. */
  async run(): Promise<void> {
    const { signal, onDown } = this.#parts
    while (!signal.aborted) {
      try {
        onDown(await this.#once())
      } catch (error) {
        onDown(error)
        this.#judgeVersion(error)
      }
      if (!signal.aborted) await pause(this.#parts, this.#waitMs())
    }
  }

  async #once(): Promise<unknown> {
    const { order, signal, onUp, onGoodbye } = this.#parts
    await using session = await BrokerSession.open({ ...order, version: this.#version })
    await onUp(session)
    this.#failures = 0
    const isEnding = new Promise<true>((resolve) => {
      if (signal.aborted) resolve(true)
      signal.addEventListener('abort', () => resolve(true), { once: true })
    })
    const over = await Promise.race([session.ended.then((error) => ({ error })), isEnding])
    if (over !== true) return over.error
    await onGoodbye(session).catch(() => undefined)
    return null
  }

  /** A broker of 3.1.1 says so, or hangs up at the first packet. */
  #judgeVersion(error: unknown): void {
    this.#failures += 1
    if (wantsOtherVersion(error) || codeOf(error) === 'HUB_MQTT_BROKER')
      this.#version = this.#version === 5 ? 4 : 5
  }

  #waitMs(): number {
    const base = WAITS[Math.max(0, this.#failures - 1)] ?? WAITS.at(-1) ?? 0
    return base + randomInt(Math.ceil(base / 4))
  }
}
