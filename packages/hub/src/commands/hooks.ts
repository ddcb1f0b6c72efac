// portico hooks: where each carrier's webhook goes and the secret it is signed with.
import type { HookAnswer } from '../control/desk-messages.ts'
import type { Command } from './command.ts'
import { askDesk } from './ask-desk.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords } from './options.ts'
import { shippedCarriers } from './read-settings.ts'

export const command: Command = {
  help: `portico hooks [options]

Prints for each source its path, its secret, where the secret came from (the environment:
PORTICO_HOOK_SECRET_<SOURCE> or …_FILE, one secret a line; generated, typed, fetched, or missing), and
what else to enter at the sender. A secret that was typed is not shown again. The page
House, Sources changes secrets and keys, and tries whether the ways of a source work.

${homeHelp}
  --json              as JSON`,

  async run({ args, terminal, environment }) {
    const words = readWords(args, { ...homeOptions, json: { type: 'boolean' } }, { min: 0, max: 0, what: '' })
    const found = await askDesk(homeOptionsOf(words), { type: 'hooks' }, environment)
    const hooks = await Promise.all(found.map(setUpOf))
    if (words.flag('json')) await terminal.print(JSON.stringify(hooks))
    else
      for (const { source, path, secret, from, setUp } of hooks)
        await terminal.print(
          [source, path, secret.trim().replaceAll(/\s*\n\s*/g, ' '), from, setUp]
            .filter((cell) => cell !== undefined)
            .join('\t'),
        )
    return exitCodes.OK
  },
}

interface SetUp extends HookAnswer {
  readonly path: string
  readonly setUp?: string
}

async function setUpOf({ source, secret, from }: HookAnswer): Promise<SetUp> {
  const carrier = (await shippedCarriers()).find(({ id }) => id === source)
  // One line a source: a key set is no secret, and long.
  const shown = carrier?.publicKeys === true && from === 'fetched' ? '' : secret
  const token = secret === '' ? undefined : carrier?.urlToken?.(secret)
  const path = token === undefined ? `/hooks/${source}` : `/hooks/${source}?token=${token}`
  return { source, path, secret: shown, from, ...(carrier?.setUp !== undefined && { setUp: carrier.setUp }) }
}
