// portico check: the settings alone. Nothing is opened and no driver runs.
import { missingSecrets } from '../config/device-secrets.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords } from './options.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico check [options]

Checks the settings and names every fault with its line and what to do.
Exit 0: they are good. 2: they are not.

${homeHelp}
  --json              the verdict as JSON`,

  async run({ args, terminal, environment }) {
    const words = readWords(args, { ...homeOptions, json: { type: 'boolean' } }, { min: 0, max: 0, what: '' })
    const home = homeOptionsOf(words)
    const { settings, faults, warnings: doubts } = await readSettings(home)
    const places = { keys: home.places.keys, environment: environment().value }
    const warnings = [...doubts, ...(settings ? missingSecrets(settings, places) : [])]
    const code = settings ? exitCodes.OK : exitCodes.WRONG
    if (words.flag('json')) {
      await terminal.print(JSON.stringify({ ok: settings !== null, faults, warnings }))
      return code
    }
    for (const warning of warnings) terminal.tell(`warning: ${warning}`)
    for (const fault of faults) terminal.tell(fault)
    if (settings) await terminal.print(`ok: ${summary(settings)}`)
    return code
  },
}

function summary({ doors, plugins, sources, house, street, virtual }: CheckedSettings): string {
  const devices = plugins.reduce((sum, plugin) => sum + plugin.devices.length, 0)
  const count = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`
  return [
    virtual ? 'a simulated home' : 'a home',
    count(doors.length, 'door'),
    count(devices, 'device'),
    count(sources.length, 'carrier'),
    `house at ${house.host}:${house.port}`,
    street ? `street at ${street.host}:${street.port}` : 'street off',
  ].join(', ')
}
