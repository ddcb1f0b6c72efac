// portico owner link: the link by which an owner signs in.
import { minutes } from '@portico/core'
import { settingsOf } from '../config/check-settings.ts'
import { isName } from '../control/desk-messages.ts'
import { localUrl, secureUrl } from '../http/reach.ts'
import { houseNames, machineNames } from '../https/house-names.ts'
import { INSTALL_PATH } from '../https/install-page.ts'
import { askDesk } from './ask-desk.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico owner link [--name NAME] [options]

Prints a link that signs a person of the home in once, within 15 minutes. A new
link ends the one before. Without a name: the first owner. Whoever is new is an
adult, unless --child says otherwise.

${homeHelp}
  --name NAME         of the person
  --child             who is new is a child: it looks, and lets nobody in
  --json              as JSON`,

  async run({ args, terminal, environment }) {
    const options = {
      ...homeOptions,
      name: { type: 'string' },
      child: { type: 'boolean' },
      json: { type: 'boolean' },
    } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'link' })
    if (words.words[0] !== 'link') throw usage(`portico owner has no "${words.words[0]}"; there is link`)
    const name = words.text('name')
    if (name !== null && !isName(name))
      throw usage('--name must be letters, digits, spaces and . _ - (at most 64)')
    const role = words.flag('child') ? 'child' : null
    if (role !== null && name === null) throw usage('--child needs --name: the first owner is an adult')
    const home = homeOptionsOf(words)
    const { secret, goodForMs, house } = await askDesk(home, { type: 'owner-link', name, role }, environment)
    const url = signInUrl(house ?? (await restingHouse(home)), secret)
    if (words.flag('json')) await terminal.print(JSON.stringify({ url, secret, goodForMs }))
    else await terminal.print(url)
    if (url.startsWith('https:'))
      terminal.tell(`a phone that does not trust this house yet begins at ${installUrl(url)}`)
    terminal.tell(`good for ${goodForMs / minutes(1)} minutes, once`)
    return exitCodes.OK
  },
}

/** Behind the hash sign a secret stays in the browser: no server or proxy writes it into a log. */
export const signInUrl = (house: string, secret: string): string => `${house}/sign-in#${secret}`

/** Without HTTPS, for a phone that cannot use it yet. */
const installUrl = (url: string): string => `http://${new URL(url).host}${INSTALL_PATH}`

/** Where the house will be once it runs. */
async function restingHouse(home: Parameters<typeof readSettings>[0]): Promise<string> {
  const settings = settingsOf(await readSettings(home))
  const local = localUrl(settings.house)
  return settings.https ? secureUrl(houseNames(settings, machineNames()), local) : local
}
