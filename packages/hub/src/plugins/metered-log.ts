// What a child process says for the log of the hub: so many lines a second, the others are left out.
import type { Clock } from '@portico/ports'
import type { PluginLog } from './plugin-log.ts'
import type { LogLine } from './plugin-messages.ts'
import { ReportMeter } from './report-meter.ts'

export interface MeteredLogParts {
  readonly log: PluginLog
  readonly clock: Clock
  /** Lines within one second. */
  readonly limit: number
  readonly who: 'plugin' | 'bridge'
}

export class MeteredLog {
  readonly #parts: MeteredLogParts
  readonly #meter: ReportMeter

  constructor(parts: MeteredLogParts) {
    this.#parts = parts
    this.#meter = new ReportMeter(parts.clock.mono(), parts.limit)
  }

  take({ level, details, message }: LogLine): void {
    const { log, clock, who } = this.#parts
    const metered = this.#meter.take(clock.mono())
    if (metered === 'pass') log[level](details, message)
    else if (metered === 'flood-begins') log.warn({}, `${who} logs too much: lines are left out`)
  }
}
