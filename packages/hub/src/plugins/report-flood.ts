// A plugin that reports too much in a second is not heard until it has calmed, also when nothing comes any more.
import { after, seconds } from '@portico/core'
import type { Clock, Wake } from '@portico/ports'
import { type Metered, ReportMeter } from './report-meter.ts'

export interface ReportFloodParts {
  readonly clock: Clock
  /** How many within one second are passed on. */
  readonly limit: number
  readonly onOver: () => void
}

export class ReportFlood {
  readonly #parts: ReportFloodParts
  #meter: ReportMeter
  #calm: Wake | null = null

  constructor(parts: ReportFloodParts) {
    this.#parts = parts
    this.#meter = new ReportMeter(parts.clock.mono(), parts.limit)
  }

  get isOn(): boolean {
    return this.#meter.flooded
  }

  take(): Metered {
    const wasOn = this.isOn
    const metered = this.#meter.take(this.#parts.clock.mono())
    if (metered === 'flood-begins') this.#watch()
    else if (metered === 'pass' && wasOn) this.#parts.onOver()
    return metered
  }

  /** Its process begins anew. */
  begin(): void {
    this.#meter = new ReportMeter(this.#parts.clock.mono(), this.#parts.limit)
  }

  stop(): void {
    this.#calm?.cancel()
  }

  /** Looks once a second. */
  #watch(): void {
    const { clock, onOver } = this.#parts
    this.#calm = clock.wake(after(clock.mono(), seconds(1)), () => {
      if (this.#meter.look(clock.mono())) onOver()
      else if (this.isOn) this.#watch()
    })
  }
}
