// portico discover: what devices answer in the network, and the lines of settings that take them.
import type { FoundCamera } from '@portico/plugin-onvif/discovery'
import { lookForCameras } from '../discovery/look-for-cameras.ts'
import { idsOf, settingsLines } from '../discovery/settings-lines.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'

export const command: Command = {
  help: `portico discover cameras [--json]

Asks the network for ONVIF cameras and bells, for three seconds, and prints each with
its address, maker, model and what it can do, then the lines for the settings. Cameras
of which ONVIF is switched off, and those behind another router, do not answer.
Exit 0: at least one answered. 1: none did.

  --json              what answered, as JSON`,

  async run({ args, terminal }) {
    const words = readWords(
      args,
      { json: { type: 'boolean' } },
      { min: 1, max: 1, what: 'what to look for (cameras)' },
    )
    if (words.words[0] !== 'cameras') throw usage(`it looks for cameras, not for "${words.words[0]}"`)
    if (!words.flag('json')) terminal.tell('asking the network for three seconds …')
    const found = await lookForCameras()
    if (words.flag('json')) await terminal.print(JSON.stringify(found))
    else for (const line of linesOf(found)) await terminal.print(line)
    return found.length > 0 ? exitCodes.OK : exitCodes.FAILED
  },
}

export function linesOf(found: readonly FoundCamera[]): readonly string[] {
  if (found.length === 0)
    return [
      'no camera answered: switch ONVIF on in its own settings, and look for its address in your router',
    ]
  return [
    ...found.map(lineOf),
    '',
    ...settingsLines(found),
    '',
    ...idsOf(found).map((id) => `# then: portico secret ${id}`),
  ]
}

const lineOf = ({ name, address, maker, model, can }: FoundCamera): string =>
  [
    address,
    name === '' ? 'without a name' : name,
    [maker, model].filter((word) => word !== null).join(' ') || 'of unknown make',
    can.length === 0 ? 'tells nothing without a password' : can.join(', '),
  ].join('  ')
