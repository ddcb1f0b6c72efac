// portico token: tokens for scripts, made, listed and revoked.
import { scopes } from '@portico/protocol'
import { hubError } from '../errors.ts'
import { isName, isScope } from '../control/desk-messages.ts'
import { askDesk } from './ask-desk.ts'
import type { Command, CommandCall } from './command.ts'
import { exitCodes } from './failure.ts'
import { type Words, homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'

export const command: Command = {
  help: `portico token create NAME --scope LIST [options]
portico token list [options]
portico token revoke NAME [options]

create prints the token once; only its hash is kept. Scopes, with commas between:
${scopes.join(', ')}.

${homeHelp}
  --scope LIST        what the token may do
  --json              as JSON`,

  async run(call) {
    const options = { ...homeOptions, scope: { type: 'string' }, json: { type: 'boolean' } } as const
    const words = readWords(call.args, options, { min: 1, max: 2, what: 'create, list or revoke' })
    const [verb, name] = words.words
    switch (verb) {
      case 'create':
        return await create(call, words, nameOf(name))
      case 'list':
        if (name !== undefined) throw usage(`"${name}" is one word too many`)
        return await list(call, words)
      case 'revoke':
        return await revoke(call, words, nameOf(name))
      default:
        throw usage(`portico token has no "${verb}"; there is create, list, revoke`)
    }
  },
}

function nameOf(name: string | undefined): string {
  if (name === undefined) throw usage('NAME is missing')
  if (!isName(name)) throw usage('NAME must be letters, digits, spaces and . _ - (at most 64)')
  return name
}

async function create({ terminal, environment }: CommandCall, words: Words, name: string): Promise<number> {
  const home = homeOptionsOf(words)
  const asked = (words.text('scope') ?? '').split(',').filter((scope) => scope !== '')
  if (asked.length === 0) throw usage(`--scope is missing: name some of ${scopes.join(', ')}`)
  const unknown = asked.find((scope) => !isScope(scope))
  if (unknown !== undefined) throw usage(`no scope "${unknown}"; there is ${scopes.join(', ')}`)
  const ask = { type: 'token-create', name, scopes: [...new Set(asked.filter(isScope))] } as const
  const made = await askDesk(home, ask, environment)
  await terminal.print(words.flag('json') ? JSON.stringify(made) : made.secret)
  return exitCodes.OK
}

async function list({ terminal, environment }: CommandCall, words: Words): Promise<number> {
  const tokens = await askDesk(homeOptionsOf(words), { type: 'token-list' }, environment)
  if (words.flag('json')) await terminal.print(JSON.stringify(tokens))
  else
    for (const { name, scopes: may, created } of tokens)
      await terminal.print(`${name}\t${may.join(',')}\t${new Date(created).toISOString()}`)
  return exitCodes.OK
}

async function revoke({ terminal, environment }: CommandCall, words: Words, name: string): Promise<number> {
  const { revoked } = await askDesk(homeOptionsOf(words), { type: 'token-revoke', name }, environment)
  if (!revoked) throw hubError('HUB_COMMAND_UNKNOWN', `no token "${name}": see portico token list`)
  terminal.tell(`revoked ${name}`)
  return exitCodes.OK
}
