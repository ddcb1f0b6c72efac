// portico start: the hub itself.
import { settingsOf } from '../config/check-settings.ts'
import { missingSecrets } from '../config/device-secrets.ts'
import { createLog } from '../start/logger.ts'
import { runHub } from '../start/run-hub.ts'
import { exitCodeOf, stopSignals } from '../start/stop-signals.ts'
import { systemClock } from '../start/system-clock.ts'
import type { Command } from './command.ts'
import { type HomeOptions, homeHelp, homeOptions, homeOptionsOf, readWords } from './options.ts'
import { readSettings, shippedCarriers, shippedClients } from './read-settings.ts'

export const command: Command = {
  help: `portico start [options]

Runs the hub until it is told to end (Ctrl-C or SIGTERM). Logs JSON lines to standard
output; PORTICO_LOG_LEVEL sets how many. The line "portico ready" tells its address.
Exit 0: ended by SIGTERM. 130: by Ctrl-C. 1: it could not start. 2: wrong settings.

${homeHelp}`,

  async run({ args, terminal, environment }) {
    const home = homeOptionsOf(readWords(args, homeOptions, { min: 0, max: 0, what: '' }))
    const verdict = await readSettings(home)
    const settings = settingsOf(verdict)
    const known = environment()
    const places = { keys: home.places.keys, environment: known.value }
    for (const warning of [...verdict.warnings, ...missingSecrets(settings, places)])
      terminal.tell(`warning: ${warning}`)
    const clock = systemClock()
    using signals = stopSignals(clock, (signal) => process.exit(exitCodeOf(signal) || 1))
    return await runHub({
      places: home.places,
      settings,
      carriers: await shippedCarriers(),
      clients: await shippedClients(),
      environment: known,
      clock,
      log: createLog(known.logLevel),
      stop: signals.first,
      tell: (line) => terminal.tell(line),
      ownerCommand: ownerCommand(home, args),
    })
  },
}

/** From source it is called through npm, built by its name. */
const caller = import.meta.url.endsWith('.ts') ? 'npm run -s portico --' : 'portico'

/** With the same options, so that it finds the same home. */
function ownerCommand({ places, config }: HomeOptions, args: readonly string[]): string {
  const named = (option: string): boolean =>
    args.some((arg) => arg === option || arg.startsWith(`${option}=`))
  const options = [
    ...(named('--data') ? ['--data', places.data] : []),
    ...(named('--keys') ? ['--keys', places.keys] : []),
    ...(config === null ? [] : ['--config', config]),
  ].map((word) => (/^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
  return [caller, 'owner link', ...options].join(' ')
}
