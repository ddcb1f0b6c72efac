// portico certificate: what a phone has to trust so that it may speak with this house by HTTPS.
import { writeFile } from 'node:fs/promises'
import { settingsOf } from '../config/check-settings.ts'
import { hubError } from '../errors.ts'
import { pemOf } from '../https/certificate.ts'
import { fingerprintOf } from '../https/fingerprint.ts'
import { type HouseAuthority, loadAuthority, replaceAuthority } from '../https/house-authority.ts'
import { houseNames, machineNames } from '../https/house-names.ts'
import { systemClock } from '../start/system-clock.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico certificate show|write FILE|new [options]

show prints the fingerprint of this house's certificate authority: eight words to
compare with those on a phone, and SHA-256. The authority is made when there is none.
write puts its certificate into a file, to be installed on a phone or computer.
new makes another authority: every phone has to be told of it, and the hub has to be
started again. Needed when its key was stolen, or when the house goes by a name that
the old one may not vouch for.

${homeHelp}`,

  async run({ args, terminal }) {
    const words = readWords(args, homeOptions, { min: 1, max: 2, what: 'show, write FILE or new' })
    const home = homeOptionsOf(words)
    const [what = '', file] = words.words
    if (!['show', 'write', 'new'].includes(what))
      throw usage(`portico certificate has no "${what}"; there are show, write and new`)
    if ((what === 'write') !== (file !== undefined))
      throw usage(what === 'write' ? 'FILE is missing' : `"${file}" is one word too many`)
    const settings = settingsOf(await readSettings(home))
    const names = houseNames(settings, machineNames())
    const order = { folder: home.places.keys, wall: systemClock().wall(), names }
    const authority = what === 'new' ? replaceAuthority(order) : loadAuthority(order)
    if (file !== undefined) await writeAuthority(authority, file)
    const { words: eight, hex } = fingerprintOf(authority.certificate)
    await terminal.print(eight)
    await terminal.print(`SHA-256 ${hex}`)
    terminal.tell(
      `“${authority.name}”, good until ${authority.certificate.validToDate.toISOString().slice(0, 10)}`,
    )
    if (!settings.https) terminal.tell('this house does not use it: network.house.https is off')
    if (what === 'new') terminal.tell('start the hub again, and install this one on every phone')
    return exitCodes.OK
  },
}

async function writeAuthority({ certificate }: HouseAuthority, file: string): Promise<void> {
  try {
    await writeFile(file, pemOf(certificate.raw), { flag: 'wx' })
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${file} is there already, or cannot be written`, { cause })
  }
}
