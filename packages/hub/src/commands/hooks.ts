// portico hooks: where each carrier's webhook goes and the secret it is signed with.
import type { Command } from './command.ts'
import { askDesk } from './ask-desk.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords } from './options.ts'

export const command: Command = {
  help: `portico hooks [options]

Prints for each source its path, its secret, and where the secret came from:
the environment (PORTICO_HOOK_SECRET_<SOURCE>, or …_FILE) or generated.

${homeHelp}
  --json              as JSON`,

  async run({ args, terminal, environment }) {
    const words = readWords(args, { ...homeOptions, json: { type: 'boolean' } }, { min: 0, max: 0, what: '' })
    const found = await askDesk(homeOptionsOf(words), { type: 'hooks' }, environment)
    const hooks = found.map(({ source, secret, from }) => ({
      source,
      path: `/hooks/${source}`,
      secret,
      from,
    }))
    if (words.flag('json')) await terminal.print(JSON.stringify(hooks))
    else
      for (const { source, path, secret, from } of hooks)
        await terminal.print(`${source}\t${path}\t${secret}\t${from}`)
    return exitCodes.OK
  },
}
