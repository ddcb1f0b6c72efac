// portico secret: keeps the password of a device, mailbox or bridge where only the hub reads it.
import { settingsOf } from '../config/check-settings.ts'
import { SECRET_CHARS_MAX, secretOwners, writeDeviceSecret } from '../config/device-secrets.ts'
import { didYouMean } from '../config/nearest-name.ts'
import { hubError } from '../errors.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { readSecretLine } from './read-secret-line.ts'
import { readSettings } from './read-settings.ts'

export const command: Command = {
  help: `portico secret DEVICE [options]

Asks for the password of a device, mailbox or bridge of the settings (of a mailbox with oauth:
its refresh token, after the client's secret and a blank) and keeps it in a file of the keys
folder that nobody else may read. It never stands in the settings. The hub takes it at
its next start. For scripts the password may come by a pipe, or at the start of the hub
from PORTICO_DEVICE_SECRET_<DEVICE> or a file named by PORTICO_DEVICE_SECRET_<DEVICE>_FILE.

${homeHelp}`,

  async run({ args, terminal }) {
    const words = readWords(args, homeOptions, { min: 1, max: 1, what: 'DEVICE' })
    const home = homeOptionsOf(words)
    const device = words.words[0] ?? ''
    const known = secretOwners(settingsOf(await readSettings(home)))
    if (!known.includes(device))
      throw usage(`no device, mailbox or bridge "${device}"${didYouMean(device, known)}`)
    const secret = await readSecretLine(process.stdin, () => {
      terminal.tell(`Password of ${device} (what you type is not shown):`)
    })
    if (secret === '') throw usage('there was no password: type it, or send it by a pipe')
    if (secret.length > SECRET_CHARS_MAX)
      throw usage(`the password is longer than ${SECRET_CHARS_MAX} characters`)
    await terminal.print(`kept in ${write(home.places.keys, device, secret)}; start the hub anew`)
    return exitCodes.OK
  },
}

function write(keys: string, device: string, secret: string): string {
  try {
    return writeDeviceSecret(keys, device, secret)
  } catch (cause) {
    throw hubError('HUB_KEYS_UNREADABLE', `${keys} cannot be written to: give yourself the right to`, {
      cause,
    })
  }
}
