// portico backup: a copy of the home without its keys, also while the hub runs.
import { existsSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { codeOf } from '@portico/ports'
import { copyHome } from '../backup/copy-home.ts'
import { hubError } from '../errors.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'

const MB = 1_000_000

export const command: Command = {
  help: `portico backup FOLDER [--data DIR] [--keys DIR]

Copies the journal, the films and what plugins and bridges keep (pairings too) into a
new folder, also while the hub runs. What can be installed again is left out. The keys
are not in it: keep a copy of their folder apart, for without it nothing here opens.

To go back: stop the hub and start it with --data (a copy of FOLDER) and --keys. Who or
what was taken out after the copy was made (people, faces, links of couriers) is in
again then: take them out once more. Never run both homes at once.

  --data DIR          the data folder (./data)
  --keys DIR          the folder of the keys, which stays behind (DATA/keys)`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const words = readWords(args, { data: text, keys: text }, { min: 1, max: 1, what: 'FOLDER' })
    const [to = ''] = words.words
    if (to === '') throw usage('FOLDER is missing')
    if (existsSync(to)) throw hubError('HUB_COMMAND_FILE', `${to} is there already: name another folder`)
    const data = words.text('data') ?? './data'
    if (resolve(to).startsWith(resolve(data) + sep))
      throw hubError('HUB_COMMAND_FILE', `${to} lies in the data folder: name one outside of it`)
    if (!existsSync(join(data, 'journal.db')))
      throw hubError('HUB_COMMAND_FILE', `${data} has no journal: is this the data folder?`)
    const keys = words.text('keys') ?? join(data, 'keys')
    const { files, bytes } = copied({ data, keys, to })
    await terminal.print(`${to}\t${files} files\t${Math.ceil(bytes / MB)} MB`)
    terminal.tell(`the keys are not in it: keep a copy of ${keys} apart`)
    return exitCodes.OK
  },
}

function copied(order: Parameters<typeof copyHome>[0]): ReturnType<typeof copyHome> {
  try {
    return copyHome(order)
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${order.to} cannot be written (${codeOf(cause) ?? 'unknown'})`, {
      cause,
    })
  }
}
