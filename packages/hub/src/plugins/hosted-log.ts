// What a plugin or a bridge logs, in its own process: sent to the hub, without the secrets that it was given.
import type { LogLine, PluginLogLevel } from './plugin-messages.ts'
import { veiled, veiledDetails } from './veil.ts'
import { plainDetails } from './wire-text.ts'

export interface HostedLogParts {
  readonly send: (line: LogLine) => void
  /** Those that it holds now. */
  readonly secrets: () => readonly string[]
}

type Write = (details: unknown, message?: string) => void

export function hostedLog({ send, secrets }: HostedLogParts): Readonly<Record<PluginLogLevel, Write>> {
  const at =
    (level: PluginLogLevel): Write =>
    (details, message) => {
      const text = typeof details === 'string' ? details : (message ?? '')
      const plain = typeof details === 'object' && details !== null ? plainDetails(details) : {}
      const hidden = secrets()
      send({ type: 'log', level, details: veiledDetails(plain, hidden), message: veiled(text, hidden) })
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
