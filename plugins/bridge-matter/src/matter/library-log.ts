// What the library tells, into the hub's log: without colours, without secrets, and its many words at a lower level.
import { LogDestination, LogFormat, LogLevel, Logger } from '@matter/main'
import type { BridgeHost } from '@portico/plugin-api'
import { redact } from '../redact.ts'

export function redirectLog(log: BridgeHost['log']): void {
  const write = (text: string, { level }: { readonly level: LogLevel }): void => {
    const line = redact(text)
    // Its notices tell pairing codes and its errors mostly peers that went away: neither wakes anybody.
    if (level >= LogLevel.ERROR) log.warn({ matter: line }, 'matter library')
    else log.debug({ matter: line }, 'matter library')
  }
  const format = LogFormat(LogFormat.PLAIN)
  Logger.destinations['default'] = LogDestination({
    name: 'default',
    level: LogLevel.NOTICE,
    format: (message) => format(message),
    write,
  })
}
